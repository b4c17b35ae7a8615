package dev.convoy.lab.wayback;

import dev.convoy.lab.events.EventLine;
import dev.convoy.lab.verify.Evidence;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Whether each server that was rolled back stands as before its cutover, with what users wrote on its target in snapshots. */
public record WaysBack(List<Sight> sights, Evidence evidence) {
  private static final Set<String> GOES_ON = Set.of("RetestRequested", "ServerWithdrawn", "WithdrawalRequested");

  /** Each end of a way back with how its server was found; empty where nobody looked before it went on. */
  private List<Seen> seen() {
    return evidence.events().stream().filter(each -> each.type().equals("RolledBack"))
        .sorted(Comparator.comparing(EventLine::occurredAt)).map(back -> new Seen(back, sight(back))).toList();
  }

  /** An end, and the first look after it. */
  private record Seen(EventLine back, Optional<Sight> sight) {}

  private Optional<Sight> sight(EventLine back) {
    Instant until = evidence.events().stream()
        .filter(each -> each.key().equals(back.key()) && GOES_ON.contains(each.type()) && each.occurredAt().isAfter(back.occurredAt()))
        .map(EventLine::occurredAt).min(Instant::compareTo).orElse(Instant.MAX);
    return sights.stream().filter(each -> each.serverId().equals(back.key()))
        .filter(each -> !each.at().isBefore(back.occurredAt()) && !each.at().isAfter(until)).findFirst();
  }

  private Stream<WayBack> judged() {
    return seen().stream().flatMap(each -> each.sight().stream().map(sight -> new WayBack(each.back(), sight, evidence)));
  }

  /** A line for each thing that is not as it was, and for each server that nobody looked at. */
  public List<String> faults() {
    Stream<String> unseen = seen().stream().filter(each -> each.sight().isEmpty())
        .map(each -> line(each.back(), "nobody looked at it before it went on"));
    return Stream.concat(judged().flatMap(way -> way.faults().stream().map(what -> line(way.back(), what))), unseen).sorted().toList();
  }

  private static String line(EventLine back, String what) {
    return "[CVY-9335] " + back.key() + ": rolled back in round " + back.round() + ", but " + what
        + "; look at it with ./convoy events --server " + back.key();
  }

  /** {@code WAYSBACK servers=4 outages=3 launched=2 used=1 writes=12 faults=0}. */
  public String line() {
    List<WayBack> ways = judged().toList();
    return "WAYSBACK servers=" + ways.size() + " outages=" + ways.stream().filter(WayBack::wasInOutage).count()
        + " launched=" + ways.stream().filter(way -> way.target().isPresent()).count()
        + " used=" + ways.stream().filter(way -> way.writes() > 0).count()
        + " writes=" + ways.stream().mapToLong(WayBack::writes).sum()
        + " named=" + ways.stream().filter(way -> !way.names().isEmpty()).count() + " faults=" + faults().size();
  }
}
