package dev.convoy.agent.server;

import dev.convoy.agent.server.AgentOutcome.Installed;
import dev.convoy.agent.server.AgentOutcome.Pushed;
import dev.convoy.agent.server.AgentOutcome.Removed;
import dev.convoy.agent.server.AgentOutcome.RunbookDone;
import dev.convoy.agent.server.AgentOutcome.ScriptsCopied;
import dev.convoy.agent.server.AgentOutcome.SourceFacts;
import dev.convoy.events.agent.AgentInstallFailed;
import dev.convoy.events.agent.AgentInstalled;
import dev.convoy.events.agent.AgentRemovalFailed;
import dev.convoy.events.agent.AgentRemoved;
import dev.convoy.events.agent.InstallerPushProgressed;
import dev.convoy.events.agent.PostLaunchScriptsCopied;
import dev.convoy.events.agent.PostLaunchScriptsFailed;
import dev.convoy.events.agent.PrerequisitesFailed;
import dev.convoy.events.agent.PrerequisitesPassed;
import dev.convoy.events.agent.SourceProfiled;
import dev.convoy.events.agent.SourceQuiesceFailed;
import dev.convoy.events.agent.SourceQuiesced;
import dev.convoy.events.agent.SourceResumeFailed;
import dev.convoy.events.agent.SourceResumed;
import dev.convoy.events.common.FailedCheck;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.OutcomeHeader;
import java.time.Instant;
import java.util.List;

/** The events of agent-service, from its state. */
final class AgentEvents {

  private AgentEvents() {}

  static PrerequisitesPassed passed(AgentServer s, List<FailedCheck> warnings, Instant now) {
    return PrerequisitesPassed.newBuilder().setServerId(s.serverId()).setRound(s.round()).setAttempt(s.attempt())
        .setOccurredAt(now).setWarnings(warnings).build();
  }

  static SourceProfiled profiled(AgentServer s, SourceFacts facts, Instant now) {
    return profile(s, facts, now).build();
  }

  static SourceProfiled profiledAgain(AgentServer s, SourceFacts facts, List<String> changes, Instant now) {
    return profile(s, facts, now).setBeforeQuiesce(true).setChanges(changes).build();
  }

  private static SourceProfiled.Builder profile(AgentServer s, SourceFacts facts, Instant now) {
    var profile = SourceProfiled.newBuilder().setServerId(s.serverId()).setRound(s.round()).setAttempt(s.attempt())
        .setOccurredAt(now).setHostname(facts.hostname()).setOs(facts.os()).setKernel(facts.kernel())
        .setMounts(facts.mounts()).setListeningPorts(facts.ports()).setServices(facts.services());
    var detail = facts.detail();
    return detail == null ? profile : profile.setDisks(detail.disks()).setEnabledServices(detail.enabled())
        .setAddresses(detail.addresses()).setTimeZone(detail.timeZone()).setPackages(detail.packages());
  }

  static PrerequisitesFailed notPassed(
      AgentServer s, List<FailedCheck> failures, Failure failure, boolean last, Instant now) {
    return PrerequisitesFailed.newBuilder().setServerId(s.serverId()).setRound(s.round()).setAttempt(s.attempt())
        .setOccurredAt(now).setFailures(failures).setCode(failure.code()).setMessage(failure.message())
        .setRemedy(failure.remedy()).setFinal$(last).build();
  }

  /** Nothing is broken: a person is asked. */
  static PrerequisitesFailed undecided(AgentServer s, List<FailedCheck> found, Failure failure, Instant now) {
    return PrerequisitesFailed.newBuilder(notPassed(s, found, failure, true, now)).setNeedsDecision(true).build();
  }

  /** Nothing is broken: a person is asked. */
  static SourceQuiesceFailed undecided(AgentServer s, Failure failure, Instant now) {
    return SourceQuiesceFailed.newBuilder(notQuiesced(s, failure, true, now)).setNeedsDecision(true).build();
  }

  static AgentInstalled installed(AgentServer s, Installed installed, Instant now) {
    var account = s.account();
    return AgentInstalled.newBuilder().setServerId(s.serverId()).setRound(s.round()).setAttempt(s.attempt())
        .setOccurredAt(now).setAccount(account.account()).setRegion(account.region())
        .setSourceServerId(installed.sourceServerId()).setAdopted(installed.adopted()).build();
  }

  static InstallerPushProgressed pushed(OutcomeHeader of, Pushed pushed, Instant now) {
    return InstallerPushProgressed.newBuilder().setServerId(of.serverId()).setRound(of.round()).setAttempt(of.attempt())
        .setOccurredAt(now).setArrivedBytes(pushed.arrivedBytes()).setTotalBytes(pushed.totalBytes()).build();
  }

  static AgentInstallFailed notInstalled(AgentServer s, Failure failure, boolean last, Instant now) {
    return AgentInstallFailed.newBuilder().setServerId(s.serverId()).setRound(s.round()).setAttempt(s.attempt())
        .setOccurredAt(now).setCode(failure.code()).setMessage(failure.message()).setRemedy(failure.remedy())
        .setFinal$(last).build();
  }

  static PostLaunchScriptsCopied copied(AgentServer s, ScriptsCopied copied, Instant now) {
    return PostLaunchScriptsCopied.newBuilder().setServerId(s.serverId()).setRound(s.round()).setAttempt(s.attempt())
        .setOccurredAt(now).setScripts(copied.scripts()).setEvidence(copied.evidence()).build();
  }

  static PostLaunchScriptsFailed notCopied(AgentServer s, Failure failure, boolean last, Instant now) {
    return PostLaunchScriptsFailed.newBuilder().setServerId(s.serverId()).setRound(s.round()).setAttempt(s.attempt())
        .setOccurredAt(now).setCode(failure.code()).setMessage(failure.message()).setRemedy(failure.remedy())
        .setFinal$(last).build();
  }

  static AgentRemoved removed(AgentServer s, int attempt, Removed removed, Instant now) {
    return AgentRemoved.newBuilder().setServerId(s.serverId()).setRound(s.round()).setAttempt(attempt).setOccurredAt(now)
        .setSourceServerId(s.sourceServerId()).setEvidence(removed.evidence()).build();
  }

  static AgentRemovalFailed notRemoved(AgentServer s, int attempt, Failure failure, boolean last, Instant now) {
    return AgentRemovalFailed.newBuilder().setServerId(s.serverId()).setRound(s.round()).setAttempt(attempt)
        .setOccurredAt(now).setCode(failure.code()).setMessage(failure.message()).setRemedy(failure.remedy())
        .setFinal$(last).build();
  }

  static SourceQuiesced quiesced(AgentServer s, RunbookDone done, Instant now) {
    return SourceQuiesced.newBuilder().setServerId(s.serverId()).setRound(s.round()).setAttempt(s.attempt())
        .setOccurredAt(now).setQuiescedAt(done.header().observedAt()).setRunbook(done.runbook())
        .setEvidence(done.evidence()).build();
  }

  static SourceQuiesceFailed notQuiesced(AgentServer s, Failure failure, boolean last, Instant now) {
    return SourceQuiesceFailed.newBuilder().setServerId(s.serverId()).setRound(s.round()).setAttempt(s.attempt())
        .setOccurredAt(now).setCode(failure.code()).setMessage(failure.message()).setRemedy(failure.remedy())
        .setFinal$(last).build();
  }

  static SourceResumed resumed(AgentServer s, RunbookDone done, Instant now) {
    return SourceResumed.newBuilder().setServerId(s.serverId()).setRound(s.round()).setAttempt(s.attempt())
        .setOccurredAt(now).setRunbook(done.runbook()).setEvidence(done.evidence()).build();
  }

  static SourceResumeFailed notResumed(AgentServer s, Failure failure, boolean last, Instant now) {
    return SourceResumeFailed.newBuilder().setServerId(s.serverId()).setRound(s.calledRound()).setAttempt(s.attempt())
        .setOccurredAt(now).setCode(failure.code()).setMessage(failure.message()).setRemedy(failure.remedy())
        .setFinal$(last).build();
  }
}
