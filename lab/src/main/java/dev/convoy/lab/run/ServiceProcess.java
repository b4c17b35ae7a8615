package dev.convoy.lab.run;

import dev.convoy.lab.chaos.Victim;
import dev.convoy.lab.process.ChildProcess;
import dev.convoy.lab.process.Condition;
import dev.convoy.lab.process.JavaProgram;
import dev.convoy.lab.versions.Upgrade;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A service in a JVM of its own. When it ends without being asked to, it is started again. */
final class ServiceProcess implements LabComponent, Victim, Upgrade.Service {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceProcess.class);
  private static final Duration START_LIMIT = Duration.ofSeconds(120);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final List<String> FLAGS = List.of("-XX:TieredStopAtLevel=1",
      "-XX:-UsePerfData", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

  private static final int LEAST_HEAP_MEGABYTES = 256;
  /** Of 3,000 servers that wait for their prerequisites and 100 sessions agent-service held 129 MB. */
  private static final int SERVERS_PER_MEGABYTE = 20;
  /** From here on a serial full collection takes seconds, which a worker takes for a standstill. */
  private static final int MANY_SERVERS = 1_000;

  private final LabService service;
  private final int instance;
  private final Map<String, String> settings;
  private final LabWorld world;
  private final LabFolder folder;
  private final int port;
  private @Nullable ChildProcess process;
  private List<String> classPath;
  private boolean stopping;

  /**
   * @param instance 1 for the first
   * @param classPath of the build that it is started from
   */
  ServiceProcess(LabService service, int instance, Map<String, String> settings, LabWorld world, LabFolder folder,
      int port, List<String> classPath) {
    this.service = service;
    this.instance = instance;
    this.settings = settings;
    this.world = world;
    this.folder = folder;
    this.port = port;
    this.classPath = classPath;
  }

  @Override
  public String name() {
    return instance == 1 ? service.serviceName() : service.serviceName() + "-" + instance;
  }

  @Override
  public void start() {
    launch();
    if (!Condition.holdsWithin(START_LIMIT, () -> gone() || listens())) {
      stop();
      throw new LabFailure("[CVY-9253] " + name() + ": not up within " + START_LIMIT.toSeconds() + " s; see "
          + folder.log(name()));
    }
    if (gone()) {
      stop();
      throw new LabFailure("[CVY-9254] " + name() + ": ended while starting; see " + folder.log(name()));
    }
  }

  private synchronized void launch() {
    if (stopping) {
      return;
    }
    ChildProcess started = ChildProcess.start(program());
    process = started;
    started.ended().thenAccept(exit -> again(started, exit));
  }

  /** One that never came up is not started again; start() reports it. */
  private synchronized void again(ChildProcess ended, int exit) {
    if (stopping || process != ended) {
      return;
    }
    LOG.warn("{} ended with exit code {}; it is started again", name(), exit);
    CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS).execute(this::launch);
  }

  private JavaProgram program() {
    List<String> arguments = List.of("--spring.config.name=" + service.serviceName(),
        "--spring.config.additional-location=file:" + writeSettings());
    List<String> flags = new ArrayList<>(FLAGS);
    flags.add(world.declarations().size() > MANY_SERVERS ? "-XX:+UseG1GC" : "-XX:+UseSerialGC");
    flags.add("-Xmx" + (LEAST_HEAP_MEGABYTES + world.declarations().size() / SERVERS_PER_MEGABYTE) + "m");
    if (classPath.equals(JavaProgram.ownClassPath())) {
      flags.addAll(JavaProgram.ownCache());
    }
    world.systemProperties().forEach((name, value) -> flags.add("-D" + name + "=" + value));
    return new JavaProgram(name(), flags, classPath, service.mainClass(), arguments,
        folder.resolve("tmp"), folder.log(name()), world.environment(service));
  }

  /** Settings go by a file that only its owner can read: a command line can be seen by others. */
  private Path writeSettings() {
    Path file = folder.resolve("conf").resolve(name() + ".properties");
    Properties properties = new Properties();
    properties.putAll(settings);
    properties.put("logging.level.root", "WARN");
    properties.put("logging.level.dev.convoy", "INFO");
    try {
      Files.createDirectories(file.getParent());
      Files.deleteIfExists(file);
      Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try (Writer writer = Files.newBufferedWriter(file)) {
        properties.store(writer, null);
      }
      return file;
    } catch (IOException e) {
      throw new LabFailure("[CVY-9255] " + name() + ": settings not written to " + file + "; check the disk", e);
    }
  }

  private synchronized boolean gone() {
    return process == null || !process.alive();
  }

  private boolean listens() {
    return LabPorts.listens(port);
  }

  @Override
  public void stop() {
    ChildProcess running;
    synchronized (this) {
      stopping = true;
      running = process;
      process = null;
    }
    if (running != null) {
      running.stop(STOP_LIMIT);
    }
  }

  @Override
  public void changeTo(List<String> other) {
    ChildProcess running;
    synchronized (this) {
      running = process;
      process = null;
      classPath = List.copyOf(other);
    }
    if (running != null) {
      running.stop(STOP_LIMIT);
    }
    start();
  }

  @Override
  public boolean healthy() {
    return !gone() && listens();
  }

  @Override
  public String service() {
    return service.serviceName();
  }

  @Override
  public void kill() {
    ChildProcess running = process();
    if (running != null) {
      running.kill();
    }
  }

  @Override
  public Optional<Drain> terminate(Duration limit) {
    ChildProcess running = process();
    if (running == null || !running.alive()) {
      return Optional.empty();
    }
    long signal = System.nanoTime();
    int exit = running.terminate(limit);
    return Optional.of(new Drain(Duration.ofNanos(System.nanoTime() - signal), exit));
  }

  /** Its folder is removed before it is started, so that nothing of it is left when it looks. */
  @Override
  public Optional<Duration> wipe(Duration limit) {
    ChildProcess running;
    synchronized (this) {
      running = process;
      process = null;
    }
    if (running != null) {
      running.kill();
    }
    Path state = Path.of(settings.getOrDefault("convoy.data-dir", folder.toString()), "state", service.shortName());
    try {
      LabFolder.remove(state);
    } catch (IOException e) {
      throw new LabFailure("[CVY-9286] " + name() + ": " + state + " not removed: " + e.getMessage()
          + "; check who may write there", e);
    }
    long start = System.nanoTime();
    launch();
    boolean up = Condition.holdsWithin(limit, () -> ServiceHealth.serves(port));
    return up ? Optional.of(Duration.ofNanos(System.nanoTime() - start)) : Optional.empty();
  }

  /** It comes back by itself. */
  @Override
  public void revive() {}

  @Override
  public void freeze(Duration time) {
    ChildProcess running = process();
    if (running != null) {
      running.freeze(time);
    }
  }

  @Override
  public void thaw() {
    ChildProcess running = process();
    if (running != null && running.alive()) {
      running.thaw();
    }
  }

  private synchronized @Nullable ChildProcess process() {
    return process;
  }
}
