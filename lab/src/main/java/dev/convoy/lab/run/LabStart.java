package dev.convoy.lab.run;

import dev.convoy.lab.broker.BrokerSettings;
import dev.convoy.lab.broker.EmbeddedBroker;
import dev.convoy.lab.registry.RegistryProcess;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Starts a lab: broker, registry and simulators, then the services, then the watch on their status. */
final class LabStart {
  private static final int SERVICES_AT_ONCE = 2;

  private final LabOptions options;
  private final LabFolder folder;
  private final LabWorld world;
  private final ComponentStack running;
  private final PrintStream out;

  LabStart(LabOptions options, LabFolder folder, LabWorld world, ComponentStack running, PrintStream out) {
    this.options = options;
    this.folder = folder;
    this.world = world;
    this.running = running;
    this.out = out;
  }

  StatusWatch all() {
    LabPorts ports = options.ports();
    EmbeddedBroker broker =
        new EmbeddedBroker(new BrokerSettings(folder.resolve("kafka"), ports.kafka(), ports.controller()));
    RegistryProcess registry = new RegistryProcess(folder.resolve("registry"), folder.log("registry"),
        ports.registry(), ports.registryManagement());
    List<LabComponent> ground = new ArrayList<>(List.of(broker, registry));
    ground.add(inOrder(world.components()));
    start(ground, ground.size());
    start(services(), SERVICES_AT_ONCE);
    StatusWatch watch = new StatusWatch(ports);
    running.start(List.of(watch), 1);
    return watch;
  }

  private void start(List<LabComponent> components, int atOnce) {
    running.start(components, atOnce);
    out.println(components.stream().map(LabComponent::name).collect(Collectors.joining(", ")) + " up");
  }

  private List<LabComponent> services() {
    ServiceSettings settings = new ServiceSettings(options, folder, world);
    return Stream.of(LabService.values()).map(each -> options.processes()
        ? new ServiceProcess(each, settings.of(each), world.systemProperties(), folder, options.ports().service(each))
        : new SpringService(each, settings.of(each))).map(LabComponent.class::cast).toList();
  }

  /** The world as one component: its parts one after the other. */
  private static LabComponent inOrder(List<LabComponent> parts) {
    return new LabComponent() {
      @Override
      public String name() {
        return parts.stream().map(LabComponent::name).collect(Collectors.joining(", "));
      }

      @Override
      public void start() {
        parts.forEach(LabComponent::start);
      }

      @Override
      public void stop() {
        parts.reversed().forEach(LabComponent::stop);
      }

      @Override
      public boolean healthy() {
        return parts.stream().allMatch(LabComponent::healthy);
      }
    };
  }
}
