package dev.convoy.lab.names;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsClients;
import dev.convoy.kit.aws.AwsSettings;
import dev.convoy.kit.core.OperationHeader;
import dev.convoy.kit.core.OperationId;
import dev.convoy.kit.worker.Acted;
import dev.convoy.kit.worker.Observation;
import dev.convoy.lab.aws.AwsSimulator;
import dev.convoy.lab.aws.AwsSimulatorSettings;
import dev.convoy.lab.aws.cloud.RecordSet;
import dev.convoy.launch.adapter.route53.Route53NameGateway;
import dev.convoy.launch.names.ChangeNamesHandler;
import dev.convoy.launch.server.LaunchOperation.ChangeNames;
import dev.convoy.launch.server.NameChange;
import dev.convoy.launch.server.NameRecord;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.Route53Exception;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** Names of an application of 200 servers, with Route 53's five requests a second of an account, in wall time. */
class NamesAtOnceTest {

  private static final AccountKey ACCOUNT = new AccountKey("111122223333", "eu-central-1", null);
  private static final AccountKey ELSEWHERE = new AccountKey("111122223333", "us-east-1", null);
  private static final NameRecord OLD = new NameRecord("192.0.2.10", 60);
  private static final NameRecord NEW = new NameRecord("198.51.100.7", 60);
  private static final int SERVERS = 200;
  private static final int TOGETHER = 50;

  /** Records come into sync within 30 s, and the account's share is that of a service that is told nothing. */
  private final AwsSimulator simulator = AwsSimulator.start(AwsSimulatorSettings.defaults().withPort(0).withSpeed(1));
  private final AwsClients clients = new AwsClients(new AwsSettings(simulator.endpoint(), Duration.ofSeconds(60), 5, 2,
      Duration.ofMillis(50), Duration.ofMillis(5), Duration.ZERO, Duration.ofSeconds(1)));
  private final ChangeNamesHandler handler = new ChangeNamesHandler(new Route53NameGateway(clients), Duration.ofSeconds(180),
      Duration.ofSeconds(20), Clock.systemUTC());

  @BeforeEach
  void open() {
    System.setProperty("aws.accessKeyId", "AKIALAB");
    System.setProperty("aws.secretAccessKey", "secret");
    for (var zone : List.of("a", "b")) {
      simulator.openZone("111122223333", "Z0" + zone.toUpperCase(java.util.Locale.ROOT), zone + ".example", IntStream.range(0, SERVERS)
          .mapToObj(n -> RecordSet.simple("web-" + n + "." + zone + ".example", "A", 60, List.of("192.0.2.10"))).toList());
    }
  }

  @AfterEach
  void stop() {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
    clients.close();
    simulator.close();
  }

  private JsonNode counters() throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      return JsonMapper.shared().readTree(http.send(HttpRequest.newBuilder(URI.create(simulator.endpoint() + "/_lab/counters")).build(),
          HttpResponse.BodyHandlers.ofString()).body());
    }
  }

  /** Half of them in one zone and region, half in another, as two lanes of the same account. */
  private static List<ChangeNames> lane(AccountKey account, String zone) {
    return IntStream.range(0, SERVERS / 2).mapToObj(n -> new ChangeNames(new OperationHeader("web-" + zone + n, "ChangeNames", 1, 1,
        account.limitKey(), true, Instant.now(), null), account, "s-" + n, List.of(new NameChange("Z0" + zone.toUpperCase(java.util.Locale.ROOT),
            "web-" + n + "." + zone + ".example", List.of(OLD), NEW)))).toList();
  }

  private void lead(List<ChangeNames> lane, Set<OperationId> accepted) throws InterruptedException {
    for (int from = 0; from < lane.size(); from += TOGETHER) {
      var some = lane.subList(from, Math.min(lane.size(), from + TOGETHER));
      assertThat(handler.observe(some).values()).hasSize(some.size()).allMatch(Observation.NotDone.class::isInstance);
      handler.act(some).forEach((id, became) -> {
        if (became instanceof Acted.Accepted) {
          synchronized (accepted) {
            accepted.add(id);
          }
        }
      });
      handler.observe(some);
    }
  }

  @Test
  void twoHundredAreLedElsewhereWithinSecondsAndNoneIsThrottled() throws Exception {
    var accepted = new HashSet<OperationId>();
    var failed = new ArrayList<Throwable>();
    var begin = Instant.now();
    var lanes = List.of(lane(ACCOUNT, "a"), lane(ELSEWHERE, "b")).stream().map(lane -> Thread.ofVirtual().start(() -> {
      try {
        lead(lane, accepted);
      } catch (InterruptedException | RuntimeException | Error e) {
        failed.add(e);
      }
    })).toList();
    for (var lane : lanes) {
      lane.join();
    }
    assertThat(failed).isEmpty();
    assertThat(accepted).hasSize(SERVERS);
    var counters = counters();
    assertThat(counters.path("throttled.route53").asInt(0)).isZero();
    assertThat(counters.path("route53.ChangeResourceRecordSets").asInt(0)).isEqualTo(SERVERS / TOGETHER);
    assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(30));
  }

  @Test
  void whoAsksMoreOftenIsThrottled() throws Exception {
    int throttled = 0;
    try (var hasty = Route53Client.builder().endpointOverride(simulator.endpoint()).region(Region.AWS_GLOBAL)
        .overrideConfiguration(o -> o.retryStrategy(DefaultRetryStrategy.doNotRetry()))
        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIALAB", "secret"))).build()) {
      for (int n = 0; n < 20; n++) {
        try {
          hasty.getHostedZone(r -> r.id("Z0A"));
        } catch (Route53Exception e) {
          assertThat(e.isThrottlingException()).isTrue();
          throttled++;
        }
      }
    }
    assertThat(throttled).isPositive().isEqualTo(counters().path("throttled.route53").asInt(0));
  }
}
