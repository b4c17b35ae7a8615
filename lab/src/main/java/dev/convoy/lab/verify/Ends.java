package dev.convoy.lab.verify;

import java.util.Map;
import java.util.Set;

/** Which events end an operation, so that the next of its kind may follow. */
final class Ends {
  private static final String STEP_FAILED = "LaunchStepFailed";
  private static final String ROLLED_BACK = "RolledBack";
  private static final Map<String, Set<String>> EVENTS = Map.ofEntries(
      Map.entry("StartTest", Set.of("TestLaunched", "TestLaunchFailed")),
      Map.entry("StartCutover", Set.of("CutoverLaunched", "CutoverLaunchFailed", ROLLED_BACK)),
      Map.entry("FinalizeCutover", Set.of("CutoverFinalized", STEP_FAILED)),
      Map.entry("MarkAsArchived", Set.of("ServerArchived", STEP_FAILED)),
      Map.entry("StartReplication", Set.of("ReplicationStarted", "ReplicationFailed", ROLLED_BACK)),
      Map.entry("CreateSnapshots", Set.of(STEP_FAILED, ROLLED_BACK)),
      Map.entry("TerminateTargetInstances", Set.of("TestEnded", "TargetDiscarded", STEP_FAILED, ROLLED_BACK)),
      Map.entry("install", Set.of("AgentInstalled", "AgentInstallFailed")),
      Map.entry("quiesce", Set.of("SourceQuiesced", "SourceQuiesceFailed", ROLLED_BACK)),
      Map.entry("copy", Set.of("PostLaunchScriptsCopied", "PostLaunchScriptsFailed")),
      Map.entry("remove", Set.of("AgentRemoved", "AgentRemovalFailed")),
      Map.entry("grant", Set.of("BreakGlassOpened", "BreakGlassFailed")),
      Map.entry("revoke", Set.of("BreakGlassClosed", "BreakGlassFailed")),
      Map.entry("resume", Set.of("SourceResumed", "SourceResumeFailed")),
      Map.entry("shutdown", Set.of("SourceShutDown", "SourceShutdownFailed", ROLLED_BACK)),
      Map.entry("power-on", Set.of("SourcePoweredOn", "SourcePowerOnFailed")));

  private Ends() {}

  /** Events that end an operation of this kind; empty when its repeat does no harm. */
  static Set<String> of(String operation) {
    return EVENTS.getOrDefault(operation, Set.of());
  }
}
