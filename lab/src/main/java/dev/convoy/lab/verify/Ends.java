package dev.convoy.lab.verify;

import java.util.Map;
import java.util.Set;

/** Which events end an operation, so that the next of its kind may follow. */
final class Ends {
  private static final String STEP_FAILED = "LaunchStepFailed";
  private static final String ROLLED_BACK = "RolledBack";
  private static final Map<String, Set<String>> EVENTS = Map.of(
      "StartTest", Set.of("TestLaunched", "TestLaunchFailed"),
      "StartCutover", Set.of("CutoverLaunched", "CutoverLaunchFailed", ROLLED_BACK),
      "FinalizeCutover", Set.of("CutoverFinalized", STEP_FAILED),
      "MarkAsArchived", Set.of("ServerArchived", STEP_FAILED),
      "StartReplication", Set.of("ReplicationStarted", "ReplicationFailed", ROLLED_BACK),
      "CreateSnapshots", Set.of(STEP_FAILED, ROLLED_BACK),
      "TerminateTargetInstances", Set.of("TestEnded", "TargetDiscarded", STEP_FAILED, ROLLED_BACK),
      "install", Set.of("AgentInstalled", "AgentInstallFailed"),
      "quiesce", Set.of("SourceQuiesced", "SourceQuiesceFailed", ROLLED_BACK),
      "resume", Set.of("SourceResumed", "SourceResumeFailed"));

  private Ends() {}

  /** Events that end an operation of this kind; empty when its repeat does no harm. */
  static Set<String> of(String operation) {
    return EVENTS.getOrDefault(operation, Set.of());
  }
}
