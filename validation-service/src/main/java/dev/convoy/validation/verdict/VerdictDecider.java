package dev.convoy.validation.verdict;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.core.Decider;
import dev.convoy.kit.core.Decision;
import dev.convoy.kit.core.Emitter;
import dev.convoy.kit.core.Input;
import dev.convoy.kit.core.Lifecycle;
import dev.convoy.kit.core.OperationHeader;
import dev.convoy.validation.verdict.ValidationOperation.RunChecks;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides which instance of a server is checked, and judges it. Looking is nothing that a hold forbids. */
public final class VerdictDecider implements Decider<VerdictState, ValidationOperation, ValidationOutcome> {

  private final ValidationPolicy policy;
  private final Lifecycle<Phase, VerdictState, ValidationOutcome> lifecycle;

  public VerdictDecider(ValidationPolicy policy) {
    this.policy = policy;
    this.lifecycle = VerdictLifecycle.of(policy);
  }

  /** The transition table, for its diagram and its coverage. */
  public Lifecycle<Phase, VerdictState, ValidationOutcome> lifecycle() {
    return lifecycle;
  }

  @Override
  public VerdictState initial(String serverId) {
    return VerdictState.initial(serverId);
  }

  @Override
  public Decision<VerdictState> decide(VerdictState state, Input<ValidationOutcome> input, Instant now) {
    return switch (input) {
      case Input.Message<ValidationOutcome>(var fact) ->
          lifecycle.run(Facts.merge(state, fact, policy.profile()), null, new Emitter(), now);
      case Input.Reported<ValidationOutcome>(var outcome) -> lifecycle.run(state, outcome, new Emitter(), now);
      case Input.Tick<ValidationOutcome> tick -> lifecycle.run(state, null, new Emitter(), now);
    };
  }

  @Override
  public List<ValidationOperation> wanted(VerdictState state) {
    var build = state.build();
    var instance = state.checked();
    if (build == null || instance == null || !Phase.CHECKING.contains(state.phase())) {
      return List.of();
    }
    var header = new OperationHeader(state.serverId(), RunChecks.class.getSimpleName(), instance.round(), state.run(),
        state.serverId(), true, state.since(), build.waveId());
    var account = new AccountKey(instance.account(), instance.region(), build.roleArn());
    return List.of(new RunChecks(header, account, instance.purpose(), instance.instanceId(), instance.privateIp(),
        build.checks(), policy.profile().comparison(state.profile())));
  }

  @Override
  public @Nullable Instant wakeAt(VerdictState state) {
    return switch (state.phase()) {
      case TESTING -> state.since().plus(policy.testWithin());
      case VERIFYING -> state.since().plus(policy.cutoverWithin());
      case IDLE, TEST_PASSED, TEST_FAILED, VERIFIED, VERIFICATION_FAILED, ENDED -> null;
    };
  }
}
