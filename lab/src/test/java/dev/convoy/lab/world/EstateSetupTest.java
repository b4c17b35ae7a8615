package dev.convoy.lab.world;

import dev.convoy.lab.aws.AwsSimulator;
import dev.convoy.lab.aws.AwsSimulatorSettings;
import dev.convoy.lab.estate.FoundAt;
import dev.convoy.lab.estate.Founded;
import dev.convoy.lab.estate.KnownBy;
import dev.convoy.lab.fleetplan.FleetPlan;
import dev.convoy.lab.fleetplan.FleetRequest;
import dev.convoy.lab.fleetplan.LabNetwork;
import dev.convoy.lab.hosts.FleetSettings;
import dev.convoy.lab.hosts.SourceFleet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class EstateSetupTest {
  private static final double SPEED = 2_000;

  @TempDir private Path folder;

  @Test
  void twoServersStandAtEachStageAndNobodyOfOursDidIt() throws Exception {
    var plan = FleetPlan.of(new FleetRequest(12, 0, 1, 2, 1, freeOffset()));
    var accounts = List.of(LabNetwork.account(0), LabNetwork.account(1));
    var secrets = LabSecrets.of(folder, false);
    try (var aws = AwsSimulator.start(AwsSimulatorSettings.defaults().withPort(0).withSpeed(SPEED).withAccounts(accounts));
        var fleet = SourceFleet.start(FleetSettings.of(1, SPEED, aws.endpoint(), secrets.authorizedKey(),
            Files.readString(secrets.windowsPassword())), plan.hosts())) {
      var declared = plan.declarations().subList(0, 10);
      var found = new EstateSetup(aws, fleet, SPEED).found(declared);
      assertThat(found).hasSize(10);
      Map<FoundAt, Integer> counts = new EnumMap<>(FoundAt.class);
      found.values().forEach(each -> counts.merge(each.stage(), 1, Integer::sum));
      assertThat(counts).hasSize(FoundAt.values().length).containsValue(2).doesNotContainValue(1);
      assertThat(found.values()).allSatisfy(each -> assertThat(each.jobId().isPresent()).isEqualTo(each.stage().tested()));
      var shown = new TreeMap<FoundAt, String>();
      declared.forEach(server -> shown.put(stage(found, server.getServerId()), aws
          .foreignEstate(server.getAccount(), LabNetwork.REGION).shown(source(found, server.getServerId()))));
      assertThat(shown).containsEntry(FoundAt.CONTINUOUS, "READY_FOR_TEST CONTINUOUS")
          .containsEntry(FoundAt.TESTING, "TESTING CONTINUOUS").containsEntry(FoundAt.TESTED, "READY_FOR_CUTOVER CONTINUOUS")
          .containsEntry(FoundAt.STALLED, "NOT_READY STALLED");
      assertThat(found.values().stream().collect(Collectors.groupingBy(Founded::known, Collectors.counting())))
          .containsEntry(KnownBy.ID, 4L).containsEntry(KnownBy.NAME, 3L).containsEntry(KnownBy.ADDRESS, 3L);
      assertThat(fleet.ledger().entries()).isEmpty();
      assertThat(ledger(aws.endpoint())).isEmpty();
    }
  }

  private static FoundAt stage(Map<String, Founded> found, String id) {
    return found.getOrDefault(id, new Founded(FoundAt.SYNCING, KnownBy.ID, "", Optional.empty())).stage();
  }

  private static String source(Map<String, Founded> found, String id) {
    return found.getOrDefault(id, new Founded(FoundAt.SYNCING, KnownBy.ID, "", Optional.empty())).sourceServerId();
  }

  private static String ledger(URI aws) throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(aws.resolve("/_lab/ledger")).build(), BodyHandlers.ofString()).body();
    }
  }

  /** So that the SSH port of the hosts is a free one. */
  private static int freeOffset() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getByName(LabNetwork.sourceAddress(0)))) {
      return socket.getLocalPort() - SourceFleet.SSH_PORT;
    }
  }
}
