package dev.convoy.lab.wayback;

import dev.convoy.lab.aws.door.StandingDoor.Launched;
import dev.convoy.lab.aws.door.StandingDoor.Saved;
import dev.convoy.lab.aws.door.StandingDoor.Standing;
import dev.convoy.lab.events.EventLine;
import dev.convoy.lab.verify.AwsCall;
import dev.convoy.lab.verify.Evidence;
import dev.convoy.lab.verify.HostWork;
import dev.convoy.lab.wayback.Sight.Written;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One way back, as ledgers and the world show it. Of events it takes when it began and ended, and which target was launched.
 *
 * @param back the event that ended it
 * @param sight how the server was found afterwards
 */
record WayBack(EventLine back, Sight sight, Evidence evidence) {
  private static final String READY = "READY_FOR_CUTOVER";
  private static final Set<String> AT_REST = Set.of("stopped", "terminated");
  private static final Set<String> OF_ACCOUNTS = Set.of("grant", "revoke");

  /** Each thing that is not as it was before the cutover. */
  List<String> faults() {
    return Stream.of(off(), notResumed(), lifeCycle(), running(), template(), account(), names(this::misled), unsaved())
        .flatMap(each -> each).toList();
  }

  /** True when the source had been told to stop. */
  boolean wasInOutage() {
    return start().isPresent();
  }

  private Optional<EventLine> start() {
    return told("RollbackStarted").findFirst();
  }

  private Stream<EventLine> told(String type) {
    return evidence.events().stream()
        .filter(each -> each.key().equals(back.key()) && each.type().equals(type) && each.round() == back.round());
  }

  private Stream<String> off() {
    return sight.host().isEmpty() ? Stream.of("the lab has no host of it")
        : sight.host().filter(each -> !each.on()).map(each -> "its source is off").stream();
  }

  /** On the host itself, and by the ledger of the hosts. */
  private Stream<String> notResumed() {
    Stream<String> idle = sight.host().filter(each -> !each.writing()).map(each -> "the applications of its source do not run").stream();
    Stream<String> last = work(Set.of("quiesce", "resume")).max(Comparator.comparing(HostWork::wall))
        .filter(each -> each.kind().equals("quiesce") || each.exit().filter(code -> code == 0).isEmpty())
        .map(each -> "the last that its host did was " + each).stream();
    return Stream.concat(idle, last);
  }

  /** What has ended on its host by the time of the look. */
  private Stream<HostWork> work(Set<String> kinds) {
    return evidence.hostWork().stream().filter(each -> each.serverId().equals(back.key()) && kinds.contains(each.kind()))
        .filter(each -> !each.started() && !each.wall().isAfter(sight.at()));
  }

  private Stream<String> lifeCycle() {
    Optional<Standing> source = sight.source();
    if (source.isEmpty()) {
      return Stream.of("MGN knows no source server of it any more");
    }
    Stream<String> elsewhere = source.filter(each -> !each.lifeCycle().equals(READY)).map(each -> "MGN has it at " + each.lifeCycle()).stream();
    return Stream.concat(elsewhere, source.filter(Standing::busy).map(each -> "a job of MGN holds it").stream());
  }

  private Stream<Launched> targets() {
    return sight.source().stream().flatMap(each -> each.instances().stream()).filter(each -> each.purpose().equals("CUTOVER"));
  }

  private Stream<String> running() {
    return targets().filter(each -> !AT_REST.contains(each.state())).map(each -> "its target " + each.instanceId() + " is " + each.state());
  }

  /** The target of this round, if one was launched. */
  Optional<Launched> target() {
    return told("CutoverLaunched").reduce((first, later) -> later).flatMap(each -> each.text("instanceId"))
        .flatMap(id -> targets().filter(each -> each.instanceId().equals(id)).findFirst());
  }

  /** The way back writes no settings: the default version is that of which the target was launched. */
  private Stream<String> template() {
    if (told("CutoverLaunchFailed").findAny().isPresent()) {
      return Stream.empty();
    }
    return sight.source().stream().flatMap(source -> launch(source).filter(each -> each.version() != source.templateVersion())
        .map(each -> "version " + source.templateVersion() + " of its launch template is the default, and its target was launched of "
            + each.version()).stream());
  }

  private Optional<AwsCall.Launch> launch(Standing source) {
    return target().isEmpty() ? Optional.empty() : evidence.awsCalls().stream()
        .filter(call -> call.accepted() && call.operation().equals("StartCutover") && call.wall().isBefore(back.occurredAt()))
        .filter(call -> call.launches().containsKey(source.sourceServerId())).max(Comparator.comparing(AwsCall::wall))
        .map(call -> call.launches().get(source.sourceServerId()));
  }

  /** Break-glass accounts are not the business of a rollback. */
  private Stream<String> account() {
    return start().stream().flatMap(start -> work(OF_ACCOUNTS).filter(each -> each.wall().isAfter(start.occurredAt()))
        .filter(each -> each.wall().isBefore(back.occurredAt())).map(each -> "its break-glass account was touched: " + each));
  }

  /** Names that were frozen with its build. */
  List<String> names() {
    return evidence.events().stream().filter(each -> each.key().equals(back.key()) && each.type().equals("BuildAuthorized"))
        .map(each -> each.at("target.dns.names")).filter(List.class::isInstance).flatMap(all -> ((List<?>) all).stream())
        .map(name -> String.valueOf(name instanceof Map<?, ?> record ? record.get("name") : name)).distinct().toList();
  }

  private Stream<String> names(Function<String, Optional<String>> judge) {
    return names().stream().flatMap(name -> judge.apply(name).stream());
  }

  /** By Route 53, against the first change that anybody made: that one had to name what was there. */
  private Optional<String> misled(String name) {
    List<NameStanding> now = sight.names().stream().filter(each -> each.name().equals(name)).toList();
    return evidence.awsCalls().stream().filter(AwsCall::accepted).sorted(Comparator.comparing(AwsCall::wall))
        .flatMap(call -> call.records().stream()).filter(each -> each.name().equals(name)).findFirst()
        .map(first -> first.action().equals("DELETE") ? List.of(NameStanding.of(name, first.ttl(), first.values())) : List.<NameStanding>of())
        .filter(before -> !before.equals(now)).map(before -> name + " leads " + said(now) + ", and led " + said(before) + " before");
  }

  private static String said(List<NameStanding> names) {
    return names.isEmpty() ? "nowhere" : String.join(" and ", names.stream().map(NameStanding::toString).toList());
  }

  /** How often users had written on its target of this round. */
  long writes() {
    return target().map(each -> sight.written().get(each.instanceId())).map(Written::writes).orElse(0L);
  }

  /** What users wrote, and were told is written, is in a completed snapshot of every volume. */
  private Stream<String> unsaved() {
    Optional<Launched> target = target().filter(each -> sight.written().containsKey(each.instanceId()));
    if (target.isEmpty()) {
      return Stream.empty();
    }
    Written written = sight.written().get(target.get().instanceId());
    if (written == null || target.get().volumes().isEmpty()) {
      return Stream.of("its target " + target.get().instanceId() + " has no volumes any more, and users wrote on it");
    }
    return target.get().volumes().stream().filter(volume -> snapshots(volume).noneMatch(each -> holds(each, written)))
        .map(volume -> "what users wrote on " + target.get().instanceId() + ", " + written.writes() + " times until " + written.last()
            + ", is in no completed snapshot of " + volume + " of before its source was resumed");
  }

  private Stream<Saved> snapshots(String volume) {
    return sight.source().stream().flatMap(each -> each.snapshots().stream()).filter(each -> each.volumeId().equals(volume));
  }

  private boolean holds(Saved snapshot, Written written) {
    return snapshot.state().equals("completed") && snapshot.writes() >= written.writes() && !snapshot.startedAt().isBefore(written.last())
        && (isOwed() || resumedAt().filter(at -> snapshot.startedAt().isAfter(at)).isEmpty());
  }

  /** AWS took none in time, and people were told: the source was resumed without. */
  private boolean isOwed() {
    return start().flatMap(each -> each.text("unsaved")).isPresent();
  }

  /** When its host was told to start its applications, by the ledger of the hosts. */
  private Optional<Instant> resumedAt() {
    return start().flatMap(start -> evidence.hostWork().stream()
        .filter(each -> each.serverId().equals(back.key()) && each.kind().equals("resume") && each.started() && each.round() == back.round())
        .map(HostWork::wall).min(Instant::compareTo));
  }
}
