package dev.convoy.lab.broker;

import dev.convoy.lab.process.JavaProgram;
import dev.convoy.lab.process.KeptProcess;
import dev.convoy.lab.run.LabFailure;
import dev.convoy.lab.run.LabPorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A broker in a process of its own, so that it can be killed; its data survive, and its controller lives on elsewhere. */
public final class BrokerProcess extends KeptProcess {
  private static final List<String> FLAGS = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx384m",
      "-XX:-UsePerfData", "-Dslf4j.provider=ch.qos.logback.classic.spi.LogbackServiceProvider",
      "--sun-misc-unsafe-memory-access=allow");

  private final BrokerSettings settings;
  private final Path log;

  /** @param log takes its output */
  public BrokerProcess(BrokerSettings settings, Path log) {
    super(Duration.ofSeconds(20));
    this.settings = settings;
    this.log = log;
  }

  @Override
  public String name() {
    return "broker";
  }

  @Override
  protected boolean serves() {
    return LabPorts.listens(settings.port());
  }

  @Override
  protected LabFailure failure() {
    return new LabFailure("[CVY-9266] broker: did not become ready; see " + log);
  }

  @Override
  protected JavaProgram program() {
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
    return new JavaProgram(name(), flags, JavaProgram.ownClassPath(), KafkaNode.class.getName(), arguments,
        settings.folder(), log);
  }
}
