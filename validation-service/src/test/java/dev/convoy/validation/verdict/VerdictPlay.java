package dev.convoy.validation.verdict;

import dev.convoy.events.common.CheckKind;
import dev.convoy.events.common.CheckResult;
import dev.convoy.events.inventory.ServerWithdrawn;
import dev.convoy.events.inventory.WithdrawalRequested;
import dev.convoy.events.launch.CutoverLaunched;
import dev.convoy.events.launch.RollbackStarted;
import dev.convoy.events.launch.RolledBack;
import dev.convoy.events.validation.CutoverVerified;
import dev.convoy.events.validation.TestPassed;
import dev.convoy.kit.core.Decision;
import dev.convoy.kit.core.Input;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.kit.histories.DeciderPlay;
import dev.convoy.validation.profile.SourceProfile;
import dev.convoy.validation.verdict.ValidationOperation.RunChecks;
import dev.convoy.validation.verdict.ValidationOutcome.ChecksPassed;
import dev.convoy.validation.verdict.ValidationOutcome.ChecksProgressed;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** What can happen to a server in validation-service. */
final class VerdictPlay extends DeciderPlay<VerdictState, ValidationOperation, ValidationOutcome> {

  private final Set<Integer> judged = new HashSet<>();
  private int rolledBack;
  private int cutOver;
  private boolean withdrawn;

  private static final VerdictDecider DECIDER = new VerdictDecider(Launches.POLICY);

  VerdictPlay() {
    super(DECIDER, Launches.SERVER);
  }

  @Override
  protected List<Object> messages(int round) {
    int latest = Math.max(1, state().round());
    return List.of(made(() -> build()), made(() -> test(round, 1)), made(() -> test(round, 2)), made(() -> cutover(round)),
        made(() -> Launches.retry(now())), made(() -> Launches.retest(round)), made(() -> Launches.testAuthorized(round)),
        made(() -> Launches.cutoverAuthorized(round)), made(() -> Launches.rollback(round)), made(() -> Launches.rolledBack(round)),
        state().build() == null ? made(this::build) : made(Launches::finalized),
        made(() -> Launches.profiled(round, now().getNano() % 3 + round, 443)), made(() -> Launches.profiled(latest, 9, 80, 443)),
        made(() -> Launches.profiled(round, 5)),
        made(() -> Launches.withdrawal(latest)), made(() -> Launches.withdrawn(latest)));
  }

  @Override
  protected List<Object> likely() {
    int round = Math.max(1, state().round());
    return switch (state().phase()) {
      case IDLE -> List.of(made(() -> build()), made(() -> test(round, 1)));
      case ENDED -> List.of(made(() -> build()), made(() -> test(round, 1)));
      case TEST_PASSED -> List.of(made(() -> cutover(round)), made(() -> test(round, 2)), made(() -> Launches.retest(round + 1)));
      case VERIFYING, VERIFIED -> List.of(made(() -> Launches.rollback(round)), made(() -> Launches.rolledBack(round)),
          made(() -> Launches.retest(round + 1)));
      default -> List.of(made(() -> Launches.retry(now())), made(() -> test(round, 2)), made(() -> cutover(round)));
    };
  }

  /** Whoever was withdrawn is authorized again in a later round only, others are not. */
  private Object build() {
    return Launches.build(withdrawn ? Math.max(1, state().round()) + 1 : 1, Launches.http());
  }

  /** The launch service tests nothing in a round that is cut over. */
  private Object test(int round, int attempt) {
    return Launches.test(Math.max(round, Math.max(cutOver, rolledBack) + 1), attempt);
  }

  /** The launch service launches nothing in a round that it rolls back. */
  private Object cutover(int round) {
    return Launches.cutover(Math.max(round, rolledBack + 1));
  }

  @Override
  protected List<ValidationOutcome> outcomes(ValidationOperation operation, OutcomeHeader header) {
    return everyOutcome(header);
  }

  @Override
  protected List<ValidationOutcome> everyOutcome(OutcomeHeader header) {
    var evidence = Launches.evidence();
    var warned = List.of(evidence.getFirst(), Launches.evidence(CheckKind.PROFILE, CheckResult.WARNING));
    return List.of(new ChecksProgressed(header, evidence), new ChecksProgressed(header, warned),
        new ChecksPassed(header, evidence.subList(0, 1)), new ChecksPassed(header, warned));
  }

  @Override
  protected boolean hasEnded(VerdictState of) {
    return of.phase() == Phase.ENDED;
  }

  @Override
  protected Enum<?> phase(VerdictState of) {
    return of.phase();
  }

  @Override
  protected void check(VerdictState before, Input<ValidationOutcome> input, Decision<VerdictState> decision) {
    var after = decision.state();
    withdrawn |= input instanceof Input.Message<ValidationOutcome>(var said)
        && (said instanceof WithdrawalRequested || said instanceof ServerWithdrawn);
    if (input instanceof Input.Message<ValidationOutcome>(CutoverLaunched e)) {
      cutOver = Math.max(cutOver, e.getRound());
    }
    if (input instanceof Input.Message<ValidationOutcome>(RollbackStarted e)) {
      rolledBack = Math.max(rolledBack, e.getRound());
    }
    if (input instanceof Input.Message<ValidationOutcome>(RolledBack e)) {
      rolledBack = Math.max(rolledBack, e.getRound());
    }
    for (var event : decision.events()) {
      assertThat(judged.add((Integer) event.get(2))).as("one verdict for each run: %s", event).isTrue();
      if (event instanceof TestPassed || event instanceof CutoverVerified) {
        assertThat(before.checked()).as("instance of %s", event).isEqualTo(after.checked()).isNotNull();
      }
    }
    if (after.profile() instanceof SourceProfile known && before.profile() instanceof SourceProfile last) {
      assertThat(last.isLaterThan(known)).as("the newest look counts, not %s", known).isFalse();
    }
    decider().wanted(after).forEach(operation -> {
      var compared = ((RunChecks) operation).comparison();
      assertThat(compared == null ? 0 : compared.ports().size()).isLessThanOrEqualTo(Launches.PROFILE.mostPorts());
      assertThat(operation.header().round()).isEqualTo(after.round());
      assertThat(after.launched()).as("the latest instance is checked").isEqualTo(after.checked());
    });
  }

  @Override
  protected Set<String> mayBeLeft() {
    return Set.of("RunChecks"); // looks only
  }
}
