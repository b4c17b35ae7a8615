package dev.convoy.launch.server;

import dev.convoy.events.launch.CutoverDone;
import dev.convoy.events.launch.CutoverFinalized;
import dev.convoy.events.launch.CutoverLaunchFailed;
import dev.convoy.events.launch.CutoverLaunched;
import dev.convoy.events.launch.CutoverSlotReserved;
import dev.convoy.events.launch.DnsPrepared;
import dev.convoy.events.launch.DnsSwitched;
import dev.convoy.events.launch.ImageCreated;
import dev.convoy.events.launch.ImageFailed;
import dev.convoy.events.launch.LaunchStepFailed;
import dev.convoy.events.launch.QuiesceAuthorized;
import dev.convoy.events.launch.RollbackStarted;
import dev.convoy.events.launch.RolledBack;
import dev.convoy.events.launch.ServerArchived;
import dev.convoy.events.launch.TestEnded;
import dev.convoy.events.launch.TestKept;
import dev.convoy.events.launch.TestLaunchFailed;
import dev.convoy.events.launch.TestLaunched;
import dev.convoy.events.launch.TestOutdated;
import dev.convoy.kit.core.Failure;
import dev.convoy.launch.server.LaunchOutcome.ImageSeen;
import dev.convoy.launch.server.LaunchOutcome.InstanceLaunched;
import dev.convoy.launch.server.LaunchOutcome.StepFailed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** The events of this service, filled from the state. */
final class LaunchEvents {

  static final String START_TEST = "StartTest";
  static final String START_CUTOVER = "StartCutover";
  static final String JOIN = "JoinMoveGroup";
  static final String SNAPSHOT = "SnapshotTarget";
  /** Step that ends for good when a server is kept from going back; inventory-service takes its request as over. */
  static final String ROLL_BACK = "RollBack";
  /** How often the group was asked to go back. */
  static final String ASK_BACK = "AskBack";
  /** Whether the test of the round was given up: it is not begun again in it. */
  static final String ABANDON = "AbandonTest";

  private LaunchEvents() {}

  static SpecificRecord testLaunched(LaunchState s, InstanceLaunched outcome, Instant now) {
    var at = Parameters.account(s);
    return TestLaunched.newBuilder().setServerId(s.serverId()).setRound(s.round())
        .setAttempt(s.effort().attempt(START_TEST)).setOccurredAt(now).setAccount(at.account()).setRegion(at.region())
        .setJobId(outcome.jobId()).setInstanceId(outcome.instanceId()).setPrivateIp(outcome.privateIp())
        .setSubnetId(outcome.subnetId()).setSecurityGroupIds(outcome.securityGroupIds())
        .setFailedActions(outcome.failedActions()).build();
  }

  static SpecificRecord testLaunchFailed(LaunchState s, Failure failure, boolean last, Instant now) {
    return TestLaunchFailed.newBuilder().setServerId(s.serverId()).setRound(s.round())
        .setAttempt(s.effort().attempt(START_TEST)).setOccurredAt(now).setCode(failure.code())
        .setMessage(failure.message()).setRemedy(failure.remedy()).setFinal$(last).build();
  }

  static SpecificRecord testKept(LaunchState s, Instant until, Instant now) {
    var at = Parameters.account(s);
    var kept = Objects.requireNonNull(s.launches().test(), "test instance");
    return TestKept.newBuilder().setServerId(s.serverId()).setRound(s.round())
        .setAttempt(s.effort().attempt(START_TEST)).setOccurredAt(now).setAccount(at.account()).setRegion(at.region())
        .setInstanceId(kept.instanceId()).setPrivateIp(kept.privateIp()).setEndsBy(until).build();
  }

  static SpecificRecord testEnded(LaunchState s, Instant now) {
    return TestEnded.newBuilder().setServerId(s.serverId()).setRound(s.round())
        .setAttempt(s.effort().attempt(START_TEST)).setOccurredAt(now).setInstanceId(Parameters.testInstance(s)).build();
  }

  static SpecificRecord testOutdated(LaunchState s, String reason, Instant now) {
    return TestOutdated.newBuilder().setServerId(s.serverId()).setRound(s.round())
        .setAttempt(s.effort().attempt(START_TEST)).setOccurredAt(now).setReason(reason).build();
  }

  static SpecificRecord slotReserved(LaunchState s, Instant now) {
    var gate = Parameters.gate(s);
    return CutoverSlotReserved.newBuilder().setServerId(s.serverId()).setRound(s.round())
        .setAttempt(s.effort().attempt(JOIN)).setOccurredAt(now).setMoveGroup(gate.getMoveGroup())
        .setBackOutBy(gate.getBackOutBy()).build();
  }

  static SpecificRecord quiesceAuthorized(LaunchState s, Instant now) {
    var gate = Parameters.gate(s);
    return QuiesceAuthorized.newBuilder().setServerId(s.serverId()).setRound(s.round())
        .setAttempt(s.effort().attempt(JOIN)).setOccurredAt(now).setMoveGroup(gate.getMoveGroup())
        .setBackOutBy(gate.getBackOutBy()).build();
  }

  static SpecificRecord cutoverLaunched(LaunchState s, InstanceLaunched outcome, Instant now) {
    var at = Parameters.account(s);
    return CutoverLaunched.newBuilder().setServerId(s.serverId()).setRound(s.round())
        .setAttempt(s.effort().attempt(START_CUTOVER)).setOccurredAt(now).setAccount(at.account())
        .setRegion(at.region()).setJobId(outcome.jobId()).setInstanceId(outcome.instanceId())
        .setPrivateIp(outcome.privateIp()).setSubnetId(outcome.subnetId())
        .setSecurityGroupIds(outcome.securityGroupIds()).setFailedActions(outcome.failedActions()).build();
  }

  static SpecificRecord cutoverLaunchFailed(LaunchState s, Failure failure, boolean last, Instant now) {
    return CutoverLaunchFailed.newBuilder().setServerId(s.serverId()).setRound(s.round())
        .setAttempt(s.effort().attempt(START_CUTOVER)).setOccurredAt(now).setCode(failure.code())
        .setMessage(failure.message()).setRemedy(failure.remedy()).setFinal$(last).build();
  }

  /** Of a server without names, none are switched. */
  static SpecificRecord dnsSwitched(LaunchState s, Instant now) {
    var names = s.gates().build() == null || s.gates().build().target().getDns() == null ? null : s.names();
    return DnsSwitched.newBuilder().setServerId(s.serverId()).setRound(s.round())
        .setAttempt(s.effort().attempt(START_CUTOVER)).setOccurredAt(now)
        .setNames(names == null ? List.of() : names.list())
        .setForgottenAt(names == null ? null : names.forgottenAt(names.since())).build();
  }

  static SpecificRecord namesPrepared(LaunchState s, Names names, Instant forgotten, boolean awaited, Instant now) {
    return DnsPrepared.newBuilder().setServerId(s.serverId()).setRound(s.round()).setAttempt(names.attempt()).setOccurredAt(now)
        .setNames(names.list()).setFormerTtlSeconds(names.formerTtl().toSeconds()).setForgottenAt(forgotten).setAwaited(awaited).build();
  }

  static SpecificRecord namesFailed(LaunchState s, Names names, StepFailed outcome, boolean last, Instant now) {
    var failure = outcome.failure();
    return LaunchStepFailed.newBuilder().setServerId(s.serverId()).setRound(s.calledRound()).setAttempt(names.attempt())
        .setOccurredAt(now).setStep(outcome.header().kind()).setCode(failure.code()).setMessage(failure.message())
        .setRemedy(failure.remedy()).setFinal$(last).build();
  }

  static SpecificRecord cutoverDone(LaunchState s, Instant now) {
    var at = Parameters.account(s);
    var target = Parameters.cutoverInstance(s);
    var quiesced = s.source().quiesced();
    var downtime = quiesced == null ? Duration.ZERO : Duration.between(quiesced.at(), now);
    return CutoverDone.newBuilder().setServerId(s.serverId()).setRound(s.round())
        .setAttempt(s.effort().attempt(START_CUTOVER)).setOccurredAt(now).setAccount(at.account())
        .setRegion(at.region()).setInstanceId(target.instanceId()).setPrivateIp(target.privateIp())
        .setSourceServerId(Parameters.sourceServerId(s)).setDowntimeSeconds(downtime.toSeconds()).build();
  }

  static SpecificRecord finalized(LaunchState s, Instant now) {
    return CutoverFinalized.newBuilder().setServerId(s.serverId()).setRound(s.round())
        .setAttempt(s.effort().attempt("FinalizeCutover")).setOccurredAt(now)
        .setSourceServerId(Parameters.sourceServerId(s)).build();
  }

  static SpecificRecord archived(LaunchState s, Instant now) {
    return ServerArchived.newBuilder().setServerId(s.serverId()).setRound(s.round())
        .setAttempt(s.effort().attempt("ArchiveServer")).setOccurredAt(now)
        .setSourceServerId(Parameters.sourceServerId(s)).build();
  }

  /**
   * The source was told to quiesce, so it has to be resumed, whether or not the quiesce has ended.
   *
   * @param unsaved why volumes that users wrote to are not snapshotted yet; null = they are, or there are none
   */
  static SpecificRecord rollbackStarted(LaunchState s, @Nullable Failure unsaved, Instant now) {
    return RollbackStarted.newBuilder().setServerId(s.serverId()).setRound(s.round())
        .setAttempt(s.effort().attempt(JOIN)).setOccurredAt(now).setMoveGroup(Parameters.gate(s).getMoveGroup())
        .setSourceQuiesced(true).setSnapshotIds(s.launches().snapshots())
        .setUnsaved(unsaved == null ? null : unsaved.code() + " " + unsaved.message()).build();
  }

  static SpecificRecord rolledBack(LaunchState s, Instant now) {
    var group = s.membership();
    var decided = group == null ? null : group.rollback();
    return RolledBack.newBuilder().setServerId(s.serverId()).setRound(s.round())
        .setAttempt(s.effort().attempt(JOIN)).setOccurredAt(now)
        .setReason(decided == null ? s.gates().rollbackReason() : decided)
        .setSnapshotIds(s.launches().snapshots()).build();
  }

  static SpecificRecord stepFailed(LaunchState s, String step, Failure failure, boolean last, Instant now) {
    return LaunchStepFailed.newBuilder().setServerId(s.serverId()).setRound(s.calledRound())
        .setAttempt(s.effort().attempt(step)).setOccurredAt(now).setStep(step).setCode(failure.code())
        .setMessage(failure.message()).setRemedy(failure.remedy()).setFinal$(last).build();
  }

  static SpecificRecord imageCreated(LaunchState s, Images.Making of, ImageSeen image, Instant now) {
    return ImageCreated.newBuilder().setServerId(s.serverId()).setRound(of.request().round())
        .setAttempt(of.request().number()).setOccurredAt(now).setAccount(of.account().account())
        .setRegion(of.account().region()).setImageId(image.imageId()).setImageName(image.name())
        .setSnapshotIds(image.snapshotIds()).setInstanceId(of.instanceId()).setOfTest(of.ofTest())
        .setEncrypted(image.encrypted()).setRequestedBy(of.request().by()).build();
  }

  /** @param of what was under way for the request; null = nothing was begun */
  static SpecificRecord imageFailed(
      LaunchState s, Images.Request request, Images.@Nullable Making of, Failure failure, Instant now) {
    return ImageFailed.newBuilder().setServerId(s.serverId()).setRound(request.round()).setAttempt(request.number())
        .setOccurredAt(now).setInstanceId(of == null ? null : of.instanceId()).setImageId(of == null ? null : of.imageId())
        .setCode(failure.code()).setMessage(failure.message()).setRemedy(failure.remedy()).setRequestedBy(request.by()).build();
  }
}
