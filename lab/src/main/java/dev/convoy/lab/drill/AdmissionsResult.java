package dev.convoy.lab.drill;

import dev.convoy.lab.events.EventLine;
import dev.convoy.lab.verify.HostWork;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What became of break-glass accounts, by what was told and by the ledger of the hosts.
 *
 * @param servers for which one was asked
 */
public record AdmissionsResult(Set<String> servers, List<EventLine> events, List<HostWork> work) {
  private static final String OPENED = "BreakGlassOpened";
  private static final String CLOSED = "BreakGlassClosed";

  /** A line for each that was not opened and closed, on its host and in what was told. */
  public List<String> faults() {
    return servers.stream().sorted().flatMap(id -> missing(id).stream().map(what -> "[CVY-9298] " + id
        + ": the drill had a break-glass account made, but " + what + "; look at it with ./convoy server show")).toList();
  }

  private Optional<String> missing(String id) {
    Optional<Instant> granted = ended(id, "grant");
    Optional<Instant> opened = told(id, OPENED);
    Optional<Instant> revoked = ended(id, "revoke");
    Optional<Instant> closed = told(id, CLOSED);
    return unless(granted.isPresent(), "its host made none")
        .or(() -> unless(opened.isPresent(), "there is no " + OPENED))
        .or(() -> unless(isAfter(revoked, granted), "its host removed none after that"))
        .or(() -> unless(isAfter(closed, opened), "there is no " + CLOSED + " after that"));
  }

  private static boolean isAfter(Optional<Instant> last, Optional<Instant> first) {
    return last.isPresent() && first.isPresent() && last.get().isAfter(first.get());
  }

  private static Optional<String> unless(boolean holds, String missing) {
    return holds ? Optional.empty() : Optional.of(missing);
  }

  /** When work of a kind last ended well. */
  private Optional<Instant> ended(String id, String kind) {
    Predicate<HostWork> wanted = each -> each.serverId().equals(id) && each.kind().equals(kind) && !each.started()
        && each.exit().filter(code -> code == 0).isPresent();
    return work.stream().filter(wanted).map(HostWork::wall).max(Instant::compareTo);
  }

  /** When this was last told, with what the host had said. */
  private Optional<Instant> told(String id, String type) {
    return events.stream().filter(each -> each.key().equals(id) && each.type().equals(type))
        .filter(each -> each.text("evidence").filter(text -> !text.isBlank()).isPresent())
        .map(EventLine::occurredAt).max(Instant::compareTo);
  }
}
