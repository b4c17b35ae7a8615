package dev.convoy.lab.broker;

import dev.convoy.lab.chaos.Victim;
import dev.convoy.lab.process.ChildProcess;
import dev.convoy.lab.process.Condition;
import dev.convoy.lab.process.JavaProgram;
import dev.convoy.lab.run.LabComponent;
import dev.convoy.lab.run.LabFailure;
import dev.convoy.lab.run.LabPorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The {@link EmbeddedBroker} in a process of its own, so that it can be killed; its data survive. */
public final class BrokerProcess implements LabComponent, Victim {
  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final List<String> FLAGS = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx384m",
      "-XX:-UsePerfData", "-Dslf4j.provider=ch.qos.logback.classic.spi.LogbackServiceProvider",
      "--sun-misc-unsafe-memory-access=allow");

  private final BrokerSettings settings;
  private final Path log;
  private @Nullable ChildProcess process;

  /** @param log takes its output */
  public BrokerProcess(BrokerSettings settings, Path log) {
    this.settings = settings;
    this.log = log;
  }

  @Override
  public String name() {
    return "broker";
  }

  /** What every service writes stands on it. */
  @Override
  public String topics() {
    return "";
  }

  @Override
  public synchronized void start() {
    ChildProcess started = ChildProcess.start(program());
    process = started;
    boolean ready = Condition.holdsWithin(START_LIMIT,
        () -> !started.alive() || LabPorts.listens(settings.port()));
    if (!ready || !started.alive()) {
      stop();
      throw new LabFailure("[CVY-9266] broker: did not become ready; see " + log);
    }
  }

  private JavaProgram program() {
    try {
      Files.createDirectories(settings.folder());
    } catch (IOException e) {
      throw new LabFailure("[CVY-9204] broker: cannot create " + settings.folder()
          + "; choose another --data folder", e);
    }
    List<String> arguments = List.of(settings.folder().toString(), String.valueOf(settings.port()),
        String.valueOf(settings.controllerPort()));
    List<String> flags = new ArrayList<>(FLAGS);
    flags.addAll(JavaProgram.ownCache());
    return new JavaProgram(name(), flags, JavaProgram.ownClassPath(), EmbeddedBroker.class.getName(), arguments,
        settings.folder(), log);
  }

  @Override
  public synchronized void stop() {
    ChildProcess running = process;
    if (running != null) {
      process = null;
      running.stop(Duration.ofSeconds(20));
    }
  }

  @Override
  public synchronized boolean healthy() {
    return process != null && process.alive() && LabPorts.listens(settings.port());
  }

  @Override
  public synchronized void kill() {
    if (process != null) {
      process.kill();
    }
  }

  @Override
  public synchronized void revive() {
    if (process != null && !process.alive()) {
      start();
    }
  }

  @Override
  public synchronized void freeze(Duration time) {
    if (process != null) {
      process.freeze(time);
    }
  }

  @Override
  public synchronized void thaw() {
    if (process != null && process.alive()) {
      process.thaw();
    }
  }
}
