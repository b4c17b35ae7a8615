package dev.convoy.lab.world;

import dev.convoy.lab.aws.AwsSimulator;
import dev.convoy.lab.aws.AwsSimulatorSettings;
import dev.convoy.lab.awscli.AwsCommandLine;
import dev.convoy.lab.awscli.CliConsole;
import dev.convoy.lab.estate.FoundAt;
import dev.convoy.lab.estate.Founded;
import dev.convoy.lab.estate.KnownBy;
import dev.convoy.lab.fleetplan.FleetPlan;
import dev.convoy.lab.fleetplan.FleetRequest;
import dev.convoy.lab.fleetplan.LabNetwork;
import dev.convoy.lab.hosts.FleetSettings;
import dev.convoy.lab.hosts.SourceFleet;
import dev.convoy.lab.run.LabFailure;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
      var found = new EstateSetup(aws, fleet, SPEED, Optional.empty()).found(declared);
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
      assertThat(ledger(aws.endpoint(), "/_lab/ledger")).isEmpty();
    }
  }

  @Test
  void theAwsCliBringsAServerToEachStageAndItsCallsAreInALedgerOfTheirOwn() throws Exception {
    var path = System.getenv().getOrDefault("PATH", "");
    assumeTrue(Stream.of(path.split(File.pathSeparator, -1)).anyMatch(each -> Files.isExecutable(Path.of(each, "aws"))),
        "no AWS CLI on the PATH: pip install awscli");
    var plan = FleetPlan.of(new FleetRequest(5, 0, 1, 1, 1, freeOffset()));
    var secrets = LabSecrets.of(folder, false);
    var notes = new ArrayList<String>();
    try (var aws = AwsSimulator.start(AwsSimulatorSettings.defaults().withPort(0).withSpeed(SPEED)
            .withAccounts(List.of(LabNetwork.account(0))));
        var fleet = SourceFleet.start(FleetSettings.of(1, SPEED, aws.endpoint(), secrets.authorizedKey(),
            Files.readString(secrets.windowsPassword())), plan.hosts())) {
      var found = new EstateSetup(aws, fleet, SPEED, Optional.of(key -> new CliConsole(AwsCommandLine.find(path,
          new AwsCommandLine.Target(aws.endpoint(), LabNetwork.REGION, key, folder)), notes::add))).found(plan.declarations());
      var shown = new EnumMap<FoundAt, String>(FoundAt.class);
      found.values().forEach(each -> shown.put(each.stage(),
          aws.foreignEstate(LabNetwork.account(0), LabNetwork.REGION).shown(each.sourceServerId())));
      assertThat(shown).hasSize(FoundAt.values().length).containsEntry(FoundAt.CONTINUOUS, "READY_FOR_TEST CONTINUOUS")
          .containsEntry(FoundAt.TESTING, "TESTING CONTINUOUS").containsEntry(FoundAt.TESTED, "READY_FOR_CUTOVER CONTINUOUS")
          .containsEntry(FoundAt.STALLED, "NOT_READY STALLED");
      assertThat(ledger(aws.endpoint(), "/_lab/ledger")).as("calls of ours").isEmpty();
      assertThat(ledger(aws.endpoint(), "/_lab/ledger/others").lines().map(JsonMapper.shared()::readTree)
          .map(line -> line.path("operation").asString())).containsSubsequence("InitializeService",
              "CreateReplicationConfigurationTemplate", "UpdateReplicationConfiguration", "StartReplication",
              "ModifyLaunchTemplate", "StartTest", "ChangeServerLifeCycleState");
      assertThat(notes).isNotEmpty().allMatch(note -> note.startsWith("aws: "));
    }
  }

  @Test
  void aMachineWithoutAnAwsCliIsToldSo() {
    assertThatThrownBy(() -> AwsCommandLine.find(folder.toString(),
        new AwsCommandLine.Target(URI.create("http://127.0.0.1:1"), LabNetwork.REGION, "AKIAIOSFODNN7EXAMPLE", folder)))
        .isInstanceOf(LabFailure.class).hasMessageContaining("CVY-9278").hasMessageContaining("pip install awscli");
  }

  private static FoundAt stage(Map<String, Founded> found, String id) {
    return found.getOrDefault(id, new Founded(FoundAt.SYNCING, KnownBy.ID, "", Optional.empty())).stage();
  }

  private static String source(Map<String, Founded> found, String id) {
    return found.getOrDefault(id, new Founded(FoundAt.SYNCING, KnownBy.ID, "", Optional.empty())).sourceServerId();
  }

  private static String ledger(URI aws, String path) throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(aws.resolve(path)).build(), BodyHandlers.ofString()).body();
    }
  }

  /** So that the SSH port of the hosts is a free one. */
  private static int freeOffset() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getByName(LabNetwork.sourceAddress(0)))) {
      return socket.getLocalPort() - SourceFleet.SSH_PORT;
    }
  }
}
