package dev.convoy.lab.run;

import dev.convoy.lab.versions.Recording;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Spring properties of a service in the lab: its addresses and folders, and what the world wants. */
final class ServiceSettings {
  /** Those that call AWS for accounts, and can be made to observe only. */
  static final Set<LabService> OBSERVERS = Set.of(LabService.AGENT, LabService.REPLICATION, LabService.LAUNCH);

  private static final String MODE = "convoy.aws.mode";

  private final LabOptions options;
  private final LabFolder folder;
  private final LabWorld world;

  ServiceSettings(LabOptions options, LabFolder folder, LabWorld world) {
    this.options = options;
    this.folder = folder;
    this.world = world;
  }

  /** @param instance 1 for the first; each has a port and a folder of its own */
  Map<String, String> of(LabService service, int instance) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("spring.config.name", service.serviceName());
    settings.put("spring.jmx.enabled", "false");
    settings.put("management.metrics.use-global-registry", "false");
    settings.put("server.address", LabPorts.HOST);
    settings.put("server.port", String.valueOf(options.ports().service(service, instance)));
    settings.put("server.tomcat.basedir", folder.resolve("tmp/" + service.serviceName() + "-" + instance).toString());
    settings.put("convoy.kafka.bootstrap-servers", options.ports().bootstrapServers());
    settings.put("convoy.registry.url", options.ports().registryUrl().toString());
    settings.put("convoy.aws.endpoint", options.ports().awsUrl().toString());
    settings.put("convoy.worker.session-timeout", "6s");
    settings.put("convoy.data-dir", (instance == 1 ? folder : folder.resolve("instance-" + instance)).toString());
    settings.put("convoy.environments-file", world.environmentsFile().toString());
    settings.putAll(world.settings(service));
    if (options.versions().record().isPresent()) {
      settings.putAll(Recording.settings(folder, service));
    }
    if (options.goal().observe() && OBSERVERS.contains(service)) {
      settings.put(MODE, "observe");
    }
    settings.putAll(Trials.crashPlan(options, folder).settings(service));
    return settings;
  }

  /** As {@link #of}, of a service that acts, whatever the run begins with. */
  Map<String, String> acting(LabService service, int instance) {
    Map<String, String> settings = of(service, instance);
    settings.remove(MODE);
    return settings;
  }

  /** The same as arguments of a main class. */
  static List<String> arguments(Map<String, String> settings) {
    return settings.entrySet().stream().map(each -> "--" + each.getKey() + "=" + each.getValue()).toList();
  }
}
