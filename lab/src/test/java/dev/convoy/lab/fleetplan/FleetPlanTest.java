package dev.convoy.lab.fleetplan;

import dev.convoy.events.cmdb.ServerDeclared;
import dev.convoy.events.common.CheckKind;
import dev.convoy.events.common.OsFamily;
import dev.convoy.lab.hosts.HostKeys;
import dev.convoy.lab.hosts.PlantedFault;
import dev.convoy.lab.hosts.SimulatedHost;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FleetPlanTest {
  private static final FleetRequest REQUEST = new FleetRequest(100, 20, 3, 2, 7, 10_000);

  @Test
  void the_same_request_makes_the_same_fleet_and_another_seed_another() {
    FleetPlan first = FleetPlan.of(REQUEST);
    FleetPlan again = FleetPlan.of(REQUEST);
    assertThat(again.hosts()).isEqualTo(first.hosts());
    assertThat(again.declarations()).isEqualTo(first.declarations());
    assertThat(again.cmfCsv()).isEqualTo(first.cmfCsv());
    assertThat(FleetPlan.of(new FleetRequest(100, 20, 3, 2, 8, 10_000)).hosts()).isNotEqualTo(first.hosts());
  }

  @Test
  void servers_windows_share_waves_and_accounts_are_as_asked_for() {
    List<ServerDeclared> servers = FleetPlan.of(REQUEST).declarations();
    assertThat(servers).hasSize(100);
    assertThat(servers).filteredOn(server -> server.getOsFamily().equals("windows")).hasSize(20);
    assertThat(servers).extracting(ServerDeclared::getWave).containsOnly("wave-1", "wave-2", "wave-3");
    assertThat(servers).extracting(ServerDeclared::getAccount).containsOnly("111122223333", "222233334444");
    assertThat(FleetPlan.of(REQUEST).hosts()).extracting(SimulatedHost::address).doesNotHaveDuplicates();
    assertThat(FleetPlan.of(REQUEST).hosts()).extracting(SimulatedHost::serverId).doesNotHaveDuplicates()
        .contains("web-001", "app-001", "db-001");
  }

  @Test
  void an_application_has_three_to_six_servers_one_database_one_wave_and_one_account() {
    Map<String, List<ServerDeclared>> applications = FleetPlan.of(REQUEST).declarations().stream()
        .collect(Collectors.groupingBy(ServerDeclared::getApplication));
    assertThat(applications.values()).allSatisfy(members -> {
      assertThat(members).hasSizeBetween(3, 6);
      assertThat(members).filteredOn(member -> member.getTier().equals("database")).hasSize(1);
      assertThat(members.stream().map(member -> member.getWave() + member.getAccount()).distinct()).hasSize(1);
    });
  }

  @Test
  void every_wave_of_a_small_fleet_has_servers() {
    for (int servers = 1; servers <= 40; servers++) {
      for (int waves = 1; waves <= Math.min(servers, 5); waves++) {
        List<ServerDeclared> fleet = FleetPlan.of(new FleetRequest(servers, 100, waves, 1, 3, 0)).declarations();
        assertThat(fleet).hasSize(servers);
        assertThat(fleet.stream().map(ServerDeclared::getWave).distinct()).hasSize(waves);
      }
    }
  }

  @Test
  void a_linux_server_is_declared_with_its_host_key_and_its_checks() {
    ServerDeclared database = FleetPlan.of(new FleetRequest(3, 0, 1, 1, 7, 10_000)).declarations().getLast();
    assertThat(database.getServerId()).isEqualTo("db-001");
    assertThat(database.getHostKey()).isEqualTo(HostKeys.fingerprint(7, "127.40.0.3"));
    assertThat(database.getPort()).isEqualTo(12_222);
    assertThat(database.getChecks()).extracting(check -> check.getKind() + " " + check.getPort())
        .containsExactly(CheckKind.HTTP + " 28080", CheckKind.TCP + " 25432");
    assertThat(database.getTestSubnetIds()).containsExactly("subnet-0000000b00");
    assertThat(database.getEnvironment()).isEqualTo("lab-0");
  }

  @Test
  void the_intake_file_says_the_same_as_the_declarations() {
    List<String> lines = FleetPlan.of(REQUEST).cmfCsv().lines().toList();
    List<String> header = List.of(lines.getFirst().split(","));
    List<ServerDeclared> servers = FleetPlan.of(REQUEST).declarations();
    assertThat(lines).hasSize(101);
    for (int i = 0; i < servers.size(); i++) {
      String[] row = lines.get(i + 1).split(",", -1);
      assertThat(row).hasSize(header.size());
      assertThat(row[header.indexOf("server_id")]).isEqualTo(servers.get(i).getServerId());
      assertThat(row[header.indexOf("wave_name")]).isEqualTo(servers.get(i).getWave());
      assertThat(row[header.indexOf("app_name")]).isEqualTo(servers.get(i).getApplication());
      assertThat(row[header.indexOf("aws_accountid")]).isEqualTo(servers.get(i).getAccount());
      assertThat(row[header.indexOf("host_key")]).isEqualTo(
          servers.get(i).getHostKey() == null ? "" : servers.get(i).getHostKey());
    }
  }

  @Test
  void a_part_of_each_wave_and_family_cannot_download_an_installer_and_is_declared_in_a_site_of_its_own() {
    FleetPlan plan = FleetPlan.of(REQUEST).failing(10, 7).offline(7);
    assertThat(plan.offline()).isEqualTo(FleetPlan.of(REQUEST).failing(10, 7).offline(7).offline());
    List<ServerDeclared> there = plan.declarations().stream().filter(each -> plan.offline().containsKey(each.getServerId())).toList();
    assertThat(there).extracting(each -> each.getWave() + " " + each.getOsFamily()).contains("wave-1 linux", "wave-1 windows",
        "wave-2 linux", "wave-2 windows", "wave-3 linux", "wave-3 windows");
    assertThat(there).extracting(ServerDeclared::getSite).containsOnly(LabNetwork.OFFLINE_SITE);
    assertThat(plan.declarations()).filteredOn(each -> each.getSite() != null).hasSameSizeAs(there);
    assertThat(plan.offline()).hasSizeLessThan(30).doesNotContainKeys(plan.failures().keySet().toArray(new String[0]));
    assertThat(plan.cmfCsv().lines().filter(line -> line.endsWith("," + LabNetwork.OFFLINE_SITE))).hasSameSizeAs(there);
  }

  @Test
  void the_smallest_wave_has_one_of_each_family_that_cannot() {
    assertThat(FleetPlan.of(new FleetRequest(4, 20, 1, 1, 1, 0)).offline(1).offline().values())
        .containsExactlyInAnyOrder(OsFamily.LINUX, OsFamily.WINDOWS);
  }

  @Test
  void faults_are_planted_by_server_id() {
    FleetPlan plan = FleetPlan.of(REQUEST).withFaults(Map.of("web-001", PlantedFault.INSTALLER_FAILS));
    assertThat(plan.hosts()).filteredOn(host -> host.fault() != PlantedFault.NONE)
        .extracting(SimulatedHost::serverId).containsExactly("web-001");
  }
}
