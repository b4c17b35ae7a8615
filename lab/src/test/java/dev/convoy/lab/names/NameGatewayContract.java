package dev.convoy.lab.names;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.core.OperationHeader;
import dev.convoy.kit.core.OperationId;
import dev.convoy.kit.worker.Observation;
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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Of a zone {@code example.com}, which each test begins empty. */
abstract class NameGatewayContract {

  static final AccountKey ACCOUNT = new AccountKey("111122223333", "eu-central-1", null);
  private static final NameRecord OLD = new NameRecord("192.0.2.10", 3600);
  private static final NameRecord LOWERED = new NameRecord("192.0.2.10", 60);
  private static final NameRecord NEW = new NameRecord("198.51.100.7", 60);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private NameGateway names;

  abstract NameGateway open() throws Exception;

  abstract String zone();

  /** What somebody else puts there. */
  abstract void put(String name, String type, long ttl, List<String> values) throws Exception;

  @BeforeEach
  void fill() throws Exception {
    names = open();
    put("web.example.com", "A", 3600, List.of("192.0.2.10"));
    put("web.example.com", "TXT", 3600, List.of("\"mine\""));
    put("shop.example.com", "A", 3600, List.of("192.0.2.10"));
    put("many.example.com", "A", 60, List.of("192.0.2.1", "192.0.2.2"));
    put("six.example.com", "A", 60, List.of("192.0.2.1"));
    put("six.example.com", "AAAA", 60, List.of("2001:db8::1"));
    put("www.example.com", "CNAME", 60, List.of("web.example.com."));
  }

  private NameRecord record(String name) throws InterruptedException {
    return names.read(ACCOUNT, zone(), List.of(name)).get(name).record();
  }

  private static Replacement replacement(String name, NameRecord from, NameRecord to) {
    return new Replacement(OperationId.of("web-1", "ChangeNames", 1, 1), name, from, to, null);
  }

  private Changed replace(Replacement... replacements) throws InterruptedException {
    return names.replace(ACCOUNT, zone(), List.of(replacements));
  }

  @Test
  void onlyASimpleRecordWithOneValueIsTakenForConvoysToSwitch() throws Exception {
    var found = names.read(ACCOUNT, zone(), List.of("web.example.com", "none.example.com", "many.example.com", "six.example.com",
        "www.example.com"));
    assertThat(found.get("web.example.com")).extracting(Found::record, Found::foreign).containsExactly(OLD, null);
    assertThat(found.get("none.example.com")).extracting(Found::record, Found::foreign).containsExactly(NameRecord.NONE, null);
    assertThat(found.get("many.example.com").foreign()).isEqualTo("a record with 2 values");
    assertThat(found.get("six.example.com").foreign()).isEqualTo("a record of type AAAA");
    assertThat(found.get("www.example.com").foreign()).isEqualTo("a record of type CNAME");
  }

  @Test
  void aRecordTakesThePlaceOfExactlyTheOneThatIsThere() throws Exception {
    var sent = replace(replacement("web.example.com", OLD, LOWERED));
    assertThat(sent).isInstanceOf(Changed.Sent.class);
    await().atMost(PATIENCE).until(() -> names.isEverywhere(ACCOUNT, zone(), ((Changed.Sent) sent).id()));
    assertThat(record("web.example.com")).isEqualTo(LOWERED);
    assertThat(replace(replacement("web.example.com", OLD, NEW))).as("only the time to live differs").isInstanceOf(Changed.Refused.class);
    assertThat(replace(replacement("web.example.com", LOWERED, NEW))).isInstanceOf(Changed.Sent.class);
    assertThat(replace(replacement("web.example.com", LOWERED, NEW))).as("sent twice").isInstanceOfSatisfying(Changed.Refused.class,
        refused -> assertThat(refused.failure().permanent()).isFalse());
    assertThat(record("web.example.com")).isEqualTo(NEW);
  }

  @Test
  void arecordIsMadeWhereThereIsNoneAndTakenAwayAgain() throws Exception {
    assertThat(replace(replacement("none.example.com", OLD, NEW))).isInstanceOf(Changed.Refused.class);
    assertThat(replace(replacement("none.example.com", NameRecord.NONE, NEW))).isInstanceOf(Changed.Sent.class);
    assertThat(replace(replacement("none.example.com", NameRecord.NONE, NEW))).isInstanceOf(Changed.Refused.class);
    assertThat(replace(replacement("none.example.com", NEW, NameRecord.NONE))).isInstanceOf(Changed.Sent.class);
    assertThat(record("none.example.com")).isEqualTo(NameRecord.NONE);
  }

  @Test
  void namesAreChangedTogetherOrNot() throws Exception {
    assertThat(replace(replacement("web.example.com", OLD, NEW), replacement("shop.example.com", LOWERED, NEW)))
        .isInstanceOf(Changed.Refused.class);
    assertThat(record("web.example.com")).isEqualTo(OLD);
    assertThat(replace(replacement("web.example.com", OLD, NEW), replacement("shop.example.com", OLD, NEW)))
        .isInstanceOf(Changed.Sent.class);
    assertThat(record("web.example.com")).isEqualTo(NEW);
    assertThat(record("shop.example.com")).isEqualTo(NEW);
  }

  @Test
  void theHandlerLeadsNamesElsewhereAndSeesThatTheyAre() throws Exception {
    var handler = new ChangeNamesHandler(names, Duration.ofSeconds(1), Duration.ofMillis(50), Clock.systemUTC());
    var changes = new ArrayList<NameChange>();
    List.of("web.example.com", "shop.example.com").forEach(name -> changes.add(new NameChange(zone(), name, List.of(OLD), NEW)));
    var operation = new ChangeNames(new OperationHeader("web-1", "ChangeNames", 1, 1, ACCOUNT.limitKey(), true, Instant.now(), null),
        ACCOUNT, "s-1", changes);
    assertThat(handler.observe(List.of(operation)).get(operation.id())).isInstanceOf(Observation.NotDone.class);
    handler.act(List.of(operation));
    await().atMost(PATIENCE).until(() -> handler.observe(List.of(operation)).get(operation.id()) instanceof Observation.Ended<?> ended
        && ended.outcome() instanceof StepDone);
    assertThat(record("web.example.com")).isEqualTo(NEW);
  }
}
