package dev.convoy.lab.run;

import dev.convoy.lab.broker.BrokerProcess;
import dev.convoy.lab.broker.BrokerSettings;
import dev.convoy.lab.broker.EmbeddedBroker;
import dev.convoy.lab.broker.KafkaNode;
import dev.convoy.lab.chaos.AwsStorm;
import dev.convoy.lab.chaos.Chaos;
import dev.convoy.lab.chaos.ChaosKind;
import dev.convoy.lab.chaos.ChaosTargets;
import dev.convoy.lab.chaos.Victim;
import dev.convoy.lab.process.Condition;
import dev.convoy.lab.process.JavaProgram;
import dev.convoy.lab.registry.RegistryProcess;
import dev.convoy.lab.versions.Recording;
import dev.convoy.lab.versions.Upgrade;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Starts a lab: broker, registry and simulators, then the services, then the watch on their status. */
final class LabStart {
  private static final int SERVICES_AT_ONCE = 2;
  private static final Duration REGISTRY_LATE = Duration.ofSeconds(15);

  private final LabOptions options;
  private final LabFolder folder;
  private final LabWorld world;
  private final ComponentStack running;
  private final PrintStream out;
  private final Optional<BrokerProcess> brokerProcess;
  private final RegistryProcess registry;
  private final List<LabComponent> services;
  private final AwsStorm storm;

  LabStart(LabOptions options, LabFolder folder, LabWorld world, ComponentStack running, PrintStream out) {
    this.options = options;
    this.folder = folder;
    this.world = world;
    this.running = running;
    this.out = out;
    LabPorts ports = options.ports();
    this.brokerProcess = options.processes() ? Optional.of(new BrokerProcess(broker(), folder.log("broker")))
        : Optional.empty();
    this.registry = new RegistryProcess(folder.resolve("registry"), folder.log("registry"), ports.registry(),
        ports.registryManagement());
    this.services = services();
    this.storm = new AwsStorm(ports.awsUrl());
  }

  private BrokerSettings broker() {
    return new BrokerSettings(folder.resolve("kafka"), options.ports().kafka(), options.ports().controller());
  }

  StatusWatch all() {
    LabPorts ports = options.ports();
    List<LabComponent> ground = new ArrayList<>();
    ground.add(brokerProcess.<LabComponent>map(each -> inOrder(List.of(KafkaNode.controller(broker()), each)))
        .orElseGet(() -> new EmbeddedBroker(broker())));
    boolean late = options.chaos().has(ChaosKind.REGISTRY);
    if (!late) {
      ground.add(registry);
    }
    ground.add(inOrder(world.components()));
    start(ground, ground.size());
    options.versions().record().ifPresent(target -> start(List.of(recording(target)), 1));
    start(late ? Stream.concat(Stream.of(lateRegistry()), services.stream()).toList() : services,
        late ? SERVICES_AT_ONCE + 1 : SERVICES_AT_ONCE);
    StatusWatch watch = new StatusWatch(ports);
    running.start(List.of(watch), 1);
    return watch;
  }

  /**
   * Begins what was asked for; empty for a quiet lab.
   *
   * @param notes takes a line for each act
   */
  Optional<Chaos> chaos(Consumer<String> notes) {
    if (options.chaos().kinds().isEmpty() || brokerProcess.isEmpty()) {
      return Optional.empty();
    }
    List<Victim> victims = services.stream().filter(ServiceProcess.class::isInstance).map(Victim.class::cast).toList();
    Chaos chaos = new Chaos(options.chaos(), options.seed(), new ChaosTargets(victims, brokerProcess.get(), registry,
        storm, folder.log("chaos"), notes, options.ports().bootstrapServers()));
    start(List.of(chaos), 1);
    return Optional.of(chaos);
  }

  /** After the broker and the registry, so that it ends between the services and them. */
  private Recording recording(Path target) {
    return new Recording(folder, target, options.ports().registryUrl(), world.environmentsFile(),
        Stream.of(LabService.values()).collect(Collectors.toMap(Function.identity(), world::settings)));
  }

  /**
   * The change of builds that was asked for.
   *
   * @param notes takes a line for each change
   */
  Optional<Upgrade> upgrade(Consumer<String> notes) {
    return options.versions().otherClassPath().map(other -> new Upgrade(
        services.stream().map(Upgrade.Service.class::cast).toList(), other, JavaProgram.ownClassPath(), notes));
  }

  /** Has the services act that have only observed: starts them anew without that setting, as a person would. */
  void act() {
    ServiceSettings settings = new ServiceSettings(options, folder, world);
    services.stream().filter(SpringService.class::isInstance).map(SpringService.class::cast)
        .filter(each -> ServiceSettings.OBSERVERS.contains(each.service()))
        .forEach(each -> each.restart(settings.acting(each.service(), 1)));
  }

  /** Faults of AWS and what others do there. */
  AwsStorm storm() {
    return storm;
  }

  /** Services have to wait for a registry that is not there yet. */
  private LabComponent lateRegistry() {
    return component("registry (late)", () -> {
      Condition.holdsWithin(REGISTRY_LATE, running::stopping);
      registry.start();
    }, registry::stop, registry::healthy);
  }

  private void start(List<LabComponent> components, int atOnce) {
    running.start(components, atOnce);
    out.println(components.stream().map(LabComponent::name).collect(Collectors.joining(", ")) + " up");
  }

  /** All first instances, then the second ones. */
  private List<LabComponent> services() {
    ServiceSettings settings = new ServiceSettings(options, folder, world);
    return IntStream.rangeClosed(1, options.instances()).boxed()
        .flatMap(instance -> Stream.of(LabService.values()).map(each -> service(settings, each, instance))).toList();
  }

  private LabComponent service(ServiceSettings settings, LabService service, int instance) {
    return options.processes() ? new ServiceProcess(service, instance, settings.of(service, instance),
        world, folder, options.ports().service(service, instance),
        options.versions().otherClassPath().orElseGet(JavaProgram::ownClassPath))
        : new SpringService(service, settings.of(service, instance));
  }

  /** The world as one component: its parts one after the other. */
  private static LabComponent inOrder(List<LabComponent> parts) {
    return component(parts.stream().map(LabComponent::name).collect(Collectors.joining(", ")),
        () -> parts.forEach(LabComponent::start), () -> parts.reversed().forEach(LabComponent::stop),
        () -> parts.stream().allMatch(LabComponent::healthy));
  }

  private static LabComponent component(String name, Runnable start, Runnable stop, BooleanSupplier healthy) {
    return new LabComponent() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public void start() {
        start.run();
      }

      @Override
      public void stop() {
        stop.run();
      }

      @Override
      public boolean healthy() {
        return healthy.getAsBoolean();
      }
    };
  }
}
