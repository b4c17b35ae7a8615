package dev.convoy.inventory.wave;

import dev.convoy.events.common.Gate;
import org.jspecify.annotations.Nullable;

/** What a wave tells its servers; keyed by server id. */
public sealed interface WaveAnswer {

  /** Wave that tells it: a server that has gone elsewhere does not listen. */
  String waveId();

  /**
   * A gate is open for the server.
   *
   * @param moveGroup for CUTOVER, else null
   * @param keepSeconds for TEST, how long the instance of a passed test is kept; null = not at all
   */
  record OpenGate(String waveId, Gate gate, int round, @Nullable MoveGroup moveGroup, @Nullable Long keepSeconds)
      implements WaveAnswer {

    /** Of a gate that keeps no test instance. */
    public OpenGate(String waveId, Gate gate, int round, @Nullable MoveGroup moveGroup) {
      this(waveId, gate, round, moveGroup, null);
    }
  }

  /** The test instance that is kept is needed no longer. */
  record AcceptTest(String waveId, int round, String by, String reason) implements WaveAnswer {}

  /** Nothing goes forward. */
  record Hold(String waveId, String reason) implements WaveAnswer {}

  /** The hold is over. */
  record Release(String waveId, String reason) implements WaveAnswer {}

  /** The cutover that was authorized is so no longer. */
  record Revoke(String waveId, int round, String reason) implements WaveAnswer {}

  /** Back to the source. */
  record RollBack(String waveId, int round, String reason, String by) implements WaveAnswer {}

  /** Needs a person. */
  record Park(String waveId, String code, String evidence, String remedy) implements WaveAnswer {}
}
