package dev.convoy.kit.streams;

import dev.convoy.events.inventory.FinalizeAuthorized;
import dev.convoy.events.inventory.ServerHeld;
import dev.convoy.events.inventory.ServerResumed;
import dev.convoy.events.inventory.TestAuthorized;
import dev.convoy.events.launch.TestEnded;
import dev.convoy.kit.core.Decider;
import dev.convoy.kit.core.Decision;
import dev.convoy.kit.core.Emitter;
import dev.convoy.kit.core.GroupDecider;
import dev.convoy.kit.core.Input;
import dev.convoy.kit.core.Operation;
import dev.convoy.kit.core.OperationHeader;
import dev.convoy.kit.core.Outcome;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.kit.core.Rows;
import dev.convoy.kit.fault.FaultPoints;
import dev.convoy.schemas.TopicSettings;
import dev.convoy.schemas.registry.InMemoryRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class ServiceTopologyTest {

  public record Tidy(OperationHeader header, String room) implements Operation {}

  public record Tidied(OutcomeHeader header) implements Outcome {}

  public sealed interface Answer permits Granted {}

  public record Granted(String key) implements Answer {}

  public sealed interface Request permits Ask {}

  public record Ask(String server) implements Request {}

  public record State(String serverId, int round, boolean wanted, boolean done, @Nullable Instant wakeAt) {}

  public record Header(int asked) {}

  public record Row(String server) {}

  /** Wants the server tidied once it is authorized and granted; wakes up a minute after it was held. */
  private static final class TidyDecider implements Decider<State, Tidy, Tidied> {
    @Override
    public State initial(String serverId) {
      return new State(serverId, 0, false, false, null);
    }

    @Override
    public Decision<State> decide(State s, Input<Tidied> input, Instant now) {
      var out = new Emitter();
      var after = switch (input) {
        case Input.Message<Tidied>(TestAuthorized e) -> {
          out.send("launch.slot-requests", "pool", new Ask(s.serverId()));
          yield new State(s.serverId(), e.getRound(), false, false, null);
        }
        case Input.Message<Tidied>(Granted g) -> new State(s.serverId(), s.round(), true, false, null);
        case Input.Message<Tidied>(ServerHeld e) ->
            new State(s.serverId(), s.round(), s.wanted(), s.done(), now.plusSeconds(60));
        case Input.Message<Tidied>(FinalizeAuthorized e) -> throw new IllegalStateException("a bug");
        case Input.Reported<Tidied>(Tidied t) -> {
          out.emit(ended(s, now));
          yield new State(s.serverId(), s.round(), false, true, null);
        }
        case Input.Tick<Tidied> t -> {
          out.emit(ended(s, now));
          yield new State(s.serverId(), s.round(), s.wanted(), s.done(), null);
        }
        case Input.Message<Tidied> m -> s;
      };
      return new Decision<>(after, out.events(), out.sends(), List.of());
    }

    private static TestEnded ended(State s, Instant now) {
      return TestEnded.newBuilder().setServerId(s.serverId()).setRound(s.round()).setAttempt(1).setOccurredAt(now)
          .setInstanceId("i-1").build();
    }

    @Override
    public List<Tidy> wanted(State s) {
      return s.wanted() ? List.of(new Tidy(new OperationHeader(s.serverId(), "Tidy", s.round(), 1, "111122223333/eu",
          true, Instant.EPOCH, "wave-1"), "attic")) : List.of();
    }

    @Override
    public @Nullable Instant wakeAt(State s) {
      return s.wakeAt();
    }
  }

  /** Grants whatever is asked for and counts. */
  private static final class Pool implements GroupDecider<Header, Row> {
    @Override
    public Header initial(String group) {
      return new Header(0);
    }

    @Override
    public Header decide(Header header, Rows<Row> rows, @Nullable Record message, Emitter out, Instant now) {
      if (message instanceof Ask ask) {
        rows.put(ask.server(), new Row(ask.server()));
        try (var all = rows.all()) {
          out.send("launch.slot-answers", ask.server(), new Granted("pool of " + all.count()));
        }
      }
      return new Header(header.asked() + 1);
    }

    @Override
    public @Nullable Instant wakeAt(Header header) {
      return null;
    }
  }

  @TempDir Path folder;
  private final Codecs codecs = new Codecs(new InMemoryRegistry());
  private TopologyTestDriver driver;
  private TestInputTopic<String, byte[]> inventory;
  private TestInputTopic<String, byte[]> outcomes;
  private TestOutputTopic<String, byte[]> events;
  private TestOutputTopic<String, byte[]> operations;
  private TestOutputTopic<String, byte[]> deadLetters;

  @BeforeEach
  void open() {
    var names = new TopicNames(TopicSettings.withPartitions(4));
    var service = new ServiceDefinition<>("launch", new TidyDecider(), State.class, Tidy.class, Tidied.class,
        Set.<Class<? extends SpecificRecord>>of(TestAuthorized.class, ServerHeld.class, FinalizeAuthorized.class),
        Map.<String, Class<?>>of("launch.slot-answers", Answer.class),
        List.<ServiceDefinition.Group<?, ?>>of(new ServiceDefinition.Group<>(
            "slots", "launch.slot-requests", Request.class, new Pool(), Header.class, Row.class)));
    var topology = new ServiceTopology<>(
        service, names, codecs, new StreamsMetrics(new SimpleMeterRegistry()), Duration.ofSeconds(1),
        FaultPoints.NONE);
    var builder = new StreamsBuilder();
    var bytes = Consumed.with(Serdes.ByteArray(), Serdes.ByteArray());
    topology.servers(builder.stream(
        List.of("convoy.inventory.events", "convoy.launch.outcomes", "convoy.launch.slot-answers"), bytes));
    topology.groups(builder.stream(List.of("convoy.launch.slot-requests"), bytes));
    var config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
    config.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
    config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    driver = new TopologyTestDriver(builder.build(), config, Instant.parse("2026-01-01T00:00:00Z"));
    inventory = driver.createInputTopic("convoy.inventory.events", new StringSerializer(), new ByteArraySerializer());
    outcomes = driver.createInputTopic("convoy.launch.outcomes", new StringSerializer(), new ByteArraySerializer());
    events = output("convoy.launch.events");
    operations = output("convoy.launch.operations");
    deadLetters = output("convoy.launch.dlq");
  }

  @AfterEach
  void close() {
    driver.close();
  }

  private TestOutputTopic<String, byte[]> output(String topic) {
    return driver.createOutputTopic(topic, new StringDeserializer(), new ByteArrayDeserializer());
  }

  private void authorize() {
    var event = TestAuthorized.newBuilder().setServerId("web-1").setRound(1).setAttempt(0).setOccurredAt(Instant.EPOCH)
        .setWaveId("wave-1").build();
    inventory.pipeInput("web-1", codecs.event("t", event));
  }

  private void report(int attempt) {
    var outcome = new Tidied(new OutcomeHeader("web-1", "Tidy", 1, attempt, Instant.EPOCH));
    outcomes.pipeInput("web-1", codecs.write(Tidied.class, "t", outcome));
  }

  @Test
  void aFactLeadsThroughTheGroupToAnOperationAndItsOutcomeToAnEvent() {
    authorize();
    var wanted = operations.readRecord();
    assertThat(wanted.key()).isEqualTo("111122223333/eu|web-1:Tidy:1:1");
    assertThat(codecs.read(Tidy.class, "t", wanted.value()).room()).isEqualTo("attic");

    report(1);
    var event = events.readRecord();
    assertThat(codecs.event("t", event.value())).isInstanceOf(TestEnded.class);
    assertThat(header(event, "ce_type")).isEqualTo("dev.convoy.TestEnded");
    assertThat(header(event, "ce_subject")).isEqualTo("web-1");
    assertThat(header(event, "ce_causationid")).isEqualTo("web-1:Tidy:1:1");
    var tombstone = operations.readRecord();
    assertThat(tombstone.key()).isEqualTo(wanted.key());
    assertThat(tombstone.getValue()).isNull();
  }

  @Test
  void anOutcomeOfAnAttemptThatIsNotWantedIsIgnored() {
    authorize();
    report(2);
    assertThat(events.isEmpty()).isTrue();
    report(1);
    report(1);
    assertThat(events.readRecordsToList()).hasSize(1);
  }

  @Test
  void aServerIsWokenWhenItsTimeHasComeAndNotBefore() {
    var held = ServerHeld.newBuilder().setServerId("web-1").setRound(1).setAttempt(0).setOccurredAt(Instant.EPOCH)
        .setReason("test").build();
    inventory.pipeInput("web-1", codecs.event("t", held));
    driver.advanceWallClockTime(Duration.ofSeconds(59));
    assertThat(events.isEmpty()).isTrue();
    driver.advanceWallClockTime(Duration.ofSeconds(2));
    assertThat(events.readRecordsToList()).hasSize(1);
    driver.advanceWallClockTime(Duration.ofMinutes(10));
    assertThat(events.isEmpty()).isTrue();
  }

  @Test
  void badBytesGoToTheDeadLettersOnceWithTheirOriginAndStopNothing() {
    inventory.pipeInput("web-1", "rubbish".getBytes(UTF_8));
    authorize();
    var dead = deadLetters.readRecord();
    assertThat(dead.value()).isEqualTo("rubbish".getBytes(UTF_8));
    assertThat(header(dead, "convoy_dlq_topic")).isEqualTo("convoy.inventory.events");
    assertThat(header(dead, "convoy_dlq_reason")).isNotBlank();
    assertThat(deadLetters.isEmpty()).isTrue();
    assertThat(operations.isEmpty()).isFalse();
  }

  @Test
  void aDeciderThatFailsSetsItsInputAsideAndGoesOn() {
    var event = FinalizeAuthorized.newBuilder().setServerId("web-1").setRound(1).setAttempt(0)
        .setOccurredAt(Instant.EPOCH).setWaveId("wave-1").build();
    inventory.pipeInput("web-1", codecs.event("t", event));
    assertThat(header(deadLetters.readRecord(), "convoy_dlq_reason")).contains("CVY-9011", "web-1");
    authorize();
    assertThat(operations.isEmpty()).isFalse();
  }

  @Test
  void aTypeThatTheServiceDoesNotTakeIsSkipped() {
    var event = new ServerResumed("web-1", 1, 0, Instant.EPOCH, "ann");
    inventory.pipeInput("web-1", codecs.event("t", event));
    assertThat(deadLetters.isEmpty()).isTrue();
    assertThat(events.isEmpty()).isTrue();
  }

  private static String header(TestRecord<String, byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }
}
