package dev.convoy.launch.cutover;

import dev.convoy.launch.jobs.JobLane;
import dev.convoy.launch.jobs.LaunchHandler;
import dev.convoy.launch.server.LaunchOperation.StartCutover;
import dev.convoy.launch.settings.TemplateGateway;
import dev.convoy.launch.source.SourceServer;
import dev.convoy.launch.source.SourceServerGateway;
import dev.convoy.launch.target.TargetGateway;

/** Launches cutover instances. */
public final class StartCutoverHandler extends LaunchHandler<StartCutover> {

  public StartCutoverHandler(
      JobLane lane, SourceServerGateway servers, TargetGateway targets, TemplateGateway templates) {
    super(lane, servers, targets, templates);
  }

  /** Whether MGN takes a server into a cutover job. */
  public static boolean startable(SourceServer server) {
    return server.lifecycle().equals("READY_FOR_CUTOVER") && server.launchable() && !server.archived();
  }

  @Override
  public Class<StartCutover> operation() {
    return StartCutover.class;
  }

  @Override
  protected boolean awaitsAllActions() {
    return false;
  }
}
