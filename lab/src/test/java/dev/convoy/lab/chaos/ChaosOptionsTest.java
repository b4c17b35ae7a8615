package dev.convoy.lab.chaos;

import dev.convoy.lab.run.LabFailure;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ChaosOptionsTest {

  @Test
  void theWordsOfAPersonNameTheKinds() {
    assertThat(ChaosOptions.of(List.of("kill", "aws"), 20, false, 0).kinds())
        .containsExactlyInAnyOrder(ChaosKind.KILL, ChaosKind.AWS);
  }

  @Test
  void aWordThatIsNotKnownIsAnsweredWithThoseThatAre() {
    assertThatThrownBy(() -> ChaosOptions.of(List.of("fire"), 20, false, 0)).isInstanceOf(LabFailure.class)
        .hasMessageContaining("fire").hasMessageContaining("kill,stop,broker,registry,aws");
  }

  @Test
  void aMeanOfNothingIsRefused() {
    assertThatThrownBy(() -> ChaosOptions.of(List.of("kill"), 0, false, 0)).isInstanceOf(LabFailure.class)
        .hasMessageContaining("--chaos-every 0");
  }

  @Test
  void aKindRestsAfterItsLimitAndNeverWithoutOne() {
    assertThat(ChaosOptions.of(List.of("kill"), 20, false, 3).spent(2)).isFalse();
    assertThat(ChaosOptions.of(List.of("kill"), 20, false, 3).spent(3)).isTrue();
    assertThat(ChaosOptions.of(List.of("kill"), 20, false, 0).spent(1_000)).isFalse();
  }

  @Test
  void aLimitBelowNothingIsRefused() {
    assertThatThrownBy(() -> ChaosOptions.of(List.of("kill"), 20, false, -1)).isInstanceOf(LabFailure.class)
        .hasMessageContaining("[CVY-9285]").hasMessageContaining("--chaos-limit -1");
  }
}
