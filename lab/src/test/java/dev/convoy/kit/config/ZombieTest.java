package dev.convoy.kit.config;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.convoy.lab.broker.BrokerSettings;
import dev.convoy.lab.broker.EmbeddedBroker;
import dev.convoy.lab.broker.FreePorts;
import dev.convoy.lab.process.ChildProcess;
import dev.convoy.lab.process.JavaProgram;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two workers in processes of their own; the owner is stopped for twice the session time-out and goes on (R3): once in each
 * place in every build, as often as {@code -Dzombies} says.
 */
@Timeout(120)
class ZombieTest {
  private final List<Integer> ports = FreePorts.take(3);
  private final String bootstrap = "127.0.0.1:" + ports.getFirst();
  private final List<String> calls = new ArrayList<>();
  private final CountDownLatch never = new CountDownLatch(1);
  private final CountDownLatch awake = new CountDownLatch(1);
  @TempDir
  private Path folder;
  private EmbeddedBroker broker;
  private HttpServer world;
  private ChildProcess owner;
  private ChildProcess heir;
  private boolean done;
  private boolean stopped;

  @BeforeEach
  void start() throws Exception {
    broker = new EmbeddedBroker(new BrokerSettings(folder.resolve("kafka"), ports.get(0), ports.get(1)));
    broker.start();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      admin.createTopics(List.of(new NewTopic(ZombieWorker.OPERATIONS, 1, (short) 1),
          new NewTopic(ZombieWorker.OUTCOMES, 1, (short) 1))).all().get();
    }
    world = HttpServer.create(new InetSocketAddress("127.0.0.1", ports.get(2)), 0);
    world.createContext("/", this::answer);
    world.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    world.start();
  }

  @AfterEach
  void stop() {
    for (ChildProcess child : new ChildProcess[] {owner, heir}) {
      if (child != null) {
        signal(child, "CONT");
        child.stop(Duration.ofSeconds(10));
      }
    }
    world.stop(0);
    broker.stop();
  }

  /** Stops the owner while the answer to its first look is on the way, lets the heir take over, and goes on. */
  private void answer(HttpExchange exchange) throws IOException {
    String by = exchange.getRequestURI().getQuery();
    String what = exchange.getRequestURI().getPath();
    String seen;
    boolean first;
    synchronized (this) {
      calls.add(what + " " + by);
      first = !stopped && what.equals("/observe") && (done || calls.size() > 2);
      seen = done ? "done" : "absent";
      done |= what.equals("/act");
      stopped |= first;
    }
    if (first) {
      freeze();
    }
    exchange.sendResponseHeaders(200, seen.length());
    exchange.getResponseBody().write(seen.getBytes());
    exchange.close();
  }

  private void freeze() {
    signal(owner, "STOP");
    heir = worker("heir");
    Thread.ofVirtual().start(() -> {
      try {
        never.await(ZombieWorker.SESSION.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS);
        while (outcomes().isEmpty()) {
          never.await(200, TimeUnit.MILLISECONDS);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      signal(owner, "CONT");
      awake.countDown();
    });
  }

  private static void signal(ChildProcess child, String signal) {
    try {
      new ProcessBuilder("kill", "-" + signal, Long.toString(child.pid())).start().waitFor();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ChildProcess worker(String name) {
    return ChildProcess.start(new JavaProgram(name, List.of("-XX:TieredStopAtLevel=1", "-Xmx128m",
        "-Dslf4j.provider=ch.qos.logback.classic.spi.LogbackServiceProvider"),
        JavaProgram.ownClassPath(), ZombieWorker.class.getName(),
        List.of(bootstrap, "http://127.0.0.1:" + ports.get(2), name), folder, folder.resolve(name + ".log")));
  }

  private void want() throws Exception {
    try (var producer = new KafkaProducer<>(Map.<String, Object>of("bootstrap.servers", bootstrap),
        new StringSerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(ZombieWorker.OPERATIONS, "a|a:Paint:1:1", new byte[] {1})).get();
    }
  }

  private List<byte[]> outcomes() {
    List<byte[]> read = new ArrayList<>();
    TopicPartition partition = new TopicPartition(ZombieWorker.OUTCOMES, 0);
    try (var consumer = new KafkaConsumer<>(
        Map.<String, Object>of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
        new StringDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(200)).forEach(each -> read.add(each.value()));
      }
    }
    return read;
  }

  private long made(String call) {
    synchronized (this) {
      return calls.stream().filter(call::equals).count();
    }
  }

  @ParameterizedTest
  @MethodSource("times")
  void anOwnerThatStoodStillBetweenItsLookAndItsCallDoesNotCall(int time) throws Exception {
    want();
    owner = worker("owner");
    assertThat(awake.await(90, TimeUnit.SECONDS)).isTrue();
    awaitLog("joins anew");
    assertThat(made("/act by=owner")).isZero();
    assertThat(made("/act by=heir")).isOne();
    assertThat(outcomes()).hasSize(1).allMatch(outcome -> ZombieWorker.writtenBy(outcome, "heir"));
  }

  @ParameterizedTest
  @MethodSource("times")
  void anOwnerThatStoodStillBeforeItRecordsIsRefused(int time) throws Exception {
    done = true;
    want();
    owner = worker("owner");
    assertThat(awake.await(90, TimeUnit.SECONDS)).isTrue();
    awaitLog("CVY-9014");
    assertThat(outcomes()).hasSize(1).allMatch(outcome -> ZombieWorker.writtenBy(outcome, "heir"));
  }

  static IntStream times() {
    return IntStream.rangeClosed(1, Integer.getInteger("zombies", 1));
  }

  private void awaitLog(String text) throws Exception {
    for (int i = 0; i < 150 && !Files.readString(folder.resolve("owner.log")).contains(text); i++) {
      never.await(200, TimeUnit.MILLISECONDS);
    }
    assertThat(folder.resolve("owner.log")).content().contains(text);
  }
}
