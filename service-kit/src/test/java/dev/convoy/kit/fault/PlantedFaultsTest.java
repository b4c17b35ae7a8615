package dev.convoy.kit.fault;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PlantedFaultsTest {

  @TempDir
  private Path folder;
  private final List<String> happened = new ArrayList<>();

  private PlantedFaults planted(String rule) {
    return new PlantedFaults(List.of(FaultRule.parse(rule)), folder, (what, where) -> happened.add(where));
  }

  @Test
  void aRuleStrikesItsPointAndKindOnly() {
    var faults = planted("SENT StartTest HALT");
    faults.reached(FaultPoint.OBSERVED, "StartTest");
    faults.reached(FaultPoint.SENT, "StartCutover");
    assertThat(happened).isEmpty();
    faults.reached(FaultPoint.SENT, "StartTest");
    assertThat(happened).containsExactly("SENT of StartTest");
  }

  @Test
  void aRuleStrikesAsOftenAsItSaysOverAllProcesses() {
    for (int process = 0; process < 4; process++) {
      planted("SENT StartTest HALT times=3").reached(FaultPoint.SENT, "StartTest");
    }
    assertThat(happened).hasSize(3);
    assertThat(folder).isDirectoryContaining("glob:**/SENT.StartTest.3");
  }

  @Test
  void aRuleLetsTheFirstOccurrencesPass() {
    var faults = planted("SENT * ABANDON from=3");
    faults.reached(FaultPoint.SENT, "A");
    faults.reached(FaultPoint.SENT, "B");
    assertThat(happened).isEmpty();
    faults.reached(FaultPoint.SENT, "C");
    assertThat(happened).containsExactly("SENT of C");
  }

  @Test
  void whatIsNoRuleIsRefused() {
    assertThatThrownBy(() -> FaultRule.parse("SENT StartTest")).hasMessageContaining("CVY-9021");
    assertThatThrownBy(() -> FaultRule.parse("NOWHERE StartTest HALT")).hasMessageContaining("CVY-9021");
  }
}
