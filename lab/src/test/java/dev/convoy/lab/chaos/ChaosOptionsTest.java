package dev.convoy.lab.chaos;

import dev.convoy.lab.run.LabFailure;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ChaosOptionsTest {

  @Test
  void theWordsOfAPersonNameTheKinds() {
    assertThat(ChaosOptions.of(List.of("kill", "aws"), 20).kinds())
        .containsExactlyInAnyOrder(ChaosKind.KILL, ChaosKind.AWS);
  }

  @Test
  void aWordThatIsNotKnownIsAnsweredWithThoseThatAre() {
    assertThatThrownBy(() -> ChaosOptions.of(List.of("fire"), 20)).isInstanceOf(LabFailure.class)
        .hasMessageContaining("fire").hasMessageContaining("kill,stop,broker,registry,aws");
  }

  @Test
  void aMeanOfNothingIsRefused() {
    assertThatThrownBy(() -> ChaosOptions.of(List.of("kill"), 0)).isInstanceOf(LabFailure.class)
        .hasMessageContaining("--chaos-every 0");
  }
}
