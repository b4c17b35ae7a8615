package dev.convoy.launch.server;

import dev.convoy.events.common.DnsSettings;
import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.core.HookedZone;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The names of a server. They stand beside its phase: a build that knows nothing of them reads the server as one without.
 * They outlive a round until what was done to them is taken back.
 *
 * @param since when the phase, or the attempt in it, began
 * @param round in which they were last read
 * @param attempt of the operations of this round, from 1
 * @param tries of the present step since it was begun or a person asked for another
 * @param account by whose credentials they are changed
 * @param ttlSeconds how long they are kept for from before the outage on
 * @param former as they were before
 * @param loweredAt when they were first seen with the short time; null before
 * @param target address that they are led to; empty until they are
 * @param retryAt when the next attempt begins; null while one is under way, or when a person is waited for
 * @param told a person was told that the present step does not succeed
 * @param waits no attempt is under way
 */
record Names(
    NamesPhase phase, Instant since, int round, int attempt, int tries, AccountKey account, long ttlSeconds,
    List<FormerName> former, @Nullable Instant loweredAt, String target, @Nullable Instant retryAt, boolean told,
    boolean waits) {

  /** Of a server that is about to be cut over. */
  static Names of(LaunchState s, DnsSettings dns, Instant now) {
    var old = s.names();
    var attempt = old == null || old.round() != s.round() ? 0 : old.attempt();
    return new Names(NamesPhase.UNTOUCHED, now, s.round(), attempt, 0, Parameters.account(s).by(dns.getRoleArn()), dns.getTtlSeconds(),
        dns.getNames().stream().map(each -> new FormerName(each.getZoneId(), each.getName(), NameRecord.NONE)).toList(),
        null, "", null, false, false);
  }

  /** What is done behind a hook has lanes of its own: whatever the hook does, it holds up nobody else's names. */
  String limitKey() {
    return former.stream().flatMap(name -> HookedZone.of(name.zoneId()).stream()).findFirst()
        .map(zone -> account.limitKey() + "/hook:" + zone.hook()).orElse(account.limitKey());
  }

  /** A copy that differs in what the change sets, by name. */
  Names with(Consumer<Draft> change) {
    var draft = new Draft(this);
    change.accept(draft);
    return draft.done();
  }

  boolean isDue(Instant now) {
    return retryAt != null && !now.isBefore(retryAt);
  }

  /** What a person asks for after a step was given up. */
  Names retryRequested(Instant at) {
    return !waits || retryAt != null ? this : with(c -> {
      c.tries = 0;
      c.retryAt = at;
    });
  }

  private NameRecord led(FormerName name) {
    return new NameRecord(target, name.record().isThere() ? Math.min(ttlSeconds, name.record().ttlSeconds()) : ttlSeconds);
  }

  private NameRecord lowered(FormerName name) {
    return name.record().isThere() ? name.record().atMost(ttlSeconds) : NameRecord.NONE;
  }

  private NameRecord kept(FormerName name) {
    return name.record().isThere() ? new NameRecord(target, name.record().ttlSeconds()) : led(name);
  }

  /** What is to be changed in the present phase. */
  List<NameChange> changes() {
    return former.stream().map(name -> switch (phase) {
      case LOWERING -> change(name, List.of(name.record()), lowered(name));
      case SWITCHING -> change(name, List.of(lowered(name)), led(name));
      case RESTORING -> change(name, List.of(led(name), lowered(name)), name.record());
      case RAISING -> target.isEmpty() ? change(name, List.of(lowered(name)), name.record())
          : change(name, List.of(led(name)), kept(name));
      case UNTOUCHED, READING, LOWERED, SWITCHED, RETURNING, UNKNOWN -> change(name, List.of(), name.record());
    }).toList();
  }

  private static NameChange change(FormerName name, List<NameRecord> from, NameRecord to) {
    return new NameChange(name.zoneId(), name.name(), from, to);
  }

  List<String> list() {
    return former.stream().map(FormerName::name).toList();
  }

  private long longestSeconds() {
    return former.stream().mapToLong(name -> name.record().ttlSeconds()).max().orElse(0);
  }

  /** True if answers of before are kept for longer than those from now on. */
  boolean isLongKept() {
    return longestSeconds() > ttlSeconds;
  }

  Duration formerTtl() {
    return Duration.ofSeconds(longestSeconds());
  }

  /** When no answer of before leads anybody to the source any more. */
  Instant forgottenAt(Instant switchedAt) {
    var longest = longestSeconds();
    var lowered = loweredAt == null ? switchedAt : loweredAt.plus(Duration.ofSeconds(longest));
    var since = switchedAt.plus(Duration.ofSeconds(Math.min(longest, ttlSeconds)));
    return lowered.isAfter(since) ? lowered : since;
  }

  /** The components that change, to be set one by one. */
  static final class Draft {

    private final Names from;
    NamesPhase phase;
    Instant since;
    int attempt;
    int tries;
    List<FormerName> former;
    @Nullable Instant loweredAt;
    String target;
    @Nullable Instant retryAt;
    boolean told;
    boolean waits;

    private Draft(Names from) {
      this.from = from;
      phase = from.phase;
      since = from.since;
      attempt = from.attempt;
      tries = from.tries;
      former = from.former;
      loweredAt = from.loweredAt;
      target = from.target;
      retryAt = from.retryAt;
      told = from.told;
      waits = from.waits;
    }

    private Names done() {
      return new Names(phase, since, from.round, attempt, tries, from.account, from.ttlSeconds, List.copyOf(former), loweredAt,
          target, retryAt, told, waits);
    }
  }
}
