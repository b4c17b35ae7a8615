package dev.convoy.launch.finalize;

import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.launch.server.LaunchOperation.ArchiveServer;
import dev.convoy.launch.source.SourceServer;
import dev.convoy.launch.source.SourceServerGateway;
import dev.convoy.launch.source.SourceServerHandler;
import java.time.Clock;

/** Archives finalized servers; MGN takes them from CUTOVER only (or disconnected, which ours are not). */
public final class ArchiveServerHandler extends SourceServerHandler<ArchiveServer> {

  public ArchiveServerHandler(SourceServerGateway gateway, Times times, Clock clock) {
    super(gateway, times, clock);
  }

  @Override
  public Class<ArchiveServer> operation() {
    return ArchiveServer.class;
  }

  @Override
  protected Standing judge(ArchiveServer operation, SourceServer server) {
    if (server.archived()) {
      return Standing.DONE;
    }
    return server.lifecycle().equals("CUTOVER") ? Standing.POSSIBLE : Standing.IMPOSSIBLE;
  }

  @Override
  protected Answer<String> change(SourceServerGateway servers, ArchiveServer operation) {
    return servers.archive(operation.account(), operation.sourceServerId());
  }
}
