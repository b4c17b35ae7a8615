package dev.convoy.lab.run;

import dev.convoy.events.cmdb.ServerDeclared;
import dev.convoy.events.common.Serving;
import dev.convoy.inventory.environments.EnvironmentsFile;
import dev.convoy.lab.aftercare.Aftercare;
import dev.convoy.lab.aftercare.AftercareResult;
import dev.convoy.lab.canary.CanaryHunt;
import dev.convoy.lab.chaos.Chaos;
import dev.convoy.lab.chaos.Stranger;
import dev.convoy.lab.drill.Drills;
import dev.convoy.lab.estate.EstateResult;
import dev.convoy.lab.estate.Founded;
import dev.convoy.lab.events.EventLine;
import dev.convoy.lab.extras.ExtrasResult;
import dev.convoy.lab.extras.ImageRequests;
import dev.convoy.lab.hosts.SourceFleet;
import dev.convoy.lab.kept.KeptTestsResult;
import dev.convoy.lab.kept.TestVisits;
import dev.convoy.lab.poison.PoisonRun;
import dev.convoy.lab.verify.Evidence;
import dev.convoy.lab.versions.Upgrade;
import dev.convoy.lab.wayback.Onlooker;
import dev.convoy.lab.wayback.WaysBack;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a run is put through on purpose: chaos, crashes, drills, and servers that were made to fail. */
final class Trials {

  /** Mean time between two jobs that somebody else starts in a storm. */
  private static final Duration STRANGER_EVERY = Duration.ofSeconds(5);
  /** Of so many servers somebody else starts a job for one. */
  private static final int SERVERS_PER_STRANGER = 20;

  private final LabOptions options;
  private final LabWorld world;
  private final PrintStream out;
  private final Engineer engineer;
  private final CrashScenario crashes;
  private final Optional<Stranger> stranger;
  private final Optional<Chaos> chaos;
  private final PoisonRun poison;
  private final Optional<CanaryHunt> canaries;
  private final Optional<Upgrade> upgrade;
  private final List<String> lines = new ArrayList<>();
  private final StageSteps steps = new StageSteps();
  private final Aftercare aftercare;
  private final Optional<TestVisits> visits;
  private final Optional<ImageRequests> images;
  private Map<String, Founded> estate = Map.of();
  private Optional<Observation> observation = Optional.empty();
  private Optional<Drills> drills = Optional.empty();

  /**
   * @param watch what is known of the servers
   * @param notes takes a line for each act of chaos
   */
  Trials(LabOptions options, LabFolder folder, LabWorld world, LabStart lab, StatusWatch watch, Consumer<String> notes,
      PrintStream out) {
    this.options = options;
    this.world = world;
    this.out = out;
    this.engineer = new Engineer(world.planted(), options.ports().inventoryUrl(), out);
    this.visits = options.goal().keepTests()
        ? Optional.of(new TestVisits(watch::keepsTest, watch::hasKeptTest, options.ports().inventoryUrl(), out)) : Optional.empty();
    this.images = options.extras() ? Optional.of(new ImageRequests(watch::keepsTest, watch.images(), options.ports().inventoryUrl(),
        InstantSource.system(), out)) : Optional.empty();
    this.crashes = new CrashScenario(crashPlan(options, folder), options, watch.images(), this::environment,
        InstantSource.system(), out);
    this.aftercare = new Aftercare(world, watch::power, options.ports().inventoryUrl(), Clock.systemUTC(), crashes::lastCrash, out);
    this.chaos = lab.chaos(notes);
    this.poison = new PoisonRun(options.poison(), options.seed(), options.ports(), out);
    this.canaries = options.canary() ? Optional.of(hunt(options, folder, world)) : Optional.empty();
    this.upgrade = lab.upgrade(notes);
    this.stranger = options.faults() == LabOptions.Faults.storm ? Optional.of(new Stranger(lab.storm(),
        Math.max(1, options.servers() / SERVERS_PER_STRANGER), STRANGER_EVERY, options.seed(), Clock.systemUTC(), notes))
        : Optional.empty();
  }

  private static CanaryHunt hunt(LabOptions options, LabFolder folder, LabWorld world) {
    List<URI> services = Stream.of(LabService.values())
        .map(each -> URI.create("http://" + LabPorts.HOST + ":" + options.ports().service(each))).toList();
    return new CanaryHunt(world.canaries(), new CanaryHunt.Ground(Path.of(folder.toString()), world.rightful(),
        world.commandLines(), options.ports().bootstrapServers(), options.ports().inventoryUrl(), services,
        line -> line.contains(LabService.AGENT.mainClass())));
  }

  private String environment(String serverId) {
    return world.declarations().stream().filter(each -> serverId.equals(each.getServerId())).map(ServerDeclared::getEnvironment)
        .findFirst().orElse("");
  }

  static CrashPlan crashPlan(LabOptions options, LabFolder folder) {
    return new CrashPlan(options.crashPoints(), options.processes(), folder.resolve("crash-points"));
  }

  /** Before the waves are started. */
  void prepare() throws InterruptedException {
    crashes.prepare();
    estate = world.foundEstate(out::println);
    if (!estate.isEmpty()) {
      out.println("An estate stands: " + estate.values().stream()
          .collect(Collectors.groupingBy(Founded::stage, TreeMap::new, Collectors.counting())));
      new EstateBinding(estate, world.declarations(), options.ports()).bind(out);
    }
  }

  /** While the services only observe, with the waves begun: looks at what they would do, and that they do nothing. */
  void observe() {
    Observation watched = new Observation(estate.keySet(), world.declarations(), options.ports());
    watched.watch();
    out.println(watched.line());
    observation = Optional.of(watched);
  }

  /** Drills and poison, to be started now that the waves are. */
  List<LabComponent> begin(StatusWatch watch) {
    Drills begun = new Drills(options.drills(), watch::servers, watch::account, options.goal().shutdown(),
        options.ports().inventoryUrl(), this::declare, onlooker(watch), out);
    drills = Optional.of(begun);
    return List.of(begun, poison);
  }

  private Onlooker onlooker(StatusWatch watch) {
    Map<String, List<String>> names = world.declarations().stream()
        .collect(Collectors.toMap(ServerDeclared::getServerId, ServerDeclared::getDnsNames));
    return new Onlooker(options.ports().awsUrl(), names, () -> watch.servers().stream()
        .filter(each -> each.serving().equals(Serving.TARGET.name())).map(ServerLine::serverId).collect(Collectors.toSet()));
  }

  private void declare(String serverId, UnaryOperator<ServerDeclared.Builder> change) {
    new DeclarationProducer(options.ports()).publish(
        world.declarations().stream().filter(each -> serverId.equals(each.getServerId()))
            .map(each -> change.apply(ServerDeclared.newBuilder(each)).build()).toList());
  }

  /** Acts on what is seen now. */
  void follow(Collection<ServerLine> servers) throws InterruptedException {
    engineer.look(servers);
    aftercare.look(servers);
    images.ifPresent(each -> each.look(servers));
    visits.ifPresent(each -> each.look(servers));
    chaos.ifPresent(each -> each.step(steps.since(servers)));
    stranger.ifPresent(Stranger::look);
    crashes.follow(servers, Stream.of(estate, world.oddities(), world.planted())
        .flatMap(each -> each.keySet().stream()).collect(Collectors.toSet()));
    upgrade.ifPresent(change -> change.follow(servers.stream().map(ServerLine::stage).toList()));
  }

  /** True when nothing more is going to be done. */
  boolean over(Collection<ServerLine> servers) {
    return engineer.over(servers) && aftercare.over(servers) && crashes.over(servers)
        && images.map(each -> each.over(servers)).orElse(true) && drills.map(Drills::over).orElse(true)
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

  /** What people were told of odd servers, going by these events. */
  AftercareResult aftercare(List<EventLine> events) {
    return new AftercareResult(world.oddities(), events, aftercare.both(),
        SourceFleet.UNSERVED_PORT + options.ports().offset());
  }

  /** How the tests ended that were to be kept. */
  KeptTestsResult kept(Evidence evidence) {
    return new KeptTestsResult(evidence.events());
  }

  /** Whether post-launch actions ran, and images became of the requests for them. */
  ExtrasResult extras(Evidence evidence) {
    return new ExtrasResult(evidence, EnvironmentsFile.load(world.environmentsFile()).all(), images.isPresent());
  }

  /** A line for each server in which something was missed that was done on purpose. */
  List<String> missed(Evidence evidence) {
    return Stream.of(aftercare(evidence.events()).faults().stream(), kept(evidence).faults().stream(), estate(evidence).faults().stream(), extras(evidence).faults().stream(),
        observation.stream().flatMap(each -> each.faults().stream()),
        drills.stream().flatMap(each -> each.admissions(evidence).faults().stream()),
        waysBack(evidence).stream().flatMap(each -> each.faults().stream())).flatMap(each -> each).toList();
  }

  /** How the servers ended that somebody else had set up. */
  EstateResult estate(Evidence evidence) {
    return new EstateResult(estate, evidence);
  }

  /** How servers were found that were rolled back; empty unless that is drilled. */
  Optional<WaysBack> waysBack(Evidence evidence) {
    return drills.flatMap(each -> each.waysBack(evidence));
  }

  /** A line for each kind of trial. */
  List<String> lines() {
    return List.copyOf(lines);
  }

  /** How many servers were taken out of the migration. */
  int withdrawn() {
    return drills.map(Drills::withdrawn).orElse(0) + crashes.withdrawn();
  }
}
