package dev.convoy.launch.server;

import dev.convoy.kit.histories.Histories;
import dev.convoy.kit.histories.Pairs;
import dev.convoy.launch.movegroup.MoveAnswer;
import dev.convoy.launch.slots.SlotGranted;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Random histories of a server in launch-service (R8). */
class LaunchHistoriesTest {

  @Test
  void theRulesHoldInRandomHistories() {
    Histories.play("LaunchPlay", 60, LaunchPlay::new);
  }

  @Test
  void theRulesHoldInRandomHistoriesOfAServerWithNames() {
    Histories.play("NamedLaunchPlay", 60, () -> new LaunchPlay(true));
  }

  /** R7. */
  @Test
  void noInputThrowsInAnyPhase() {
    Pairs.total(LaunchPlay::new, Phase.values(),
        Stream.<Class<?>>concat(LaunchFacts.TYPES.stream(), Stream.of(SlotGranted.class, MoveAnswer.class)).toList(),
        LaunchOutcome.class);
  }
}
