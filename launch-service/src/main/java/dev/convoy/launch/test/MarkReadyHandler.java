package dev.convoy.launch.test;

import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.launch.server.LaunchOperation.MarkReadyForCutover;
import dev.convoy.launch.source.SourceServer;
import dev.convoy.launch.source.SourceServerGateway;
import dev.convoy.launch.source.SourceServerHandler;
import java.time.Clock;

/** Marks servers as ready for cutover; MGN wants them launchable for it. */
public final class MarkReadyHandler extends SourceServerHandler<MarkReadyForCutover> {

  public MarkReadyHandler(SourceServerGateway gateway, Times times, Clock clock) {
    super(gateway, times, clock);
  }

  @Override
  public Class<MarkReadyForCutover> operation() {
    return MarkReadyForCutover.class;
  }

  @Override
  protected Standing judge(MarkReadyForCutover operation, SourceServer server) {
    return switch (server.lifecycle()) {
      case "READY_FOR_CUTOVER" -> Standing.DONE;
      case "TESTING", "READY_FOR_TEST" -> server.launchable() ? Standing.POSSIBLE : Standing.NOT_YET;
      default -> Standing.IMPOSSIBLE;
    };
  }

  @Override
  protected Answer<String> change(SourceServerGateway servers, MarkReadyForCutover operation) {
    return servers.changeLifecycle(operation.account(), operation.sourceServerId(), "READY_FOR_CUTOVER");
  }
}
