package dev.convoy.lab.run;

import dev.convoy.lab.canary.CanaryHunt;
import dev.convoy.lab.chaos.Chaos;
import dev.convoy.lab.drill.Drills;
import dev.convoy.lab.poison.PoisonRun;
import dev.convoy.lab.versions.Upgrade;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What a run is put through on purpose: chaos, crashes, drills, and servers that were made to fail. */
final class Trials {

  /**
   * What may end otherwise than done because of a trial.
   *
   * @param mayPark servers that somebody else laid hands on
   * @param withdrawn how many servers were taken out of the migration
   */
  record Allowances(Set<String> mayPark, int withdrawn) {
    static final Allowances NONE = new Allowances(Set.of(), 0);
  }

  private final LabOptions options;
  private final LabStart lab;
  private final PrintStream out;
  private final Engineer engineer;
  private final CrashScenario crashes;
  private final Optional<Chaos> chaos;
  private final PoisonRun poison;
  private final Optional<CanaryHunt> canaries;
  private final Optional<Upgrade> upgrade;
  private final List<String> lines = new ArrayList<>();
  private Optional<Drills> drills = Optional.empty();

  /** @param notes takes a line for each act of chaos */
  Trials(LabOptions options, LabFolder folder, LabWorld world, LabStart lab, Consumer<String> notes, PrintStream out) {
    this.options = options;
    this.lab = lab;
    this.out = out;
    this.engineer = new Engineer(world.planted(), options.ports().inventoryUrl(), out);
    this.crashes = new CrashScenario(crashPlan(options, folder), options.ports(), out);
    this.chaos = lab.chaos(notes);
    this.poison = new PoisonRun(options.poison(), options.seed(), options.ports(), out);
    this.canaries = options.canary() ? Optional.of(hunt(options, folder, world)) : Optional.empty();
    this.upgrade = lab.upgrade(notes);
  }

  private static CanaryHunt hunt(LabOptions options, LabFolder folder, LabWorld world) {
    List<URI> services = Stream.of(LabService.values())
        .map(each -> URI.create("http://" + LabPorts.HOST + ":" + options.ports().service(each))).toList();
    return new CanaryHunt(world.canaries(), new CanaryHunt.Ground(Path.of(folder.toString()), world.rightful(),
        world.commandLines(), options.ports().bootstrapServers(), options.ports().inventoryUrl(), services,
        line -> line.contains(LabService.AGENT.mainClass())));
  }

  static CrashPlan crashPlan(LabOptions options, LabFolder folder) {
    return new CrashPlan(options.crashPoints(), options.processes(), folder.resolve("crash-points"));
  }

  /** Before the waves are started. */
  void prepare() throws InterruptedException {
    crashes.prepare();
  }

  /** Drills and poison, to be started now that the waves are. */
  List<LabComponent> begin(StatusWatch watch) {
    Drills begun = new Drills(options.drills(), watch::servers, options.ports().inventoryUrl(), out);
    drills = Optional.of(begun);
    return List.of(begun, poison);
  }

  /** Acts on what is seen now. */
  void follow(Collection<ServerLine> servers) {
    engineer.look(servers);
    crashes.follow(servers);
    upgrade.ifPresent(change -> change.follow(servers.stream().map(ServerLine::stage).toList()));
  }

  /** True when nothing more is going to be done. */
  boolean over(Collection<ServerLine> servers) {
    return crashes.over(servers) && drills.map(Drills::over).orElse(true)
        && upgrade.map(Upgrade::over).orElse(true);
  }

  /** Ends what goes on by itself. True when everything was tried that was asked for. */
  boolean end() throws InterruptedException {
    chaos.map(Chaos::end).ifPresent(lines::add);
    if (!options.drills().isEmpty()) {
      drills.map(Drills::line).ifPresent(lines::add);
    }
    boolean setAside = poison.end();
    if (options.poison() > 0) {
      lines.add(poison.line());
    }
    boolean clean = canaries.map(CanaryHunt::clean).orElse(true);
    canaries.map(CanaryHunt::lines).ifPresent(lines::addAll);
    upgrade.map(Upgrade::line).ifPresent(lines::add);
    return setAside && clean && crashes.complete() && chaos.map(Chaos::drained).orElse(true)
        && upgrade.map(Upgrade::over).orElse(true);
  }

  /** A line for each kind of trial. */
  List<String> lines() {
    return List.copyOf(lines);
  }

  Allowances allowances() {
    return new Allowances(lab.touched(), drills.map(Drills::withdrawn).orElse(0));
  }
}
