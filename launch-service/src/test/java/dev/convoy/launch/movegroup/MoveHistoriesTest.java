package dev.convoy.launch.movegroup;

import dev.convoy.events.common.GroupPolicy;
import dev.convoy.events.common.Tier;
import dev.convoy.kit.histories.Histories;
import dev.convoy.kit.histories.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
    play.apply(given(new MoveMessage.RollbackAsked("web", 1, 1, "users complain")));
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
        GroupPolicy.HOLD, NOON.plus(Duration.ofHours(8)), NOON.plus(Duration.ofHours(9)));
  }

  @Test
  void noTierIsTakenOutOfTurn() {
    Histories.play("MovePlay", 50, MovePlay::new);
  }
}
