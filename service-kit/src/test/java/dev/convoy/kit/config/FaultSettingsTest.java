package dev.convoy.kit.config;

import dev.convoy.kit.fault.FaultPoints;
import dev.convoy.kit.fault.PlantedFaults;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FaultSettingsTest {

  @TempDir
  private Path folder;

  @Test
  void withoutRulesThereAreNoFaultPoints() {
    assertThat(new FaultSettings(false, List.of(), null).points()).isSameAs(FaultPoints.NONE);
  }

  @Test
  void aServiceOutsideOfTheLabRefusesFaultPoints() {
    assertThatThrownBy(() -> new FaultSettings(false, List.of("SENT * HALT"), folder).points())
        .isInstanceOf(IllegalStateException.class).hasMessageContaining("CVY-9020");
  }

  @Test
  void theLabMayPlantThem() {
    assertThat(new FaultSettings(true, List.of("SENT * HALT"), folder).points()).isInstanceOf(PlantedFaults.class);
  }
}
