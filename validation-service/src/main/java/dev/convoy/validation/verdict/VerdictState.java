package dev.convoy.validation.verdict;

import dev.convoy.events.common.CheckEvidence;
import dev.convoy.events.common.DeclaredCheck;
import dev.convoy.kit.core.Phased;
import dev.convoy.validation.profile.SourceProfile;
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
 * @param profile what the newest look at the source has shown; null = none of the present registration
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
    List<CheckEvidence> evidence,
    @Nullable SourceProfile profile)
    implements Phased<Phase, VerdictState> {

  /** @param roleArn role to assume in the account; null = the credentials of the process */
  public record Build(int round, String waveId, @Nullable String roleArn, List<DeclaredCheck> checks) {}

  static VerdictState initial(String serverId) {
    return new VerdictState(serverId, Phase.IDLE, Instant.EPOCH, 0, 0, false, false, null, null,
        null, List.of(), null);
  }

  @Override
  public VerdictState enter(Phase next, Instant at) {
    return new VerdictState(serverId, next, at, round, run, left, false, build, launched, checked,
        evidence, profile);
  }

  /** Takes a later round: instances of the round before count no more. */
  VerdictState inRound(int latest) {
    return latest <= round ? this : new VerdictState(serverId, phase, since, latest, run, left,
        retryAsked, build, null, checked, evidence, profile);
  }

  VerdictState withLeft() {
    return new VerdictState(serverId, phase, since, round, run, true, retryAsked, build, launched,
        checked, evidence, profile);
  }

  VerdictState begunAnew() {
    return new VerdictState(serverId, phase, since, round, run, false, false, build, launched, checked, evidence, profile);
  }

  VerdictState withRetryAsked() {
    return new VerdictState(serverId, phase, since, round, run, left, true, build, launched, checked,
        evidence, profile);
  }

  VerdictState withBuild(Build frozen) {
    var counts = profile != null && profile.round() >= frozen.round() ? profile : null;
    return new VerdictState(serverId, phase, since, round, run, left, retryAsked, frozen, launched,
        checked, evidence, counts);
  }

  /** The instance counts no more, and neither does what was launched before it. */
  VerdictState withoutCheckOf(Instance instance) {
    return new VerdictState(serverId, phase, since, round, run, left, retryAsked, build, null, instance, evidence, profile);
  }

  VerdictState withLaunched(Instance instance) {
    return new VerdictState(serverId, phase, since, round, run, left, retryAsked, build, instance,
        checked, evidence, profile);
  }

  VerdictState withProfile(SourceProfile seen) {
    return new VerdictState(serverId, phase, since, round, run, left, retryAsked, build, launched, checked, evidence, seen);
  }

  /** Begins a run on the latest instance. */
  VerdictState running() {
    return new VerdictState(serverId, phase, since, round, run + 1, left, retryAsked, build, launched,
        launched, List.of(), profile);
  }

  VerdictState withEvidence(List<CheckEvidence> seen) {
    return new VerdictState(serverId, phase, since, round, run, left, retryAsked, build, launched,
        checked, seen, profile);
  }

  /** True when the latest instance is there for the purpose and was not checked yet. */
  boolean awaits(Purpose purpose) {
    return build != null && launched != null && launched.purpose() == purpose && !launched.equals(checked);
  }
}
