package dev.convoy.lab.verify;

import dev.convoy.lab.events.EventLine;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Rule 4, of a target that was open to users: after it was stopped and before the source is resumed, all its volumes are
 * snapshotted. Restoring is never blocked, so where AWS refused that the source may be resumed without; then they are
 * snapshotted before the lifecycle is reverted, because the next launch may cost the target, unless a person has waived by name what
 * AWS had refused.
 */
final class Snapshots implements Rule {
  private static final String RULE = "4 snapshots";
  private static final String CREATE = "CreateSnapshots";
  private static final Set<String> OPENED = Set.of("DnsSwitched", "CutoverDone");

  @Override
  public Stream<Finding> check(ServerCase server) {
    return server.history().all("RollbackStarted").stream().flatMap(start -> opened(server, start).stream()
        .flatMap(opened -> Stream.concat(resumed(server, start, opened), reverted(server, start, opened))));
  }

  /** Since when users were on the target of the round that is rolled back. */
  private static Optional<EventLine> opened(ServerCase server, EventLine start) {
    return OPENED.stream().flatMap(type -> server.history().before(start.occurredAt(), type, start.round()).stream())
        .findFirst().or(() -> server.history().before(start.occurredAt(), "CutoverLaunched", start.round())
            .filter(launched -> isLedTo(server, launched, start)));
  }

  /** By a name, by the ledger: users come so before anybody has said that the cutover is done. */
  private static boolean isLedTo(ServerCase server, EventLine launched, EventLine start) {
    return launched.text("privateIp").filter(ip -> server.trial().evidence().awsCalls().stream()
        .filter(call -> call.accepted() && within(call, launched, start.occurredAt())).flatMap(call -> call.records().stream())
        .anyMatch(each -> !each.action().equals("DELETE") && each.values().contains(ip))).isPresent();
  }

  private static Stream<Finding> resumed(ServerCase server, EventLine start, EventLine opened) {
    return server.deeds("resume").filter(each -> server.round(each, "RollbackStarted") == start.round())
        .filter(resume -> !saved(server, opened, resume.wall()) && !refused(server, opened, resume.wall()))
        .map(resume -> server.forbidden(RULE, resume, "the target was open to users, and "
            + told(server, opened, resume.wall()) + " before the source was resumed", Optional.of(opened)));
  }

  private static Stream<Finding> reverted(ServerCase server, EventLine start, EventLine opened) {
    Instant end = server.history().after(start.occurredAt(), Set.of("RolledBack")).map(EventLine::occurredAt)
        .orElse(Instant.MAX);
    return server.calls("ChangeServerLifeCycleState")
        .filter(call -> call.wall().isAfter(start.occurredAt()) && call.wall().isBefore(end))
        .filter(call -> !saved(server, opened, call.wall()) && !waived(server, start, opened, call.wall()))
        .map(call -> server.forbidden(RULE, call, "the target was open to users, and " + told(server, opened, call.wall())
            + " before the lifecycle was reverted", Optional.of(opened)));
  }

  private static boolean saved(ServerCase server, EventLine opened, Instant by) {
    return taken(server, opened, by).anyMatch(each -> each.state().equals("stopped") && each.left().isEmpty());
  }

  private static Stream<AwsCall.Saved> taken(ServerCase server, EventLine opened, Instant by) {
    return server.calls(CREATE).filter(call -> within(call, opened, by)).flatMap(call -> call.saved().stream());
  }

  /** AWS was asked, and refused; the ledger says so. */
  private static boolean refused(ServerCase server, EventLine opened, Instant by) {
    return server.trial().evidence().awsCalls().stream().filter(call -> call.operation().equals(CREATE))
        .filter(call -> !call.accepted() && within(call, opened, by))
        .anyMatch(call -> call.sourceServers().stream().anyMatch(server::boundTo));
  }

  /** By name, for this round, once AWS had refused or a person was told: what is not owed yet cannot be waived. */
  private static boolean waived(ServerCase server, EventLine start, EventLine opened, Instant by) {
    return server.history().all("SnapshotsWaived").stream().filter(waiver -> waiver.round() == start.round())
        .filter(waiver -> !waiver.occurredAt().isAfter(by) && !waiver.text("waivedBy").orElse("").isBlank())
        .anyMatch(waiver -> refused(server, opened, waiver.occurredAt()) || told(server, waiver));
  }

  private static boolean told(ServerCase server, EventLine waiver) {
    return server.history().all("LaunchStepFailed").stream().anyMatch(failed -> failed.round() == waiver.round()
        && !failed.occurredAt().isAfter(waiver.occurredAt()) && failed.text("step").filter("SnapshotTarget"::equals).isPresent());
  }

  private static boolean within(AwsCall call, EventLine opened, Instant by) {
    return !call.wall().isBefore(opened.occurredAt()) && !call.wall().isAfter(by);
  }

  private static String told(ServerCase server, EventLine opened, Instant by) {
    return taken(server, opened, by).findFirst().map(each -> each.left().isEmpty()
            ? "its volumes were snapshotted only while it was " + each.state()
            : each.left() + " of its volumes were not snapshotted")
        .orElse("its volumes were not snapshotted");
  }
}
