package dev.convoy.lab.verify;

import dev.convoy.lab.events.EventLine;
import dev.convoy.lab.verify.Finding.Kind;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A server with everything that was done to it.
 *
 * @param deeds what changed something, oldest first
 */
record ServerCase(ServerHistory history, List<Deed> deeds, Trial trial) {

  Stream<Deed> forward() {
    return deeds.stream().filter(Deed::forward);
  }

  Stream<Deed> deeds(String operation) {
    return deeds.stream().filter(each -> each.operation().equals(operation));
  }

  /** Lines of the AWS ledger of this kind. */
  Stream<AwsCall> calls(String operation) {
    return deeds(operation).filter(AwsCall.class::isInstance).map(AwsCall.class::cast);
  }

  /** Round that a deed belongs to: as its operation id says, else that of the latest event of this type before it. */
  int round(Deed deed, String gate) {
    int named = deed instanceof HostWork work ? work.round() : 0;
    return named > 0 ? named
        : history.before(deed.wall(), Set.of(gate)).or(history::last).map(EventLine::round).orElse(0);
  }

  /** Between the quiesce of a round and its end: completing is a way of restoring. */
  boolean inOutage(Instant moment, int round) {
    return history.before(moment, "SourceQuiesced", round).isPresent()
        && history.before(moment, "CutoverDone", round).isEmpty()
        && history.before(moment, "SourceResumed", round).isEmpty();
  }

  /** True when this MGN source server was this one's. */
  boolean boundTo(String sourceServer) {
    return trial.histories().boundTo(sourceServer).filter(history::equals).isPresent();
  }

  Finding forbidden(String rule, Deed deed, String what, Optional<EventLine> event) {
    return forbidden(rule, deed, what, event.stream().toList());
  }

  Finding forbidden(String rule, Deed deed, String what, List<EventLine> events) {
    return finding(Kind.FORBIDDEN, rule, deed, what,
        Stream.concat(Stream.of(Trace.of(deed)), events.stream().map(Trace::of)));
  }

  /** A finding about an event. */
  Finding forbidden(String rule, EventLine event, String what, Stream<EventLine> more) {
    return new Finding(Kind.FORBIDDEN, rule, history.serverId(), event.type(),
        history.serverId() + ":" + event.type() + ":" + event.round() + ":" + attempt(event), what,
        inOrder(Stream.concat(Stream.of(event), more).map(Trace::of)));
  }

  Finding finding(Kind kind, String rule, Deed deed, String what, Stream<Trace> traces) {
    return new Finding(kind, rule, history.serverId(), deed.operation(), operationId(deed), what, inOrder(traces));
  }

  private static List<Trace> inOrder(Stream<Trace> traces) {
    return traces.sorted(Comparator.comparing(Trace::at)).toList();
  }

  /** As the host ledger names it; for a call to AWS, by the event that ended it, or else the round at that time. */
  private String operationId(Deed deed) {
    if (deed instanceof HostWork work) {
      return work.operationId();
    }
    Optional<EventLine> end = history.after(deed.wall(), Ends.of(deed.operation()));
    int round = end.or(() -> history.before(deed.wall(), Set.of("TestAuthorized", "CutoverAuthorized",
        "RetestRequested", "BuildAuthorized"))).map(EventLine::round).orElse(0);
    return history.serverId() + ":" + deed.operation() + ":" + round + ":" + end.map(ServerCase::attempt).orElse("?");
  }

  private static String attempt(EventLine event) {
    return event.text("attempt").orElse("?");
  }
}
