package dev.convoy.launch.rollback;

import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.launch.server.LaunchOperation.RevertLifecycle;
import dev.convoy.launch.server.LaunchOperation.RevertTo;
import dev.convoy.launch.source.SourceServer;
import dev.convoy.launch.source.SourceServerGateway;
import dev.convoy.launch.source.SourceServerHandler;
import java.time.Clock;

/**
 * Brings servers back to ready for test or ready for cutover; MGN wants them launchable for it. Before a test none of ours is
 * being cut over, so that a cutover that is found then is somebody else's, and is left to a person.
 */
public final class RevertLifecycleHandler extends SourceServerHandler<RevertLifecycle> {

  public RevertLifecycleHandler(SourceServerGateway gateway, Times times, Clock clock) {
    super(gateway, times, clock);
  }

  @Override
  public Class<RevertLifecycle> operation() {
    return RevertLifecycle.class;
  }

  @Override
  protected Standing judge(RevertLifecycle operation, SourceServer server) {
    if (server.lifecycle().equals(operation.to().name())) {
      return Standing.DONE;
    }
    return switch (server.lifecycle()) {
      case "READY_FOR_TEST", "TESTING", "READY_FOR_CUTOVER" -> possible(server);
      case "CUTTING_OVER" -> operation.to() == RevertTo.READY_FOR_TEST ? Standing.IMPOSSIBLE : possible(server);
      default -> Standing.IMPOSSIBLE;
    };
  }

  private static Standing possible(SourceServer server) {
    return server.launchable() ? Standing.POSSIBLE : Standing.NOT_YET;
  }

  @Override
  protected Answer<String> change(SourceServerGateway servers, RevertLifecycle operation) {
    return servers.changeLifecycle(operation.account(), operation.sourceServerId(), operation.to().name());
  }
}
