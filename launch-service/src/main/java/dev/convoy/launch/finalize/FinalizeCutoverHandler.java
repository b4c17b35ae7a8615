package dev.convoy.launch.finalize;

import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.launch.server.LaunchOperation.FinalizeCutover;
import dev.convoy.launch.source.SourceServer;
import dev.convoy.launch.source.SourceServerGateway;
import dev.convoy.launch.source.SourceServerHandler;
import java.time.Clock;

/** Finalizes cutovers. A server that is finalized already, by whom ever, is done. */
public final class FinalizeCutoverHandler extends SourceServerHandler<FinalizeCutover> {

  public FinalizeCutoverHandler(SourceServerGateway gateway, Times times, Clock clock) {
    super(gateway, times, clock);
  }

  @Override
  public Class<FinalizeCutover> operation() {
    return FinalizeCutover.class;
  }

  @Override
  protected Standing judge(FinalizeCutover operation, SourceServer server) {
    return switch (server.lifecycle()) {
      case "CUTOVER" -> Standing.DONE;
      case "CUTTING_OVER" -> Standing.POSSIBLE;
      default -> Standing.IMPOSSIBLE;
    };
  }

  @Override
  protected Answer<String> change(SourceServerGateway servers, FinalizeCutover operation) {
    return servers.finalizeCutover(operation.account(), operation.sourceServerId());
  }
}
