package dev.convoy.schemas;

import dev.convoy.events.agent.AgentInstallFailed;
import dev.convoy.events.agent.AgentInstalled;
import dev.convoy.events.agent.AgentRemovalFailed;
import dev.convoy.events.agent.AgentRemoved;
import dev.convoy.events.agent.BreakGlassClosed;
import dev.convoy.events.agent.BreakGlassFailed;
import dev.convoy.events.agent.BreakGlassOpened;
import dev.convoy.events.agent.InstallerPushProgressed;
import dev.convoy.events.agent.PostLaunchScriptsCopied;
import dev.convoy.events.agent.PostLaunchScriptsFailed;
import dev.convoy.events.agent.PrerequisitesFailed;
import dev.convoy.events.agent.PrerequisitesPassed;
import dev.convoy.events.agent.SourcePowerOnFailed;
import dev.convoy.events.agent.SourcePoweredOn;
import dev.convoy.events.agent.SourceProfiled;
import dev.convoy.events.agent.SourceQuiesceFailed;
import dev.convoy.events.agent.SourceQuiesced;
import dev.convoy.events.agent.SourceResumeFailed;
import dev.convoy.events.agent.SourceResumed;
import dev.convoy.events.agent.SourceShutDown;
import dev.convoy.events.agent.SourceShutdownFailed;
import dev.convoy.events.agent.SourceWoke;
import dev.convoy.events.inventory.BreakGlassRequested;
import dev.convoy.events.inventory.BuildAuthorized;
import dev.convoy.events.inventory.CutoverAuthorized;
import dev.convoy.events.inventory.CutoverRevoked;
import dev.convoy.events.inventory.FinalizeAuthorized;
import dev.convoy.events.inventory.ImageRequested;
import dev.convoy.events.inventory.ReinstallRequested;
import dev.convoy.events.inventory.RetestRequested;
import dev.convoy.events.inventory.RetryRequested;
import dev.convoy.events.inventory.RollbackRequested;
import dev.convoy.events.inventory.ServerBound;
import dev.convoy.events.inventory.ServerChanged;
import dev.convoy.events.inventory.ServerDecided;
import dev.convoy.events.inventory.ServerHeld;
import dev.convoy.events.inventory.ServerParked;
import dev.convoy.events.inventory.ServerRegistered;
import dev.convoy.events.inventory.ServerRejected;
import dev.convoy.events.inventory.ServerResumed;
import dev.convoy.events.inventory.ServerWithdrawn;
import dev.convoy.events.inventory.SnapshotsWaived;
import dev.convoy.events.inventory.TestAccepted;
import dev.convoy.events.inventory.TestAuthorized;
import dev.convoy.events.inventory.TestEndRequested;
import dev.convoy.events.inventory.TestWaived;
import dev.convoy.events.inventory.WithdrawalRequested;
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
import dev.convoy.events.launch.TargetDiscarded;
import dev.convoy.events.launch.TestEnded;
import dev.convoy.events.launch.TestKept;
import dev.convoy.events.launch.TestLaunchFailed;
import dev.convoy.events.launch.TestLaunched;
import dev.convoy.events.launch.TestOutdated;
import dev.convoy.events.replication.AccountPreparationFailed;
import dev.convoy.events.replication.AccountPrepared;
import dev.convoy.events.replication.LaunchChecked;
import dev.convoy.events.replication.ReplicationDrainFailed;
import dev.convoy.events.replication.ReplicationDrained;
import dev.convoy.events.replication.ReplicationFailed;
import dev.convoy.events.replication.ReplicationHealthy;
import dev.convoy.events.replication.ReplicationProgressed;
import dev.convoy.events.replication.ReplicationStarted;
import dev.convoy.events.replication.ReplicationUnhealthy;
import dev.convoy.events.validation.CutoverVerificationFailed;
import dev.convoy.events.validation.CutoverVerified;
import dev.convoy.events.validation.TestFailed;
import dev.convoy.events.validation.TestPassed;
import dev.convoy.events.wave.CommandRejected;
import dev.convoy.events.wave.GateApproved;
import dev.convoy.events.wave.TestsAccepted;
import dev.convoy.events.wave.WaveCompleted;
import dev.convoy.events.wave.WaveDeadlinePassed;
import dev.convoy.events.wave.WavePaused;
import dev.convoy.events.wave.WavePlanned;
import dev.convoy.events.wave.WaveProgressed;
import dev.convoy.events.wave.WaveResumed;
import dev.convoy.events.wave.WaveRollbackRequested;
import dev.convoy.events.wave.WaveStarted;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** The event types by the topic that carries them; a test holds this against the schema files. */
final class EventTypes {
  static final List<Class<? extends SpecificRecord>> AGENT = List.of(
      AgentInstallFailed.class,
      AgentInstalled.class,
      AgentRemovalFailed.class,
      AgentRemoved.class,
      BreakGlassClosed.class,
      BreakGlassFailed.class,
      BreakGlassOpened.class,
      InstallerPushProgressed.class,
      PostLaunchScriptsCopied.class,
      PostLaunchScriptsFailed.class,
      PrerequisitesFailed.class,
      PrerequisitesPassed.class,
      SourcePowerOnFailed.class,
      SourcePoweredOn.class,
      SourceProfiled.class,
      SourceQuiesceFailed.class,
      SourceQuiesced.class,
      SourceResumeFailed.class,
      SourceResumed.class,
      SourceShutDown.class,
      SourceShutdownFailed.class,
      SourceWoke.class);

  static final List<Class<? extends SpecificRecord>> INVENTORY = List.of(
      BreakGlassRequested.class,
      BuildAuthorized.class,
      CutoverAuthorized.class,
      CutoverRevoked.class,
      FinalizeAuthorized.class,
      ImageRequested.class,
      ReinstallRequested.class,
      RetestRequested.class,
      RetryRequested.class,
      RollbackRequested.class,
      ServerBound.class,
      ServerChanged.class,
      ServerDecided.class,
      ServerHeld.class,
      ServerParked.class,
      ServerRegistered.class,
      ServerRejected.class,
      ServerResumed.class,
      ServerWithdrawn.class,
      TestAccepted.class,
      TestEndRequested.class,
      SnapshotsWaived.class,
      TestAuthorized.class,
      TestWaived.class,
      WithdrawalRequested.class);

  static final List<Class<? extends SpecificRecord>> LAUNCH = List.of(
      CutoverDone.class,
      CutoverFinalized.class,
      CutoverLaunchFailed.class,
      CutoverLaunched.class,
      CutoverSlotReserved.class,
      DnsPrepared.class,
      DnsSwitched.class,
      ImageCreated.class,
      ImageFailed.class,
      LaunchStepFailed.class,
      QuiesceAuthorized.class,
      RollbackStarted.class,
      RolledBack.class,
      ServerArchived.class,
      TargetDiscarded.class,
      TestEnded.class,
      TestKept.class,
      TestLaunchFailed.class,
      TestLaunched.class,
      TestOutdated.class);

  static final List<Class<? extends SpecificRecord>> REPLICATION = List.of(
      AccountPreparationFailed.class,
      AccountPrepared.class,
      LaunchChecked.class,
      ReplicationDrainFailed.class,
      ReplicationDrained.class,
      ReplicationFailed.class,
      ReplicationHealthy.class,
      ReplicationProgressed.class,
      ReplicationStarted.class,
      ReplicationUnhealthy.class);

  static final List<Class<? extends SpecificRecord>> VALIDATION = List.of(
      CutoverVerificationFailed.class,
      CutoverVerified.class,
      TestFailed.class,
      TestPassed.class);

  static final List<Class<? extends SpecificRecord>> WAVE = List.of(
      CommandRejected.class,
      GateApproved.class,
      TestsAccepted.class,
      WaveCompleted.class,
      WaveDeadlinePassed.class,
      WavePaused.class,
      WavePlanned.class,
      WaveProgressed.class,
      WaveResumed.class,
      WaveRollbackRequested.class,
      WaveStarted.class);

  private EventTypes() {}
}
