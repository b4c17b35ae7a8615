package dev.convoy.lab.aws;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.kit.aws.AwsClients;
import dev.convoy.kit.aws.AwsSettings;
import dev.convoy.kit.core.OperationHeader;
import dev.convoy.kit.worker.Observation;
import dev.convoy.lab.aws.wire.FaultRule;
import dev.convoy.launch.adapter.route53.Route53NameGateway;
import dev.convoy.launch.names.ChangeNamesHandler;
import dev.convoy.launch.names.NameGateway;
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
  void onlyASimpleRecordWithOneValueIsTakenForConvoysToSwitch() {
    assertThat(names.read(ACCOUNT, ZONE, "web.example.com")).isEqualTo(new NameGateway.Found(OLD, null));
    assertThat(names.read(ACCOUNT, ZONE, "none.example.com")).isEqualTo(new NameGateway.Found(NameRecord.NONE, null));
    assertThat(names.read(ACCOUNT, ZONE, "many.example.com").foreign()).isEqualTo("a record with 2 values");
    assertThat(names.read(ACCOUNT, ZONE, "six.example.com").foreign()).isEqualTo("a record of type AAAA");
    assertThat(names.read(ACCOUNT, ZONE, "www.example.com").foreign()).isEqualTo("a record of type CNAME");
    try (var route53 = lab.configure(Route53Client.builder(), AwsLab.KEY)) {
      put(route53, ResourceRecordSet.builder().name("alias.example.com").type(RRType.A)
          .aliasTarget(a -> a.hostedZoneId(ZONE).dnsName("web.example.com").evaluateTargetHealth(false)).build());
      put(route53, ResourceRecordSet.builder().name("heavy.example.com").type(RRType.A).ttl(60L).setIdentifier("left")
          .weight(10L).resourceRecords(r -> r.value("192.0.2.1")).build());
    }
    assertThat(names.read(ACCOUNT, ZONE, "alias.example.com").foreign()).isEqualTo("an alias record to web.example.com");
    assertThat(names.read(ACCOUNT, ZONE, "heavy.example.com").foreign()).isEqualTo("a record with a routing policy, left");
    assertThatExceptionOfType(NameGateway.RefusedException.class).isThrownBy(() -> names.read(ACCOUNT, "ZNONE", "web.example.com"))
        .withMessage("NoSuchHostedZone");
  }

  private static void put(Route53Client route53, ResourceRecordSet set) {
    route53.changeResourceRecordSets(r -> r.hostedZoneId(ZONE)
        .changeBatch(b -> b.changes(c -> c.action(ChangeAction.UPSERT).resourceRecordSet(set))));
  }

  @Test
  void aRecordTakesThePlaceOfExactlyTheOneThatIsThere() {
    var answer = names.replace(ACCOUNT, ZONE, "convoy web-1:ChangeNames:1:1", List.of(new Replacement("web.example.com", OLD, NEW)));
    assertThat(answer).isInstanceOf(Answer.Ok.class);
    var change = ((Answer.Ok<String>) answer).value();
    assertThat(AwsLab.await(() -> names.isEverywhere(ACCOUNT, change), everywhere -> everywhere)).isTrue();
    assertThat(names.read(ACCOUNT, ZONE, "web.example.com").record()).isEqualTo(NEW);
    var again = names.replace(ACCOUNT, ZONE, "again", List.of(new Replacement("web.example.com", OLD, NEW)));
    assertThat(again).as("sent twice").isInstanceOfSatisfying(Answer.Refused.class,
        refused -> assertThat(refused.cause().statusCode()).isEqualTo(400));
    names.replace(ACCOUNT, ZONE, "away", List.of(new Replacement("web.example.com", NEW, NameRecord.NONE)));
    names.replace(ACCOUNT, ZONE, "and back", List.of(new Replacement("web.example.com", NameRecord.NONE, OLD)));
    assertThat(names.read(ACCOUNT, ZONE, "web.example.com").record()).isEqualTo(OLD);
    assertThat(names.replace(ACCOUNT, "ZNONE", "none", List.of(new Replacement("web.example.com", OLD, NEW))))
        .isInstanceOfSatisfying(Answer.Refused.class, refused -> assertThat(refused.code()).isEqualTo("NoSuchHostedZone"));
  }

  @Test
  void aChangeThatAnOlderViewDoesNotKnowIsNotEverywhereYet() {
    assertThat(names.isEverywhere(ACCOUNT, "C00000000000000000000")).isFalse();
  }

  @Test
  void anAnswerThatIsLostAfterTheChangeIsFoundInTheRecords() {
    var handler = new ChangeNamesHandler(names, Duration.ofMillis(50), Duration.ofMillis(5), Clock.systemUTC());
    var operation = new ChangeNames(new OperationHeader("web-1", "ChangeNames", 1, 1, ACCOUNT.limitKey(), true, Instant.now(),
        null), ACCOUNT, "s-1", List.of(new NameChange(ZONE, "web.example.com", List.of(OLD), NEW)));
    assertThat(handler.observe(List.of(operation)).get(operation.id())).isInstanceOf(Observation.NotDone.class);
    lab.door("PUT", "/_lab/faults", List.of(new FaultRule("ChangeResourceRecordSets", FaultRule.Kind.ANSWER_LOST, null, null,
        null, null, 1, null, null)));
    handler.act(List.of(operation));
    handler.act(List.of(operation));
    var seen = AwsLab.await(() -> handler.observe(List.of(operation)).get(operation.id()), Observation.Ended.class::isInstance);
    assertThat(((Observation.Ended<?>) seen).outcome()).isInstanceOf(StepDone.class);
    assertThat(lab.ledger()).filteredOn(line -> line.path("accepted").asBoolean()).hasSize(1);
  }
}
