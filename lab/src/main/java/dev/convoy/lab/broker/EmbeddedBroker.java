package dev.convoy.lab.broker;

import dev.convoy.lab.run.LabComponent;
import dev.convoy.lab.run.LabFailure;
import dev.convoy.lab.run.LabLogging;
import dev.convoy.lab.run.LabPorts;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/** One Kafka node, broker and controller, in this JVM: fixed ports, data that survives a restart. */
public final class EmbeddedBroker implements LabComponent {
  private final BrokerSettings settings;
  private @Nullable KafkaRaftServer server;

  public EmbeddedBroker(BrokerSettings settings) {
    this.settings = settings;
  }

  /** Runs a broker until the process is told to end: {@code FOLDER [PORT [CONTROLLER-PORT]]}. */
  public static void main(String[] args) throws InterruptedException {
    if (args.length == 0) {
      System.err.println("usage: EmbeddedBroker FOLDER [PORT [CONTROLLER-PORT]]");
      System.exit(2);
    }
    LabLogging.toOutput();
    int port = args.length > 1 ? Integer.parseInt(args[1]) : 9092;
    int controllerPort = args.length > 2 ? Integer.parseInt(args[2]) : port + 1;
    EmbeddedBroker broker = new EmbeddedBroker(new BrokerSettings(Path.of(args[0]), port, controllerPort));
    broker.start();
    Runtime.getRuntime().addShutdownHook(new Thread(broker::stop, "broker-stop"));
    System.out.println("Kafka on 127.0.0.1:" + port);
    new CountDownLatch(1).await();
  }

  @Override
  public String name() {
    return "broker";
  }

  @Override
  public synchronized void start() {
    requireFree(settings.port());
    requireFree(settings.controllerPort());
    Properties properties = settings.toProperties();
    try {
      formatOnce(properties);
      KafkaRaftServer starting = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
      server = starting;
      starting.startup();
    } catch (IOException | KafkaException e) {
      stop();
      throw new LabFailure("[CVY-9204] broker: did not start in " + settings.folder() + ": " + e.getMessage()
          + "; see the lab's log, or use another --data folder", e);
    }
  }

  @Override
  public synchronized void stop() {
    KafkaRaftServer running = server;
    if (running != null) {
      server = null;
      running.shutdown();
      running.awaitShutdown();
    }
  }

  @Override
  public synchronized boolean healthy() {
    return server != null && LabPorts.listens(settings.port());
  }

  private static void requireFree(int port) {
    if (!LabPorts.free(port)) {
      throw new LabFailure("[CVY-9203] broker: port " + port
          + " is taken; stop what listens there or choose others with --port-offset N");
    }
  }

  /** A folder is formatted when it is used for the first time; after that it keeps its cluster id. */
  private void formatOnce(Properties properties) throws IOException {
    if (Files.exists(settings.folder().resolve("meta.properties"))) {
      return;
    }
    Files.createDirectories(settings.folder());
    Path file = Files.createTempFile("convoy-broker", ".properties");
    try {
      try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
        properties.store(writer, null);
      }
      format(file);
    } finally {
      Files.delete(file);
    }
  }

  private static void format(Path file) {
    try (PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      String[] command = {"format", "--standalone", "--cluster-id", Uuid.randomUuid().toString(), "--config",
          file.toString()};
      int exit = StorageTool.execute(command, silent);
      if (exit != 0) {
        throw new UncheckedIOException(new IOException("kafka-storage format ended with " + exit));
      }
    }
  }
}
