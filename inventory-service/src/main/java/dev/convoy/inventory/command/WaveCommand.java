package dev.convoy.inventory.command;

import dev.convoy.events.common.Gate;

/** A command about a wave. */
public sealed interface WaveCommand extends Command {

  /** Sets the whole plan. */
  record PlanWave(String id, String target, String by, WavePlan plan) implements WaveCommand {}

  /** Opens the first gate. */
  record StartWave(String id, String target, String by) implements WaveCommand {}

  /** Nothing goes forward, except what is in an outage. */
  record PauseWave(String id, String target, String by, String reason) implements WaveCommand {}

  /** Ends a pause. */
  record ResumeWave(String id, String target, String by) implements WaveCommand {}

  /** Lets a gate open that waits for an approval. */
  record ApproveGate(String id, String target, String by, Gate gate) implements WaveCommand {}

  /**
   * Takes back the cutover of every application that is not in its outage yet; the gate waits for an approval from then
   * on. What is in an outage is let finish: to end that one, roll back.
   */
  record RevokeCutover(String id, String target, String by, String reason) implements WaveCommand {}

  /** Every server that is not finalized back to its source. */
  record RollBackWave(String id, String target, String by, String reason) implements WaveCommand {}
}
