package dev.convoy.lab.aws;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsClients;
import dev.convoy.kit.aws.AwsSettings;
import dev.convoy.kit.core.OperationHeader;
import dev.convoy.kit.core.OperationId;
import dev.convoy.kit.worker.Observation;
import dev.convoy.lab.aws.wire.FaultRule;
import dev.convoy.launch.adapter.route53.Route53NameGateway;
import dev.convoy.launch.names.ChangeNamesHandler;
import dev.convoy.launch.names.NameGateway;
import dev.convoy.launch.names.NameGateway.Changed;
import dev.convoy.launch.names.NameGateway.Found;
import dev.convoy.launch.names.NameGateway.Replacement;
import dev.convoy.launch.server.LaunchOperation.ChangeNames;
import dev.convoy.launch.server.LaunchOutcome.StepDone;
import dev.convoy.launch.server.NameChange;
import dev.convoy.launch.server.NameRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Names through the adapter of launch-service, on the simulator. */
class NameAdaptersTest {

  private static final AccountKey ACCOUNT = new AccountKey("111122223333", "eu-central-1", null);
  private static final String ZONE = "Z0LABEXAMPLECOM";
  private static final NameRecord OLD = new NameRecord("192.0.2.10", 3600);
  private static final NameRecord NEW = new NameRecord("198.51.100.7", 60);

  private final AwsLab lab = new AwsLab(AwsSimulatorSettings.defaults().withSpeed(1000));
  private final AwsClients clients = new AwsClients(new AwsSettings(lab.simulator.endpoint(), Duration.ofSeconds(10),
      1000, 1000, Duration.ofMillis(50), Duration.ofMillis(5), Duration.ZERO, Duration.ofMillis(1)));
  private final NameGateway names = new Route53NameGateway(clients);

  @BeforeEach
  void openZone() {
    System.setProperty("aws.accessKeyId", "AKIALAB");
    System.setProperty("aws.secretAccessKey", "secret");
    lab.door("PUT", "/_lab/zones", Map.of("account", "111122223333", "id", ZONE, "name", "example.com", "records", List.of(
        Map.of("name", "web.example.com", "type", "A", "ttl", 3600, "values", List.of("192.0.2.10")),
        Map.of("name", "web.example.com", "type", "TXT", "ttl", 3600, "values", List.of("\"mine\"")),
        Map.of("name", "many.example.com", "type", "A", "ttl", 60, "values", List.of("192.0.2.1", "192.0.2.2")),
        Map.of("name", "six.example.com", "type", "A", "ttl", 60, "values", List.of("192.0.2.1")),
        Map.of("name", "six.example.com", "type", "AAAA", "ttl", 60, "values", List.of("2001:db8::1")),
        Map.of("name", "www.example.com", "type", "CNAME", "ttl", 60, "values", List.of("web.example.com")))));
  }

  @AfterEach
  void stop() {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
    clients.close();
    lab.close();
  }

  @Test
  void onlyASimpleRecordWithOneValueIsTakenForConvoysToSwitch() throws InterruptedException {
    assertThat(read("web.example.com")).isEqualTo(new NameGateway.Found(OLD, null));
    assertThat(read("none.example.com")).isEqualTo(new NameGateway.Found(NameRecord.NONE, null));
    assertThat(read("many.example.com").foreign()).isEqualTo("a record with 2 values");
    assertThat(read("six.example.com").foreign()).isEqualTo("a record of type AAAA");
    assertThat(read("www.example.com").foreign()).isEqualTo("a record of type CNAME");
    try (var route53 = lab.configure(Route53Client.builder(), AwsLab.KEY)) {
      put(route53, ResourceRecordSet.builder().name("alias.example.com").type(RRType.A)
          .aliasTarget(a -> a.hostedZoneId(ZONE).dnsName("web.example.com").evaluateTargetHealth(false)).build());
      put(route53, ResourceRecordSet.builder().name("heavy.example.com").type(RRType.A).ttl(60L).setIdentifier("left")
          .weight(10L).resourceRecords(r -> r.value("192.0.2.1")).build());
    }
    assertThat(read("alias.example.com").foreign()).isEqualTo("an alias record to web.example.com");
    assertThat(read("heavy.example.com").foreign()).isEqualTo("a record with a routing policy, left");
    assertThatExceptionOfType(NameGateway.RefusedException.class).isThrownBy(() -> names.read(ACCOUNT, "ZNONE", List.of("web.example.com")))
        .withMessage("the names cannot be read: NoSuchHostedZone");
  }

  private static void put(Route53Client route53, ResourceRecordSet set) {
    route53.changeResourceRecordSets(r -> r.hostedZoneId(ZONE)
        .changeBatch(b -> b.changes(c -> c.action(ChangeAction.UPSERT).resourceRecordSet(set))));
  }

  private Found read(String name) throws InterruptedException {
    return names.read(ACCOUNT, ZONE, List.of(name)).get(name);
  }

  private Changed replace(String zone, NameRecord from, NameRecord to) throws InterruptedException {
    return names.replace(ACCOUNT, zone, List.of(new Replacement(OperationId.of("web-1", "ChangeNames", 1, 1), "web.example.com", from, to,
        null)));
  }

  @Test
  void aRecordTakesThePlaceOfExactlyTheOneThatIsThere() throws InterruptedException {
    var answer = replace(ZONE, OLD, NEW);
    assertThat(answer).isInstanceOf(Changed.Sent.class);
    var change = ((Changed.Sent) answer).id();
    assertThat(AwsLab.await(() -> isEverywhere(change), everywhere -> everywhere)).isTrue();
    assertThat(read("web.example.com").record()).isEqualTo(NEW);
    assertThat(replace(ZONE, OLD, NEW)).as("sent twice").isInstanceOfSatisfying(Changed.Refused.class, refused -> {
      assertThat(refused.failure().code()).isEqualTo("CVY-4404");
      assertThat(refused.failure().permanent()).isFalse();
    });
    replace(ZONE, NEW, NameRecord.NONE);
    replace(ZONE, NameRecord.NONE, OLD);
    assertThat(read("web.example.com").record()).isEqualTo(OLD);
    assertThat(replace("ZNONE", OLD, NEW)).isInstanceOfSatisfying(Changed.Refused.class, refused -> {
      assertThat(refused.failure().message()).contains("NoSuchHostedZone");
      assertThat(refused.failure().permanent()).isTrue();
    });
  }

  private boolean isEverywhere(String change) {
    try {
      return names.isEverywhere(ACCOUNT, ZONE, change);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aChangeThatAnOlderViewDoesNotKnowIsNotEverywhereYet() throws InterruptedException {
    assertThat(names.isEverywhere(ACCOUNT, ZONE, "C00000000000000000000")).isFalse();
  }

  @Test
  void anAnswerThatIsLostAfterTheChangeIsFoundInTheRecords() throws InterruptedException {
    var handler = new ChangeNamesHandler(names, Duration.ofMillis(50), Duration.ofMillis(5), Clock.systemUTC());
    var operation = new ChangeNames(new OperationHeader("web-1", "ChangeNames", 1, 1, ACCOUNT.limitKey(), true, Instant.now(),
        null), ACCOUNT, "s-1", List.of(new NameChange(ZONE, "web.example.com", List.of(OLD), NEW)));
    assertThat(handler.observe(List.of(operation)).get(operation.id())).isInstanceOf(Observation.NotDone.class);
    lab.door("PUT", "/_lab/faults", List.of(new FaultRule("ChangeResourceRecordSets", FaultRule.Kind.ANSWER_LOST, null, null,
        null, null, 1, null, null)));
    handler.act(List.of(operation));
    handler.act(List.of(operation));
    var seen = AwsLab.await(() -> look(handler, operation), Observation.Ended.class::isInstance);
    assertThat(((Observation.Ended<?>) seen).outcome()).isInstanceOf(StepDone.class);
    assertThat(lab.ledger()).filteredOn(line -> line.path("accepted").asBoolean()).hasSize(1);
  }

  private static Observation<?> look(ChangeNamesHandler handler, ChangeNames operation) {
    try {
      return handler.observe(List.of(operation)).get(operation.id());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
