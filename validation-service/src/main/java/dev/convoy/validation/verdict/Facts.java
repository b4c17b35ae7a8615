package dev.convoy.validation.verdict;

import dev.convoy.events.agent.SourceProfiled;
import dev.convoy.events.inventory.BuildAuthorized;
import dev.convoy.events.inventory.CutoverAuthorized;
import dev.convoy.events.inventory.RetestRequested;
import dev.convoy.events.inventory.RetryRequested;
import dev.convoy.events.inventory.ServerWithdrawn;
import dev.convoy.events.inventory.TestAuthorized;
import dev.convoy.events.inventory.WithdrawalRequested;
import dev.convoy.events.launch.CutoverFinalized;
import dev.convoy.events.launch.CutoverLaunched;
import dev.convoy.events.launch.RollbackStarted;
import dev.convoy.events.launch.RolledBack;
import dev.convoy.events.launch.TestLaunched;
import dev.convoy.validation.profile.ProfilePolicy;
import dev.convoy.validation.profile.SourceProfile;
import dev.convoy.validation.verdict.VerdictState.Build;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Merges what others state into the state. Facts of lower rounds and repeats change nothing. */
public final class Facts {

  /** Event types that this service needs. */
  public static final Set<Class<? extends SpecificRecord>> TYPES = Set.of(
      BuildAuthorized.class, TestAuthorized.class, CutoverAuthorized.class, RetestRequested.class,
      RetryRequested.class, WithdrawalRequested.class, ServerWithdrawn.class,
      SourceProfiled.class, TestLaunched.class, CutoverLaunched.class, RollbackStarted.class, RolledBack.class, CutoverFinalized.class);

  private Facts() {}

  static VerdictState merge(VerdictState state, Object fact, ProfilePolicy policy) {
    return switch (fact) {
      case SourceProfiled e -> profiled(state, policy.kept(e));
      case BuildAuthorized e -> build(anew(state, e.getRound()).inRound(e.getRound()), e);
      case TestAuthorized e -> state.inRound(e.getRound());
      case CutoverAuthorized e -> state.inRound(e.getRound());
      case RetestRequested e -> state.inRound(e.getRound());
      case RetryRequested e -> retry(state.inRound(e.getRound()), e);
      case WithdrawalRequested e -> left(state, e.getRound());
      case ServerWithdrawn e -> left(state, e.getRound());
      case CutoverFinalized e -> left(state, e.getRound());
      case TestLaunched e -> launched(state.inRound(e.getRound()), new Instance(Purpose.TEST, e.getRound(),
          e.getAttempt(), e.getAccount(), e.getRegion(), e.getInstanceId(), e.getPrivateIp()));
      case CutoverLaunched e -> launched(state.inRound(e.getRound()), new Instance(Purpose.CUTOVER, e.getRound(),
          e.getAttempt(), e.getAccount(), e.getRegion(), e.getInstanceId(), e.getPrivateIp()));
      case RollbackStarted e -> rolledBack(state, e.getRound());
      case RolledBack e -> rolledBack(state, e.getRound());
      default -> state;
    };
  }

  /** Topics have no mutual order: a look may be known before the gate of its round is. */
  private static VerdictState profiled(VerdictState state, @Nullable SourceProfile seen) {
    var known = state.profile();
    return seen != null && seen.round() >= built(state) && (known == null || seen.isLaterThan(known))
        ? state.withProfile(seen) : state;
  }

  /** A build gate of a later round is opened for whoever was declared again after it had left. */
  private static VerdictState anew(VerdictState state, int round) {
    return state.left() && round > built(state) ? state.begunAnew() : state;
  }

  /** Of a round before the present build gate, it was said of another registration. */
  private static VerdictState left(VerdictState state, int round) {
    return round < built(state) ? state : state.withLeft();
  }

  private static int built(VerdictState state) {
    return state.build() == null ? 0 : state.build().round();
  }

  private static VerdictState build(VerdictState state, BuildAuthorized e) {
    var known = state.build();
    return known != null && known.round() >= e.getRound() ? state : state.withBuild(
        new Build(e.getRound(), e.getWaveId(), e.getTarget().getRoleArn(), e.getChecks()));
  }

  private static VerdictState retry(VerdictState state, RetryRequested e) {
    return Phase.FAILED.contains(state.phase()) && e.getOccurredAt().isAfter(state.since())
        ? state.withRetryAsked() : state;
  }

  private static VerdictState launched(VerdictState state, Instance instance) {
    var known = state.launched();
    var checked = state.checked();
    var news = (known == null || instance.isLaterThan(known)) && (checked == null || instance.isLaterThan(checked));
    return news && instance.round() == state.round() ? state.withLaunched(instance) : state;
  }

  /** A cutover instance that is being rolled back serves nobody and need not answer, however often its launch is said. */
  private static VerdictState rolledBack(VerdictState state, int round) {
    var known = state.launched();
    return known != null && known.purpose() == Purpose.CUTOVER && known.round() <= round
        ? state.withoutCheckOf(known) : state;
  }
}
