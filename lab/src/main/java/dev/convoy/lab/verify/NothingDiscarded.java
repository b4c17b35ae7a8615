package dev.convoy.lab.verify;

import dev.convoy.lab.events.EventLine;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Rule 4: discarding a cutover target is a decision of its own, which no event carries yet, so none is terminated.
 * Rule 5: a source is never terminated, and cut off from MGN, or rid of its agent, only after it was finalized or withdrawn.
 */
final class NothingDiscarded implements Rule {
  private static final Set<String> DISCARDING = Set.of("TerminateTargetInstances", "TerminateInstances");
  private static final Set<String> CUTTING_OFF = Set.of("DisconnectFromService", "DeleteSourceServer");
  private static final Set<String> ON_HOSTS = Set.of("install", "quiesce", "resume", "shutdown", "power-on", "upload", "push", "copy",
      "grant", "revoke");

  @Override
  public Stream<Finding> check(ServerCase server) {
    return server.deeds().stream().flatMap(deed -> switch (deed) {
      case AwsCall call -> DISCARDING.contains(call.operation()) ? target(server, call)
          : CUTTING_OFF.contains(call.operation()) ? source(server, call) : Stream.empty();
      case HostWork work when work.kind().equals("remove") -> agent(server, work);
      case HostWork work -> ON_HOSTS.contains(work.kind()) ? Stream.empty() : Stream.of(server.forbidden("5 source",
          work, "work of a kind that no source is to see", Optional.empty()));
    });
  }

  private static Stream<Finding> target(ServerCase server, AwsCall call) {
    Optional<EventLine> latest = server.history().before(call.wall(), Set.of("TestLaunched", "CutoverLaunched"));
    return latest.filter(each -> each.type().equals("CutoverLaunched"))
        .map(each -> server.forbidden("4 discard", call, "a cutover target was terminated without a decision to",
            latest))
        .stream();
  }

  /** What is declared again keeps its agent; a removal that had begun ends. */
  private static Stream<Finding> agent(ServerCase server, HostWork work) {
    boolean left = server.history().before(work.wall(), Set.of("ServerWithdrawn")).isPresent();
    return left ? Stream.empty() : Stream.of(server.forbidden("5 source", work,
        "the agent was removed from a server that had not left", server.history().last()));
  }

  private static Stream<Finding> source(ServerCase server, AwsCall call) {
    return server.history().before(call.wall(), Set.of("CutoverFinalized", "ServerWithdrawn")).isPresent()
        ? Stream.empty() : Stream.of(server.forbidden("5 source", call,
            "the source was cut off from MGN before it was finalized or withdrawn", server.history().last()));
  }
}
