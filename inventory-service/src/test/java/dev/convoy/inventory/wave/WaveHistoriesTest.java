package dev.convoy.inventory.wave;

import dev.convoy.kit.histories.Histories;
import dev.convoy.kit.histories.Pairs;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Random histories of a wave (R8), and every message in every phase (R7). */
class WaveHistoriesTest {

  @Test
  void noGateOpensWithoutItsPlan() {
    Histories.play("WavePlay", 60, WavePlay::new);
  }

  @Test
  void noMessageThrowsInAnyPhaseAndEveryTransitionIsTaken() {
    Pairs.totalOfGroup(WavePlay::new, List.of(WaveHeader.Phase.values()), List.of(WaveMessage.class), Set.of(
        "NEW -> PLANNED", "PLANNED -> STARTED", "STARTED -> PAUSED", "PAUSED -> STARTED", "STARTED -> COMPLETED",
        "PAUSED -> COMPLETED", "COMPLETED -> STARTED", "CommandRejected CVY-1202", "CommandRejected CVY-1203",
        "CommandRejected CVY-1204", "CommandRejected CVY-1205", "CommandRejected CVY-1209", "CommandRejected CVY-1214", "GateApproved", "WavePlanned",
        "WaveStarted", "WavePaused", "WaveResumed", "WaveRollbackRequested", "WaveProgressed", "WaveCompleted",
        "WaveDeadlinePassed", "OpenGate", "Hold", "Release", "Revoke", "RollBack", "Park", "TestsAccepted",
        "AcceptTest"));
  }
}
