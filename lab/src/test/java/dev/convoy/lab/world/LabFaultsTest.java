package dev.convoy.lab.world;

import dev.convoy.lab.chaos.ChaosOptions;
import dev.convoy.lab.drill.Drill;
import dev.convoy.lab.fleetplan.PlantedOddity;
import dev.convoy.lab.run.Goal;
import dev.convoy.lab.run.LabOptions;
import dev.convoy.lab.run.LabOptions.Faults;
import dev.convoy.lab.run.LabPorts;
import dev.convoy.lab.versions.Versions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class LabFaultsTest {
  private static final Goal SHUTDOWN = new Goal(Goal.Until.finalized, 0, true);

  private final Versions other;

  LabFaultsTest(@TempDir Path build) throws IOException {
    Files.createFile(build.resolve("lab-0.1.0.jar"));
    other = new Versions(Optional.empty(), Optional.of(build));
  }

  @Test
  void everythingIsOddWhereSourcesAreShutDownAndOnlyPortsWhereTheyAreNot() {
    assertThat(LabFaults.oddities(options(Faults.light, SHUTDOWN, 0, Set.of(), Versions.none())))
        .containsExactlyInAnyOrder(PlantedOddity.values());
    assertThat(LabFaults.oddities(options(Faults.heavy, Goal.ALL, 0, Set.of(), Versions.none())))
        .containsExactly(PlantedOddity.PORT_UNSERVED);
  }

  @Test
  void nothingIsOddWhereNobodyFailsOrPeopleInterfereOrAnotherBuildTakesPart() {
    assertThat(LabFaults.oddities(options(Faults.none, SHUTDOWN, 0, Set.of(), Versions.none()))).isEmpty();
    assertThat(LabFaults.oddities(options(Faults.storm, SHUTDOWN, 0, Set.of(), Versions.none()))).isEmpty();
    assertThat(LabFaults.oddities(options(Faults.light, SHUTDOWN, 0, Set.of(Drill.pause), Versions.none()))).isEmpty();
    assertThat(LabFaults.oddities(options(Faults.light, SHUTDOWN, 0, Set.of(), other))).isEmpty();
    assertThat(LabFaults.oddities(options(Faults.light, SHUTDOWN, 0, Set.of(),
        new Versions(Optional.of(Path.of("recording")), Optional.empty())))).isNotEmpty();
  }

  @Test
  void thatNothingIsOddIsToldWhereItWasToBeExpected() {
    assertThat(LabFaults.whyNothingOdd(options(Faults.light, SHUTDOWN, 0, Set.of(Drill.pause), Versions.none())))
        .hasValueSatisfying(why -> assertThat(why).contains("--drill"));
    assertThat(LabFaults.whyNothingOdd(options(Faults.heavy, SHUTDOWN, 0, Set.of(), other)))
        .hasValueSatisfying(why -> assertThat(why).contains("--upgrade"));
    assertThat(LabFaults.whyNothingOdd(options(Faults.light, SHUTDOWN, 0, Set.of(), Versions.none(), Optional.of(Path.of("x.csv")))))
        .hasValueSatisfying(why -> assertThat(why).contains("--intake"));
    assertThat(LabFaults.whyNothingOdd(options(Faults.none, SHUTDOWN, 0, Set.of(Drill.pause), Versions.none()))).isEmpty();
    assertThat(LabFaults.whyNothingOdd(options(Faults.light, SHUTDOWN, 0, Set.of(), Versions.none()))).isEmpty();
  }

  @Test
  void aPortThatIsNotAskedForAtTheTargetIsNotOdd() {
    assertThat(LabFaults.oddities(options(Faults.light, Goal.ALL, 14_677, Set.of(), Versions.none()))).isNotEmpty();
    assertThat(LabFaults.oddities(options(Faults.light, Goal.ALL, 14_678, Set.of(), Versions.none()))).isEmpty();
  }

  @Test
  void aHeavyPlanHasTwiceAsManyOfEachAndEveryPlanOne() {
    assertThat(LabFaults.ofEachOddity(options(Faults.light, SHUTDOWN, 0, Set.of(), Versions.none()))).isEqualTo(3);
    assertThat(LabFaults.ofEachOddity(options(Faults.heavy, SHUTDOWN, 0, Set.of(), Versions.none()))).isEqualTo(6);
  }

  @Test
  void withCrashPointsAsManySourcesWakeAsAreToCrashButAtMostOneInSix() {
    assertThat(LabFaults.ofEachOddity(crashing(120, 5))).isEqualTo(5);
    assertThat(LabFaults.ofEachOddity(crashing(120, 100))).isEqualTo(20);
    assertThat(LabFaults.ofEachOddity(crashing(4, 5))).isEqualTo(1);
    assertThat(LabFaults.oddities(crashing(120, 5))).containsExactly(PlantedOddity.WAKES_AND_IS_SHUT_DOWN);
  }

  private static LabOptions crashing(int servers, int times) {
    return new LabOptions(servers, 20, 2, 1, Optional.empty(), 1, Faults.none, 60, true, false, 1, ChaosOptions.of(List.of(), 20, false, 0),
        times, new LabPorts(0), Optional.empty(), Set.of(), 0, false, Versions.none(), SHUTDOWN);
  }

  private static LabOptions options(Faults faults, Goal goal, int offset, Set<Drill> drills, Versions versions) {
    return options(faults, goal, offset, drills, versions, Optional.empty());
  }

  private static LabOptions options(
      Faults faults, Goal goal, int offset, Set<Drill> drills, Versions versions, Optional<Path> intake) {
    return new LabOptions(120, 20, 2, 1, intake, 1, faults, 60, true, versions.otherClassPath().isPresent(), 1, ChaosOptions.of(List.of(), 20, false, 0), 0,
        new LabPorts(offset), Optional.empty(), drills, 0, false, versions, goal);
  }
}
