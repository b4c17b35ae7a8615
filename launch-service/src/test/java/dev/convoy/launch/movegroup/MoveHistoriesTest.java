package dev.convoy.launch.movegroup;

import dev.convoy.events.common.GroupPolicy;
import dev.convoy.events.common.Tier;
import dev.convoy.kit.histories.Histories;
import dev.convoy.kit.histories.Pairs;
import dev.convoy.kit.histories.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Random histories of a move group (R8). */
class MoveHistoriesTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void aGroupWhoseLastMemberComesBackAsksForSlotsAtOnce() {
    var play = new MovePlay();
    for (var server : List.of("web", "app", "db")) {
      play.apply(given(join(server, 1)));
    }
    play.apply(given(new MoveMessage.RollbackAsked("web", 1, 1, "users complain", 1)));
    for (var server : List.of("web", "app", "db")) {
      play.apply(given(join(server, 2)));
    }
    assertThat(play.header().phase()).isEqualTo(MoveGroup.Phase.RESERVING);
  }

  private static Step given(Record message) {
    return Step.given(NOON, message);
  }

  private static Record join(String server, int attempt) {
    return new MoveMessage.JoinMoveGroup(server, 1, attempt, Tier.WEB, "111122223333/eu-central-1", "wave-1", 3,
        GroupPolicy.HOLD, NOON.plus(Duration.ofHours(8)), NOON.plus(Duration.ofHours(9)), false);
  }

  /** R7. */
  @Test
  void noMessageThrowsInAnyPhaseAndEveryTransitionIsTaken() {
    Pairs.totalOfGroup(MovePlay::new, List.of(MoveGroup.Phase.values()), List.of(MoveMessage.class), Set.of(
        "GATHERING -> RESERVING", "GATHERING -> ROLLING_BACK", "RESERVING -> GATHERING", "RESERVING -> QUIESCING",
        "RESERVING -> ROLLING_BACK", "QUIESCING -> LAUNCHING", "QUIESCING -> ROLLING_BACK", "LAUNCHING -> MOVED",
        "LAUNCHING -> ROLLING_BACK", "LAUNCHING -> WITHHELD", "QUIESCING -> WITHHELD", "WITHHELD -> MOVED", "WITHHELD -> ROLLING_BACK", "RollbackWithheld", "MOVED -> GATHERING", "MOVED -> ROLLING_BACK", "ROLLING_BACK -> GATHERING",
        "ROLLING_BACK -> RESERVING", "RequestSlots", "ReleaseSlots", "SlotsReserved", "QuiesceNow", "LaunchNow",
        "VerificationAccepted", "RollBackNow", "MoveRefused"));
  }

  @Test
  void noTierIsTakenOutOfTurn() {
    Histories.play("MovePlay", 50, MovePlay::new);
  }
}
