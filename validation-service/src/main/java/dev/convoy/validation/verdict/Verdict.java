package dev.convoy.validation.verdict;

import dev.convoy.events.common.CheckEvidence;
import dev.convoy.events.common.CheckKind;
import dev.convoy.events.common.VerdictLevel;
import dev.convoy.events.validation.CutoverVerificationFailed;
import dev.convoy.events.validation.CutoverVerified;
import dev.convoy.events.validation.TestFailed;
import dev.convoy.events.validation.TestPassed;
import dev.convoy.kit.core.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** The verdicts of this service. */
final class Verdict {

  private Verdict() {}

  static TestPassed testPassed(VerdictState state, Instance instance, Instant now) {
    return TestPassed.newBuilder()
        .setServerId(state.serverId()).setRound(instance.round()).setAttempt(state.run()).setOccurredAt(now)
        .setLevel(level(state)).setEvidence(state.evidence()).setInstanceId(instance.instanceId())
        .build();
  }

  static CutoverVerified verified(VerdictState state, Instance instance, Instant now) {
    return CutoverVerified.newBuilder()
        .setServerId(state.serverId()).setRound(instance.round()).setAttempt(state.run()).setOccurredAt(now)
        .setLevel(level(state)).setEvidence(state.evidence()).setInstanceId(instance.instanceId())
        .build();
  }

  static TestFailed testFailed(VerdictState state, Instance instance, Duration within, Instant now) {
    var failure = failure(state.evidence(), within);
    return TestFailed.newBuilder()
        .setServerId(state.serverId()).setRound(instance.round()).setAttempt(state.run()).setOccurredAt(now)
        .setLevel(level(state)).setEvidence(state.evidence()).setInstanceId(instance.instanceId())
        .setCode(failure.code()).setMessage(failure.message()).setRemedy(failure.remedy()).setFinal$(true)
        .build();
  }

  static CutoverVerificationFailed verificationFailed(
      VerdictState state, Instance instance, Duration within, Instant now) {
    var failure = failure(state.evidence(), within);
    return CutoverVerificationFailed.newBuilder()
        .setServerId(state.serverId()).setRound(instance.round()).setAttempt(state.run()).setOccurredAt(now)
        .setLevel(level(state)).setEvidence(state.evidence()).setInstanceId(instance.instanceId())
        .setCode(failure.code()).setMessage(failure.message()).setRemedy(failure.remedy()).setFinal$(true)
        .build();
  }

  private static VerdictLevel level(VerdictState state) {
    var build = state.build();
    return build == null || build.checks().isEmpty() ? VerdictLevel.INSTANCE : VerdictLevel.SERVICE;
  }

  /** The code says which kind of check failed first, because the later ones rest on it. */
  static Failure failure(List<CheckEvidence> evidence, Duration within) {
    var failed = evidence.stream().filter(Evidence::isInTheWay).toList();
    if (failed.isEmpty()) {
      return new Failure("CVY-5104", "the instance could not be checked within " + within,
          "see whether the service reaches EC2 in the account, then retry", true);
    }
    var kind = failed.getFirst().getKind();
    var message = "not passed within " + within + ": "
        + failed.stream().map(e -> e.getTarget() + " " + e.getDetail()).collect(Collectors.joining("; "));
    return new Failure(code(kind), message, remedy(kind), true);
  }

  private static String code(CheckKind kind) {
    return switch (kind) {
      case EC2_STATUS -> "CVY-5101";
      case TCP -> "CVY-5102";
      case HTTP -> "CVY-5103";
      case PROFILE -> "CVY-5106";
      case UNKNOWN -> "CVY-5105";
    };
  }

  private static String remedy(CheckKind kind) {
    return switch (kind) {
      case EC2_STATUS -> "look at the console output and screenshot of the instance for boot and network errors";
      case TCP -> "see whether the service listens on the instance and its security groups let this service in";
      case HTTP -> "see the log of the application on the instance; it may miss what it depends on";
      case PROFILE -> "see why the instance does not listen where its source did: a service that did not start, an address that"
          + " it binds to, a security group; or take the port out of convoy.validation.profile";
      case UNKNOWN -> "correct the declared check, then authorize the server anew";
    };
  }
}
