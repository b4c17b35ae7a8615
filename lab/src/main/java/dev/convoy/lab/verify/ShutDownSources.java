package dev.convoy.lab.verify;

import dev.convoy.lab.events.EventLine;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Sources that are shut down: only after the drain of the round and never once its rollback has started; whoever was shut down is
 * seen to run before it is resumed; and no finalize is authorized while source and target may both be at work, unless
 * a person has said so.
 */
final class ShutDownSources implements Rule {
  private static final String RULE = "3 shutdown";
  private static final Duration TOLD = Duration.ofSeconds(5);
  private static final Set<String> SETTLED = Set.of("SourceShutDown", "RetryRequested", "RollbackStarted");

  @Override
  public Stream<Finding> check(ServerCase server) {
    return Stream.of(begun(server), resumed(server), finalized(server)).flatMap(each -> each);
  }

  private static Stream<Finding> begun(ServerCase server) {
    return server.deeds("shutdown").flatMap(deed -> {
      int round = server.round(deed, "ReplicationDrained");
      Optional<EventLine> drained = server.history().before(deed.wall(), "ReplicationDrained", round);
      Optional<EventLine> back = server.history().before(deed.wall().minus(TOLD), "RollbackStarted", round);
      return Stream.concat(
          drained.isPresent() ? Stream.empty() : Stream.of(server.forbidden(RULE, deed,
              "no ReplicationDrained of round " + round + " before it", Optional.empty())),
          back.stream().map(each -> server.forbidden(RULE, deed, "its rollback had started", back)));
    });
  }

  private static Stream<Finding> resumed(ServerCase server) {
    return server.deeds("resume").flatMap(deed -> {
      int round = server.round(deed, "RollbackStarted");
      return server.history().before(deed.wall(), "SourceShutDown", round)
          .filter(off -> server.history().before(deed.wall(), "SourcePoweredOn", round)
              .filter(on -> !on.occurredAt().isBefore(off.occurredAt())).isEmpty())
          .map(off -> server.forbidden(RULE, deed, "the source was off and not seen to run", Optional.of(off))).stream();
    });
  }

  private static Stream<Finding> finalized(ServerCase server) {
    return server.history().all("FinalizeAuthorized").stream().flatMap(gate ->
        server.history().before(gate.occurredAt().minus(TOLD), "SourceWoke", gate.round())
            .filter(woke -> !server.history().between(woke.occurredAt(), gate.occurredAt(), SETTLED))
            .map(woke -> server.forbidden(RULE, gate, "source and target may both be at work", Stream.of(woke))).stream());
  }
}
