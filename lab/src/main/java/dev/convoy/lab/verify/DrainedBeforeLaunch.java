package dev.convoy.lab.verify;

import dev.convoy.lab.events.EventLine;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** Rule 2: no cutover launch without a drained replication that was read after the quiesce of its round. */
final class DrainedBeforeLaunch implements Rule {
  private static final String RULE = "2 drained";

  @Override
  public Stream<Finding> check(ServerCase server) {
    return server.deeds("StartCutover").flatMap(deed -> check(server, deed).stream());
  }

  private static Optional<Finding> check(ServerCase server, Deed deed) {
    int round = server.round(deed, "CutoverAuthorized");
    Optional<EventLine> quiesced = server.history().before(deed.wall(), "SourceQuiesced", round);
    if (quiesced.isEmpty()) {
      return Optional.of(server.forbidden(RULE, deed, "no SourceQuiesced of round " + round + " before it",
          Optional.empty()));
    }
    Optional<EventLine> drained = server.history().before(deed.wall(), "ReplicationDrained", round);
    Instant since = quiesced.flatMap(each -> each.time("quiescedAt")).orElse(Instant.MAX);
    boolean readAfter = drained.flatMap(each -> each.time("readAt")).filter(read -> !read.isBefore(since)).isPresent();
    return readAfter ? Optional.empty() : Optional.of(server.forbidden(RULE, deed,
        "no ReplicationDrained read after the quiesce", Stream.concat(quiesced.stream(), drained.stream()).toList()));
  }
}
