package dev.convoy.lab.run;

import dev.convoy.lab.fleetplan.PlannedPark;
import dev.convoy.lab.fleetplan.PlantedFailure;
import dev.convoy.lab.fleetplan.PlantedOddity;
import dev.convoy.lab.verify.Examined;
import dev.convoy.lab.verify.Finding;
import dev.convoy.lab.verify.ParkedServer;
import dev.convoy.lab.verify.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LabResultTest {
  private static final Map<String, PlantedFailure> PLANTED = Map.of("web-007", PlantedFailure.SUDO_REFUSED);
  private static final Examined NOTHING = new Examined(0, 0, 0, 0, 0, 0, 0, 0);
  private static final ParkedServer AS_PLANTED = parked("web-007", "BUILD_AUTHORIZED", "CVY-2103");

  @Test
  void theLastLineHasItsFixedForm() {
    LabResult result = result(verdict(20, List.of()), Map.of());
    assertThat(result.line())
        .isEqualTo("MIGRATED servers=20 done=20 parked=0 lost=0 duplicated=0 forbidden=0 seed=1 seconds=31");
    assertThat(result.good()).isTrue();
  }

  @Test
  void aServerThatWasMadeToFailCountsWhenItIsParkedAsPlanted() {
    LabResult result = result(verdict(19, List.of(AS_PLANTED)), PLANTED);
    assertThat(result.good()).isTrue();
    assertThat(result.line()).contains(" done=19 parked=1 ");
  }

  @Test
  void anUnplannedParkIsNamedWithItsReason() {
    LabResult result = result(verdict(19, List.of(AS_PLANTED)), Map.of());
    assertThat(result.good()).isFalse();
    assertThat(result.unexpected()).singleElement().asString()
        .startsWith("[CVY-9260] web-007: parked at BUILD_AUTHORIZED with [CVY-2103]");
  }

  @Test
  void aPlantedServerThatEndedDoneIsNamed() {
    LabResult result = result(verdict(20, List.of()), PLANTED);
    assertThat(result.good()).isFalse();
    assertThat(result.unexpected()).singleElement().asString()
        .isEqualTo("[CVY-9261] web-007: sudo is refused, so it should be parked at BUILD_AUTHORIZED with [CVY-2103], "
            + "but it is not parked; look at it with ./convoy server show");
  }

  @Test
  void aPlantedServerThatIsParkedAtAnotherStageOrForAnotherReasonIsNamed() {
    for (ParkedServer other : List.of(parked("web-007", "AGENT_INSTALLED", "CVY-2103"),
        parked("web-007", "BUILD_AUTHORIZED", "CVY-2101"))) {
      LabResult result = result(verdict(19, List.of(other)), PLANTED);
      assertThat(result.good()).isFalse();
      assertThat(result.unexpected()).singleElement().asString().contains("but it is parked at " + other.stage());
    }
  }

  @Test
  void aServerWhoseSourceWakesIsToBeParkedOnceItsTargetServes() {
    Map<String, PlannedPark> woken = Map.of("web-007", PlantedOddity.WAKES.park().orElseThrow());
    LabResult seen = new LabResult(20, verdict(19, List.of(parked("web-007", "CUTOVER_DONE", "CVY-1305"))), woken, 0, 1, 31);
    assertThat(seen.good()).isTrue();
    assertThat(new LabResult(20, verdict(20, List.of()), woken, 0, 1, 31).unexpected()).singleElement().asString()
        .startsWith("[CVY-9261] web-007: its source wakes after it was shut down");
    assertThat(PlantedOddity.WAKES_AND_IS_SHUT_DOWN.park()).isEmpty();
  }

  @Test
  void aMissingServerOrAFindingIsNotGood() {
    assertThat(result(verdict(19, List.of()), Map.of()).good()).isFalse();
    Finding finding = new Finding(Finding.Kind.DUPLICATED, "once", "web-001", "StartTest", "web-001:StartTest:1:1",
        "twice", List.of());
    assertThat(result(new Verdict(20, 20, 0, 0, List.of(), NOTHING, List.of(finding)), Map.of()).good()).isFalse();
    assertThat(new LabResult(0, new Verdict(0, 0, 0, 0, List.of(), NOTHING, List.of()), Map.of(), 0, 1, 31).good())
        .isFalse();
  }

  private static LabResult result(Verdict verdict, Map<String, PlantedFailure> planted) {
    return new LabResult(20, verdict, planted, 0, 1, 31);
  }

  private static Verdict verdict(int done, List<ParkedServer> parked) {
    return new Verdict(done + parked.size(), done, 0, 0, parked, NOTHING, List.of());
  }

  private static ParkedServer parked(String id, String stage, String code) {
    return new ParkedServer(id, stage, code, "seen", "to do", false);
  }
}
