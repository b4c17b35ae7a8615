package dev.convoy.lab.broker;

import dev.convoy.lab.run.LabComponent;
import dev.convoy.lab.run.LabFailure;
import dev.convoy.lab.run.LabLogging;
import dev.convoy.lab.run.LabPorts;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/**
 * One Kafka node in this JVM, controller or broker: fixed ports, data that survives a restart. They are two, so that a
 * killed broker comes back to a controller that knows it was gone. A node of Kafka 4.2.1 that is both was seen to lose the
 * coordinators of groups after kill -9, in part for good: docs/operating.md.
 */
public final class KafkaNode implements LabComponent {
  private final String name;
  private final Path folder;
  private final int port;
  private final BrokerSettings settings;
  private final Properties properties;
  private @Nullable KafkaRaftServer server;

  private KafkaNode(String name, Path folder, int port, BrokerSettings settings, Properties properties) {
    this.name = name;
    this.folder = folder;
    this.port = port;
    this.settings = settings;
    this.properties = properties;
  }

  /** The only voter of its quorum. */
  public static KafkaNode controller(BrokerSettings settings) {
    return new KafkaNode("controller", settings.controllerFolder(), settings.controllerPort(), settings,
        settings.controller());
  }

  /** Wants a {@link #controller} of the same settings that runs. */
  static KafkaNode broker(BrokerSettings settings) {
    return new KafkaNode("broker", settings.brokerFolder(), settings.port(), settings, settings.broker());
  }

  /** Runs a broker until the process is told to end: {@code FOLDER PORT CONTROLLER-PORT}. Its controller runs elsewhere. */
  public static void main(String[] args) throws InterruptedException {
    if (args.length != 3) {
      System.err.println("usage: KafkaNode FOLDER PORT CONTROLLER-PORT");
      System.exit(2);
    }
    LabLogging.toOutput();
    KafkaNode broker = broker(new BrokerSettings(Path.of(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2])));
    broker.start();
    Runtime.getRuntime().addShutdownHook(new Thread(broker::stop, "broker-stop"));
    System.out.println("Kafka on 127.0.0.1:" + args[1]);
    new CountDownLatch(1).await();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public synchronized void start() {
    requireFree();
    requireOwnData();
    try {
      formatOnce();
      KafkaRaftServer starting = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
      server = starting;
      starting.startup();
    } catch (IOException | KafkaException e) {
      stop();
      throw new LabFailure("[CVY-9204] " + name + ": did not start in " + folder + ": " + e.getMessage()
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
    return server != null && LabPorts.listens(port);
  }

  /** Fails with the port in its text when somebody listens there. */
  void requireFree() {
    if (!LabPorts.free(port)) {
      throw new LabFailure("[CVY-9203] " + name + ": port " + port
          + " is taken; stop what listens there or choose others with --port-offset N");
    }
  }

  /** What a node that was both has written cannot be taken over, and must not be left out in silence. */
  private void requireOwnData() {
    if (Files.exists(metaProperties(settings.folder()))) {
      throw new LabFailure("[CVY-9204] " + name + ": " + settings.folder() + " was written by an earlier build, whose broker was"
          + " its own controller; use another --data folder");
    }
  }

  /** A folder is formatted when it is used for the first time; after that it keeps its cluster id. */
  private void formatOnce() throws IOException {
    if (Files.exists(metaProperties(folder))) {
      return;
    }
    Files.createDirectories(folder);
    Path file = Files.createTempFile("convoy-kafka", ".properties");
    try {
      try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
        properties.store(writer, null);
      }
      format(file);
    } finally {
      Files.delete(file);
    }
  }

  private void format(Path file) throws IOException {
    List<String> command = new ArrayList<>(List.of("format", "--cluster-id", clusterId(), "--config", file.toString()));
    if (folder.equals(settings.controllerFolder())) {
      command.add("--standalone");
    }
    try (PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      int exit = StorageTool.execute(command.toArray(String[]::new), silent);
      if (exit != 0) {
        throw new UncheckedIOException(new IOException("kafka-storage format ended with " + exit));
      }
    }
  }

  /** The controller draws it, the broker takes the controller's. */
  private String clusterId() throws IOException {
    if (folder.equals(settings.controllerFolder())) {
      return Uuid.randomUuid().toString();
    }
    Properties meta = new Properties();
    try (InputStream in = Files.newInputStream(metaProperties(settings.controllerFolder()))) {
      meta.load(in);
    }
    return meta.getProperty("cluster.id");
  }

  private static Path metaProperties(Path folder) {
    return folder.resolve("meta.properties");
  }
}
