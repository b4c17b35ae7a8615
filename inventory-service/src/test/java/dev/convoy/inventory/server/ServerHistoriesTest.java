package dev.convoy.inventory.server;

import dev.convoy.events.common.Stage;
import dev.convoy.inventory.command.ServerCommand;
import dev.convoy.inventory.command.WaveCommand;
import dev.convoy.inventory.declaration.DeclarationMessage;
import dev.convoy.inventory.wave.WaveAnswer;
import dev.convoy.kit.histories.Histories;
import dev.convoy.kit.histories.Pairs;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Random histories of a server in the inventory (R8), and every input at every stage (R7). */
class ServerHistoriesTest {

  @Test
  void noGateOpensTwiceNorOutOfTurn() {
    Histories.play("ServerPlay", 60, ServerPlay::new);
  }

  @Test
  void noInputThrowsAtAnyStage() {
    var inputs = new ArrayList<Class<?>>(ServerDecider.facts());
    inputs.addAll(
        List.of(DeclarationMessage.class, WaveAnswer.class, ServerCommand.class, WaveCommand.StartWave.class));
    Pairs.total(ServerPlay::new, List.of(Stage.values()), inputs, Set.of());
  }
}
