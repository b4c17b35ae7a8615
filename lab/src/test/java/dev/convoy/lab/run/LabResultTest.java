package dev.convoy.lab.run;

import dev.convoy.lab.verify.Finding;
import dev.convoy.lab.verify.Verdict;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LabResultTest {
  @Test
  void theLastLineHasItsFixedForm() {
    LabResult result = new LabResult(20, new Verdict(20, 20, 0, 0, 0, List.of()), Set.of(), Set.of(), 1, 31);
    assertThat(result.line())
        .isEqualTo("MIGRATED servers=20 done=20 parked=0 lost=0 duplicated=0 forbidden=0 seed=1 seconds=31");
    assertThat(result.good()).isTrue();
  }

  @Test
  void aServerThatWasMadeToFailCountsWhenItIsParkedAndNoOther() {
    Verdict verdict = new Verdict(20, 19, 1, 0, 0, List.of());
    assertThat(new LabResult(20, verdict, Set.of("web-007"), Set.of("web-007"), 1, 31).good()).isTrue();
    assertThat(new LabResult(20, verdict, Set.of("web-007"), Set.of(), 1, 31).good()).isFalse();
  }

  @Test
  void aMissingServerOrAFindingIsNotGood() {
    assertThat(new LabResult(20, new Verdict(19, 19, 0, 0, 0, List.of()), Set.of(), Set.of(), 1, 31).good()).isFalse();
    Finding finding = new Finding(Finding.Kind.DUPLICATED, "web-001", "StartTest", "twice", List.of());
    assertThat(new LabResult(20, new Verdict(20, 20, 0, 0, 0, List.of(finding)), Set.of(), Set.of(), 1, 31).good())
        .isFalse();
    assertThat(new LabResult(0, new Verdict(0, 0, 0, 0, 0, List.of()), Set.of(), Set.of(), 1, 31).good()).isFalse();
  }
}
