package dev.convoy.lab.cli;

import dev.convoy.lab.run.LabFailure;
import dev.convoy.lab.run.LabService;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.LifecycleProcessor;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.util.FileSystemUtils;

/**
 * Puts the command and every service together once and starts none of it: no port, no record. Run with
 * {@code -XX:AOTCacheOutput=FILE} it leaves a cache of the loaded and linked classes, with which a service starts in
 * about half of the time: whatever kills one, it is back sooner.
 */
public final class Rehearsal {
  private Rehearsal() {}

  /** @param args an environments file, which inventory-service cannot be put together without */
  public static void main(String[] args) throws IOException {
    Path environments = Path.of(args[0]);
    ConvoyCommand.commandLine((options, folder) -> {
      throw new LabFailure("[CVY-9210] lab: a rehearsal has no simulators");
    }).setOut(new PrintWriter(Writer.nullWriter())).execute("wave", "--help");
    Path folder = Files.createTempDirectory("convoy-rehearsal");
    try {
      for (LabService service : LabService.values()) {
        rehearse(service, environments, folder);
      }
    } finally {
      FileSystemUtils.deleteRecursively(folder);
    }
  }

  private static void rehearse(LabService service, Path environments, Path folder) {
    Map<String, String> settings = new TreeMap<>(Map.of(
        "spring.config.name", service.serviceName(),
        "spring.jmx.enabled", "false",
        "management.metrics.use-global-registry", "false",
        "logging.level.root", "OFF",
        "convoy.provision-topics", "false",
        "convoy.environments-file", environments.toString(),
        "convoy.data-dir", folder.toString(),
        "server.tomcat.basedir", folder.toString()));
    new SpringApplicationBuilder(type(service)).registerShutdownHook(false).logStartupInfo(false)
        .initializers(context -> ((GenericApplicationContext) context).registerBean(
            "lifecycleProcessor", LifecycleProcessor.class, NothingStarts::new))
        .run(settings.entrySet().stream().map(each -> "--" + each.getKey() + "=" + each.getValue())
            .toArray(String[]::new)).close();
  }

  private static Class<?> type(LabService service) {
    try {
      return Class.forName(service.mainClass());
    } catch (ClassNotFoundException e) {
      throw new LabFailure("[CVY-9251] " + service.serviceName() + ": " + service.mainClass()
          + " is not on the class path; build it", e);
    }
  }

  /** Beans are made, and neither started nor stopped. */
  private static final class NothingStarts implements LifecycleProcessor {
    @Override
    public void onRefresh() {}

    @Override
    public void onClose() {}

    @Override
    public void start() {}

    @Override
    public void stop() {}

    @Override
    public boolean isRunning() {
      return false;
    }
  }
}
