package dev.convoy.validation.verdict;

import dev.convoy.events.common.CheckEvidence;
import dev.convoy.events.common.DeclaredCheck;
import dev.convoy.kit.core.Phased;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What this service knows of a server.
 *
 * @param since when the phase was entered
 * @param round latest round that anybody spoke of
 * @param run number of the present or last run of checks; never falls, so that no two verdicts look the same
 * @param left true when the server is finalized or has left the migration
 * @param retryAsked true when a person asked for another run
 * @param build what the build gate froze; null = not open yet
 * @param launched the latest instance; null = none
 * @param checked the latest instance that needs no other run: that of the present or last one, or one that was rolled
 *     back before its run began; null = none
 * @param evidence what the present or last run showed last
 */
public record VerdictState(
    String serverId,
    Phase phase,
    Instant since,
    int round,
    int run,
    boolean left,
    boolean retryAsked,
    @Nullable Build build,
    @Nullable Instance launched,
    @Nullable Instance checked,
    List<CheckEvidence> evidence)
    implements Phased<Phase, VerdictState> {

  /** @param roleArn role to assume in the account; null = the credentials of the process */
  public record Build(int round, String waveId, @Nullable String roleArn, List<DeclaredCheck> checks) {}

  static VerdictState initial(String serverId) {
    return new VerdictState(serverId, Phase.IDLE, Instant.EPOCH, 0, 0, false, false, null, null,
        null, List.of());
  }

  @Override
  public VerdictState enter(Phase next, Instant at) {
    return new VerdictState(serverId, next, at, round, run, left, false, build, launched, checked,
        evidence);
  }

  /** Takes a later round: instances of the round before count no more. */
  VerdictState inRound(int latest) {
    return latest <= round ? this : new VerdictState(serverId, phase, since, latest, run, left,
        retryAsked, build, null, checked, evidence);
  }

  VerdictState withLeft() {
    return new VerdictState(serverId, phase, since, round, run, true, retryAsked, build, launched,
        checked, evidence);
  }

  VerdictState begunAnew() {
    return new VerdictState(serverId, phase, since, round, run, false, false, build, launched, checked, evidence);
  }

  VerdictState withRetryAsked() {
    return new VerdictState(serverId, phase, since, round, run, left, true, build, launched, checked,
        evidence);
  }

  VerdictState withBuild(Build frozen) {
    return new VerdictState(serverId, phase, since, round, run, left, retryAsked, frozen, launched,
        checked, evidence);
  }

  /** The instance counts no more, and neither does what was launched before it. */
  VerdictState withoutCheckOf(Instance instance) {
    return new VerdictState(serverId, phase, since, round, run, left, retryAsked, build, null, instance, evidence);
  }

  VerdictState withLaunched(Instance instance) {
    return new VerdictState(serverId, phase, since, round, run, left, retryAsked, build, instance,
        checked, evidence);
  }

  /** Begins a run on the latest instance. */
  VerdictState running() {
    return new VerdictState(serverId, phase, since, round, run + 1, left, retryAsked, build, launched,
        launched, List.of());
  }

  VerdictState withEvidence(List<CheckEvidence> seen) {
    return new VerdictState(serverId, phase, since, round, run, left, retryAsked, build, launched,
        checked, seen);
  }

  /** True when the latest instance is there for the purpose and was not checked yet. */
  boolean awaits(Purpose purpose) {
    return build != null && launched != null && launched.purpose() == purpose && !launched.equals(checked);
  }
}
