package dev.convoy.kit.config;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.convoy.kit.core.Operation;
import dev.convoy.kit.core.OperationHeader;
import dev.convoy.kit.core.OperationId;
import dev.convoy.kit.core.Outcome;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.kit.fault.FaultPoints;
import dev.convoy.kit.streams.Codecs;
import dev.convoy.kit.worker.Acted;
import dev.convoy.kit.worker.Observation;
import dev.convoy.kit.worker.OperationHandler;
import dev.convoy.kit.worker.OperationWorker;
import dev.convoy.kit.worker.WorkerGroup;
import dev.convoy.kit.worker.WorkerMetrics;
import dev.convoy.schemas.registry.InMemoryRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.LoggerFactory;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A worker in a process of its own. What it sees and does is up to an HTTP server: {@code BOOTSTRAP WORLD NAME}. */
public final class ZombieWorker {
  static final String OPERATIONS = "zombie.operations";
  static final String OUTCOMES = "zombie.outcomes";
  static final Duration SESSION = Duration.ofSeconds(6);

  /** To be done once. */
  public record Paint(OperationHeader header) implements Operation {}

  /** @param by name of the process that says so */
  public record Painted(OutcomeHeader header, String by) implements Outcome {}

  /** Asks the world. */
  private record World(URI base, String name, HttpClient http) implements OperationHandler<Paint, Painted> {
    @Override
    public Class<Paint> operation() {
      return Paint.class;
    }

    @Override
    public Duration absenceAfter() {
      return Duration.ofSeconds(1);
    }

    @Override
    public Duration pollInterval() {
      return Duration.ofMillis(500);
    }

    @Override
    public Map<OperationId, Observation<Painted>> observe(List<Paint> operations) throws InterruptedException {
      Paint paint = operations.getFirst();
      return Map.of(paint.id(), ask("observe").equals("done")
          ? new Observation.Ended<>(new Painted(OutcomeHeader.of(paint.header(), Instant.now()), name))
          : new Observation.NotDone<>());
    }

    @Override
    public Map<OperationId, Acted<Painted>> act(List<Paint> operations) throws InterruptedException {
      ask("act");
      return Map.of(operations.getFirst().id(), new Acted.Accepted<>());
    }

    private String ask(String what) throws InterruptedException {
      try {
        return http.send(HttpRequest.newBuilder(base.resolve("/" + what + "?by=" + name)).build(),
            HttpResponse.BodyHandlers.ofString()).body();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private ZombieWorker() {}

  public static void main(String[] args) throws InterruptedException {
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
    KitSettings settings = new KitSettings("zombie", "zombie", 1, (short) 1, Duration.ofSeconds(1), Duration.ZERO,
        new KitSettings.Kafka(args[0], "consumer"), new KitSettings.Registry("mock://zombie"),
        new KitSettings.Worker(true, SESSION, Duration.ofSeconds(30), Duration.ofSeconds(5)));
    Codecs codecs = new Codecs(new InMemoryRegistry());
    OperationHeader header = new OperationHeader("a", "Paint", 1, 1, "a", true, Instant.EPOCH, null);
    new OperationWorker<>(
        new OperationWorker.Settings(OPERATIONS, SESSION.dividedBy(2), Duration.ofSeconds(30), Duration.ofSeconds(5),
            WorkerGroup.REST),
        () -> new KafkaConsumer<>(WorkerClients.consumer(settings, WorkerGroup.REST), new ByteArrayDeserializer(), new ByteArrayDeserializer()),
        value -> new Paint(header),
        List.of(new World(URI.create(args[1]), args[2], HttpClient.newHttpClient())),
        partition -> new KafkaOutcomeRecorder<>(new KafkaProducer<>(WorkerClients.outcomes(settings, WorkerGroup.REST, partition),
            new StringSerializer(), new ByteArraySerializer()), codecs, Painted.class, OUTCOMES, FaultPoints.NONE),
        Clock.systemUTC(), new WorkerMetrics(new SimpleMeterRegistry()), FaultPoints.NONE, (record, why) -> { throw why; },
        new FatalEnd("zombie", Runtime.getRuntime()::halt)::happened).start();
    new CountDownLatch(1).await();
  }

  /** What {@link Painted} looks like on the topic, well enough to tell who wrote it. */
  static boolean writtenBy(byte[] outcome, String name) {
    return new String(outcome, UTF_8).contains(name);
  }
}
