package dev.convoy.lab.run;

import dev.convoy.lab.run.Goal.EstateBy;
import dev.convoy.lab.run.Goal.Until;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GoalTest {

  @Test
  void brokenHostsGoWithInstallationsOnly() {
    assertThatThrownBy(() -> new Goal(Until.finalized, 1).check(20, true)).hasMessageContaining("CVY-9290");
    assertThatThrownBy(() -> new Goal(Until.installed, 21).check(20, true)).hasMessageContaining("CVY-9290");
    assertThatCode(() -> new Goal(Until.installed, 20).check(20, true)).doesNotThrowAnyException();
  }

  @Test
  void whatGoesBeyondAnInstallationIsRefusedWithIt() {
    assertThatThrownBy(() -> new Goal(Until.installed, 0).check(20, false)).hasMessageContaining("CVY-9290");
    assertThatCode(() -> Goal.ALL.check(20, false)).doesNotThrowAnyException();
  }

  @Test
  void anEstateIsPartOfTheFleetAndJudgedToTheEnd() {
    assertThatThrownBy(() -> new Goal(Until.finalized, 0, false, 21).check(20, true)).hasMessageContaining("CVY-9290");
    assertThatThrownBy(() -> new Goal(Until.finalized, 0, false, 20).check(20, false)).hasMessageContaining("CVY-9290");
    assertThatThrownBy(() -> new Goal(Until.installed, 0, false, 20).check(20, true)).hasMessageContaining("CVY-9290");
    assertThatCode(() -> new Goal(Until.finalized, 0, true, 20).check(20, true)).doesNotThrowAnyException();
    assertThatThrownBy(() -> new Goal(Until.installed, 0, false, 0, EstateBy.console, false, true).check(20, true))
        .hasMessageContaining("CVY-9290");
    assertThatThrownBy(() -> new Goal(Until.finalized, 0, false, 5, EstateBy.console, false, true).check(20, true))
        .hasMessageContaining("CVY-9290");
    assertThatCode(() -> new Goal(Until.finalized, 0, true, 0, EstateBy.console, false, true).check(20, false)).doesNotThrowAnyException();
  }

  @Test
  void whatIsObservedIsAWholeEstateAndItIsSetUpBeforeByWhateverMeans() {
    assertThatThrownBy(() -> new Goal(Until.finalized, 0, false, 0, EstateBy.cli, false, false).check(20, true))
        .hasMessageContaining("CVY-9290").hasMessageContaining("--estate");
    assertThatThrownBy(() -> new Goal(Until.finalized, 0, false, 10, EstateBy.console, true, false).check(20, true))
        .hasMessageContaining("CVY-9290");
    assertThatCode(() -> new Goal(Until.finalized, 0, false, 20, EstateBy.cli, true, false).check(20, true)).doesNotThrowAnyException();
  }
}
