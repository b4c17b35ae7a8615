package dev.convoy.lab.fleetplan;

import dev.convoy.events.cmdb.ServerDeclared;
import dev.convoy.events.common.OsFamily;
import dev.convoy.lab.hosts.PlantedFault;
import dev.convoy.lab.hosts.SimulatedHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PlantedFailuresTest {
  private static final FleetRequest REQUEST = new FleetRequest(200, 40, 2, 1, 7, 0);

  @Test
  void theSameSeedPlantsTheSameAndAnotherPlantsOthers() {
    Map<String, PlantedFailure> failures = FleetPlan.of(REQUEST).failing(10, 7).failures();
    assertThat(failures).hasSize(10).isEqualTo(FleetPlan.of(REQUEST).failing(10, 7).failures())
        .isNotEqualTo(FleetPlan.of(REQUEST).failing(10, 8).failures());
  }

  @Test
  void everyKindIsPlantedOnceBeforeOneIsPlantedAgain() {
    Map<String, PlantedFailure> failures = FleetPlan.of(REQUEST).failing(PlantedFailure.values().length, 3).failures();
    assertThat(failures.values()).containsExactlyInAnyOrderElementsOf(EnumSet.allOf(PlantedFailure.class));
  }

  @Test
  void noActionFailsWhereNoneIsDeclared() {
    int all = PlantedFailure.values().length;
    assertThat(FleetPlan.of(REQUEST).failing(all, 3, false).failures().values()).doesNotContain(PlantedFailure.ACTION_FAILS);
    assertThat(FleetPlan.of(REQUEST).leaking(all, 3, false).failures().values()).doesNotContain(PlantedFailure.ACTION_FAILS);
  }

  @Test
  void thoseThatOnlyOneFamilyHasArePlantedOnItsHostsAndTheHostsHaveTheirFault() {
    FleetPlan plan = FleetPlan.of(REQUEST).failing(40, 5);
    Map<String, SimulatedHost> hosts = plan.hosts().stream()
        .collect(Collectors.toMap(SimulatedHost::serverId, Function.identity()));
    plan.failures().forEach((id, failure) -> {
      assertThat(hosts.get(id).fault()).isEqualTo(failure.hostFault());
      assertThat(failure.befalls(hosts.get(id).os())).as("%s on %s", failure, id).isTrue();
    });
    assertThat(hosts.values()).filteredOn(host -> host.fault() != PlantedFault.NONE)
        .allMatch(host -> plan.failures().containsKey(host.serverId()));
  }

  @Test
  void everyOtherOneStandsAloneAndNoApplicationHasTwo() {
    FleetPlan plan = FleetPlan.of(REQUEST).failing(10, 7);
    Map<String, ServerDeclared> declared = plan.declarations().stream()
        .collect(Collectors.toMap(ServerDeclared::getServerId, Function.identity()));
    Set<String> applications = new HashSet<>();
    long alone = plan.failures().keySet().stream().map(declared::get).filter(each -> each.getApplication() == null)
        .count();
    assertThat(alone).isEqualTo(5);
    assertThat(plan.failures().keySet()).allMatch(id -> applications.add(declared.get(id).getTags()
        .get("application")));
    assertThat(plan.cmfCsv().lines()).hasSize(201);
  }

  @Test
  void theGuideListsEachWithItsStageAndReason() throws IOException {
    String guide = Files.readString(Path.of("../docs/verifier.md"));
    for (PlantedFailure failure : PlantedFailure.values()) {
      assertThat(guide).contains("| " + failure.what() + only(failure) + " | `"
          + failure.stage()
          + "` | `" + failure.code() + "` |");
    }
  }

  private static String only(PlantedFailure failure) {
    return failure.befalls(OsFamily.LINUX) ? failure.befalls(OsFamily.WINDOWS) ? "" : " (Linux)" : " (Windows)";
  }

  @Test
  void brokenHostsAreOfEveryWayAlikeAndStandAlone() {
    FleetPlan plan = FleetPlan.of(REQUEST).broken(40, 7);
    assertThat(plan.failures()).hasSize(40).isEqualTo(FleetPlan.of(REQUEST).broken(40, 7).failures());
    for (BrokenHost way : BrokenHost.values()) {
      assertThat(plan.failures().values()).filteredOn(way.failure()::equals).as(way.label()).hasSize(4);
    }
    assertThat(plan.declarations()).filteredOn(each -> plan.failures().containsKey(each.getServerId()))
        .hasSize(40).allMatch(each -> each.getApplication() == null);
  }

  @Test
  void whereSecretsAreSearchedForAnInstallerFailsOnAHostOfEachFamily() {
    for (long seed = 1; seed <= 20; seed++) {
      FleetPlan plan = FleetPlan.of(new FleetRequest(20, 20, 1, 1, seed, 0)).leaking(PlantedFailure.values().length, seed, true);
      assertThat(plan.hosts()).filteredOn(host -> plan.failures().get(host.serverId()) == PlantedFailure.INSTALLER_FAILS)
          .extracting(SimulatedHost::os).contains(OsFamily.LINUX, OsFamily.WINDOWS);
      assertThat(plan.hosts()).filteredOn(host -> host.fault() == PlantedFault.INSTALLER_FAILS).hasSizeGreaterThan(1);
    }
  }

  @Test
  void noMoreArePlantedThanThereAreApplications() {
    FleetPlan small = FleetPlan.of(new FleetRequest(6, 0, 2, 1, 1, 0)).failing(100, 1);
    assertThat(small.failures()).hasSize(2);
  }

  @Test
  void somethingIsOddAboutOtherServersThanThoseThatFail() {
    FleetPlan plan = FleetPlan.of(REQUEST).failing(10, 7).adopted(3, 7);
    FleetPlan odd = plan.odd(EnumSet.allOf(PlantedOddity.class), 2, 7);
    assertThat(odd.oddities()).isEqualTo(plan.odd(EnumSet.allOf(PlantedOddity.class), 2, 7).oddities())
        .doesNotContainKeys(plan.failures().keySet().toArray(String[]::new));
    for (PlantedOddity oddity : PlantedOddity.values()) {
      assertThat(odd.oddities().values()).filteredOn(oddity::equals).as(oddity.what()).hasSize(2);
    }
    assertThat(odd.hosts()).filteredOn(host -> odd.oddities().containsKey(host.serverId()))
        .hasSize(2 * PlantedOddity.values().length)
        .allMatch(host -> host.fault() == odd.oddities().get(host.serverId()).hostFault());
    assertThat(odd.hosts()).filteredOn(host -> host.fault() == PlantedFault.INSTALLER_FAILS_LAST).hasSize(3);
    assertThat(odd.failures()).isEqualTo(plan.failures());
    assertThat(FleetPlan.of(new FleetRequest(1, 0, 1, 1, 1, 0)).odd(EnumSet.allOf(PlantedOddity.class), 1, 1).oddities())
        .as("as far as there are servers").hasSize(1);
  }

  @Test
  void hostsWhoseAgentIsToBeAdoptedAreAmongThoseThatAreToBeWell() {
    FleetPlan plan = FleetPlan.of(REQUEST).failing(10, 7).adopted(3, 7);
    List<String> adopted = plan.hosts().stream().filter(host -> host.fault() == PlantedFault.INSTALLER_FAILS_LAST)
        .map(SimulatedHost::serverId).toList();
    assertThat(adopted).hasSize(3).doesNotContainAnyElementsOf(plan.failures().keySet());
    assertThat(plan.hosts()).isEqualTo(FleetPlan.of(REQUEST).failing(10, 7).adopted(3, 7).hosts());
  }

  /** Otherwise a wrong reason with the right code would count. */
  @Test
  void each_way_of_being_broken_has_a_code_of_its_own() {
    assertThat(BrokenHost.values()).extracting(way -> way.failure().code()).doesNotHaveDuplicates();
  }
}
