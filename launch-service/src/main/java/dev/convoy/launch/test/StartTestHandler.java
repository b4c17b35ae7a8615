package dev.convoy.launch.test;

import dev.convoy.launch.jobs.JobLane;
import dev.convoy.launch.jobs.LaunchHandler;
import dev.convoy.launch.server.LaunchOperation.StartTest;
import dev.convoy.launch.settings.TemplateGateway;
import dev.convoy.launch.source.SourceServer;
import dev.convoy.launch.source.SourceServerGateway;
import dev.convoy.launch.target.TargetGateway;
import java.util.Set;

/** Launches test instances; MGN deletes an earlier one by itself. */
public final class StartTestHandler extends LaunchHandler<StartTest> {

  private static final Set<String> STARTABLE = Set.of("READY_FOR_TEST", "TESTING");

  public StartTestHandler(
      JobLane lane, SourceServerGateway servers, TargetGateway targets, TemplateGateway templates) {
    super(lane, servers, targets, templates);
  }

  /** Whether MGN takes a server into a test job. */
  public static boolean startable(SourceServer server) {
    return STARTABLE.contains(server.lifecycle()) && server.launchable() && !server.archived();
  }

  @Override
  public Class<StartTest> operation() {
    return StartTest.class;
  }

  @Override
  protected boolean awaitsAllActions() {
    return true;
  }
}
