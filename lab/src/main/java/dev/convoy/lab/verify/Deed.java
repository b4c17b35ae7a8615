package dev.convoy.lab.verify;

import java.time.Instant;
import java.util.Set;

/** Something that was done in the world: a line of one of the two ledgers. */
sealed interface Deed permits AwsCall, HostWork {
  /** Steps that bring a server further on its way; the others look, clean up or restore. */
  Set<String> FORWARD = Set.of(
      "install", "quiesce", "StartReplication", "StartTest", "StartCutover", "FinalizeCutover");
  /** Steps of the cutover. */
  Set<String> OF_THE_CUTOVER = Set.of("quiesce", "StartCutover");
  /** Steps that clean up or restore what we did. */
  Set<String> RESTORING = Set.of("resume", "remove", "revoke", "power-on", "StopInstances", "CreateSnapshots", "TerminateInstances",
      "TerminateTargetInstances", "ChangeServerLifeCycleState", "StopReplication", "DisconnectFromService", "MarkAsArchived");
  /** Looks at a host. */
  Set<String> READING = Set.of("check", "status");

  Instant wall();

  /** {@code StartTest}, {@code quiesce}. */
  String operation();

  default boolean forward() {
    return FORWARD.contains(operation());
  }

  /** True when it changed something, or may have. */
  boolean changed();
}
