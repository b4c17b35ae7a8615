package dev.convoy.lab.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsClients;
import dev.convoy.kit.aws.AwsSettings;
import dev.convoy.lab.aws.AwsSimulator;
import dev.convoy.lab.aws.AwsSimulatorSettings;
import dev.convoy.lab.aws.account.IdentityOperations;
import dev.convoy.lab.run.LabFailure;
import dev.convoy.replication.adapter.aws.AwsPreflightGateway;
import dev.convoy.replication.adapter.mgn.MgnAccountGateway;
import dev.convoy.replication.preflight.PlannedServer;
import dev.convoy.replication.preflight.Preflight;
import dev.convoy.replication.preflight.Report;
import dev.convoy.replication.preflight.Target;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The dry run of a wave as a person gives it: ten servers, each with a fault of its own, on the simulator by the real SDK. The two
 * services are played by what they answer with; their web sides have tests of their own.
 */
class WaveCheckTest {

  private static final AccountKey ACCOUNT = new AccountKey("111122223333", "eu-central-1", "arn:aws:iam::111122223333:role/ConvoyMigration");
  private static final String TEST_SUBNET = "subnet-0000000b00";
  private static final String TEST_GROUP = "sg-0000000b00";
  private static final String TARGET_SUBNET = "subnet-0000000c00";
  private static final String TARGET_GROUP = "sg-0000000c00";
  private static final String TAKEN = "127.62.0.20";

  private final StringWriter out = new StringWriter();
  private AwsSimulator aws;
  private AwsClients clients;
  private HttpServer services;

  /** What inventory-service is asked for by the command and hands on to replication-service. */
  private record Plan(String waveId, List<PlannedServer> servers) {}

  @BeforeEach
  void start() throws IOException {
    System.setProperty("aws.accessKeyId", "AKIALAB");
    System.setProperty("aws.secretAccessKey", "secret");
    aws = AwsSimulator.start(AwsSimulatorSettings.defaults().withPort(0).withSpeed(2_000));
    clients = new AwsClients(new AwsSettings(aws.endpoint(), Duration.ofSeconds(10), 1000, 1000, Duration.ofMillis(50),
        Duration.ofMillis(5), Duration.ZERO, Duration.ofMillis(1)));
    services = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    services.createContext("/", this::answer);
    services.start();
  }

  @AfterEach
  void stop() {
    services.stop(0);
    clients.close();
    aws.close();
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  private static PlannedServer server(String id, @Nullable String type, @Nullable String profile, String subnet, String group,
      @Nullable String privateIp, String tenancy, @Nullable String document) {
    var target = new Target(ACCOUNT.account(), ACCOUNT.region(), ACCOUNT.roleArn(), "subnet-0000000a00", List.of("sg-0000000a00"),
        "t3.small", null, TEST_SUBNET, List.of(TEST_GROUP), subnet, List.of(group), type, profile, privateIp, tenancy, null,
        document == null ? List.of() : List.of(new Target.Action("Report", document, "$DEFAULT")));
    return new PlannedServer(id, id.startsWith("win"), null, false, false, target);
  }

  private static PlannedServer well(String id, @Nullable String document) {
    return server(id, "m5.large", IdentityOperations.INSTANCE_PROFILE, TARGET_SUBNET, TARGET_GROUP, null, "default", document);
  }

  private static List<PlannedServer> wave() {
    var profile = IdentityOperations.INSTANCE_PROFILE;
    return List.of(
        server("web-01", "m99.huge", profile, TARGET_SUBNET, TARGET_GROUP, null, "default", null),
        server("web-02", "m5.large", "nobody", TARGET_SUBNET, TARGET_GROUP, null, "default", null),
        server("web-03", "m5.large", profile, "subnet-0123456789abcdef0", TARGET_GROUP, null, "default", null),
        server("web-04", "m5.large", profile, TARGET_SUBNET, "sg-0123456789abcdef0", null, "default", null),
        server("web-05", "m5.large", profile, TARGET_SUBNET, TEST_GROUP, null, "default", null),
        server("web-06", "m5.large", profile, TARGET_SUBNET, TARGET_GROUP, TAKEN, "default", null),
        server("web-07", "m5.large", profile, TARGET_SUBNET, TARGET_GROUP, null, "host", null),
        well("win-08", null),
        well("app-09", "Example-Missing"),
        well("app-10", "AWS-InstallApplication"),
        well("app-11", "AWS-RunShellScript"));
  }

  private void plant() throws IOException, InterruptedException {
    clients.mgnWriter(ACCOUNT).initializeService(r -> { });
    clients.mgnWriter(ACCOUNT).createLaunchConfigurationTemplate(r -> r.licensing(l -> l.osByol(true)));
    try (var http = HttpClient.newHttpClient()) {
      var answer = http.send(HttpRequest.newBuilder(aws.endpoint().resolve("/_lab/addresses")).PUT(HttpRequest.BodyPublishers.ofString(
          JsonMapper.shared().writeValueAsString(Map.of("account", ACCOUNT.account(), "region", ACCOUNT.region(),
              "subnetId", TARGET_SUBNET, "addresses", List.of(TAKEN))))).build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    var asked = exchange.getRequestBody().readAllBytes();
    var mapper = JsonMapper.shared();
    var answer = switch (exchange.getRequestMethod() + " " + exchange.getRequestURI()) {
      case "GET /api/waves/w1/plan" -> mapper.writeValueAsBytes(new Plan("w1", wave()));
      case "POST /api/preflight/wave" -> mapper.writeValueAsBytes(checked(mapper.readValue(asked, Plan.class)));
      case String other -> throw new IOException(other);
    };
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private Map<String, Object> checked(Plan plan) {
    Report report = new Preflight(new AwsPreflightGateway(clients), new MgnAccountGateway(clients),
        new Preflight.Settings(150, true, "ConvoyAgentInstall")).wave(plan.waveId(), plan.servers());
    return Map.of("subject", report.subject(), "servers", report.servers(), "faults", report.faults(),
        "notes", report.findings().size() - report.faults(), "looked", report.looked(), "findings", report.findings());
  }

  private int check() {
    var url = "http://127.0.0.1:" + services.getAddress().getPort();
    CommandLine line = ConvoyCommand.commandLine((options, folder) -> {
      throw new LabFailure("no simulators here");
    });
    line.setOut(new PrintWriter(out, true));
    return line.execute("wave", "check", "w1", "--url", url, "--replication-url", url);
  }

  @Test
  void aWaveWithTenPlantedFaultsHasAllTenNamedInOneAnswer() throws Exception {
    plant();
    assertThat(check()).as("exit code").isEqualTo(1);
    var planted = Map.ofEntries(
        Map.entry("CVY-3430", "web-01"), Map.entry("CVY-3432", "web-02"), Map.entry("CVY-3420", "web-03"),
        Map.entry("CVY-3421", "web-04"), Map.entry("CVY-3422", "web-05"), Map.entry("CVY-3424", "web-06"),
        Map.entry("CVY-3433", "web-07"), Map.entry("CVY-3434", "win-08"), Map.entry("CVY-3436", "app-09"),
        Map.entry("CVY-3437", "app-10"));
    assertThat(planted).hasSize(10);
    var told = out.toString();
    planted.forEach((code, server) -> assertThat(told).containsPattern("FAULT \\[" + code + "\\].*\\R.*\\R.*\\R +servers: " + server + "\\R"));
    assertThat(told.lines().filter(line -> line.startsWith("FAULT"))).hasSize(10);
    assertThat(told).contains("wave w1 for 11 servers: 10 faults, 0 notes").doesNotContain("app-11");
  }
}
