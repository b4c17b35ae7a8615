package dev.convoy.lab.world;

import com.sun.net.httpserver.HttpExchange;
import dev.convoy.events.cmdb.ServerDeclared;
import dev.convoy.events.common.OsFamily;
import dev.convoy.lab.aws.AwsSimulator;
import dev.convoy.lab.aws.AwsSimulatorSettings;
import dev.convoy.lab.aws.InstanceTargets;
import dev.convoy.lab.aws.InstanceView;
import dev.convoy.lab.aws.TargetListener;
import dev.convoy.lab.aws.cloud.Quotas;
import dev.convoy.lab.aws.cloud.RecordSet;
import dev.convoy.lab.aws.door.SideDoor;
import dev.convoy.lab.awscli.AwsCommandLine;
import dev.convoy.lab.awscli.CliConsole;
import dev.convoy.lab.canary.Canary;
import dev.convoy.lab.drill.Drill;
import dev.convoy.lab.estate.Founded;
import dev.convoy.lab.estate.TheirConsole;
import dev.convoy.lab.fleetplan.FleetPlan;
import dev.convoy.lab.fleetplan.FleetRequest;
import dev.convoy.lab.fleetplan.LabNetwork;
import dev.convoy.lab.fleetplan.PlantedFailure;
import dev.convoy.lab.fleetplan.PlantedOddity;
import dev.convoy.lab.hosts.FleetSettings;
import dev.convoy.lab.hosts.MostConnections;
import dev.convoy.lab.hosts.SimulatedHost;
import dev.convoy.lab.hosts.SourceFleet;
import dev.convoy.lab.names.NameServer;
import dev.convoy.lab.run.Goal;
import dev.convoy.lab.run.LabComponent;
import dev.convoy.lab.run.LabFailure;
import dev.convoy.lab.run.LabFolder;
import dev.convoy.lab.run.LabOptions;
import dev.convoy.lab.run.LabService;
import dev.convoy.lab.run.LabWorld;
import dev.convoy.lab.targets.TargetFleet;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/** AWS, source hosts and targets of a lab in this JVM. */
public final class SimulatedWorld implements LabWorld {

  /** Found by the command through the service loader. */
  public static final class Factory implements LabWorld.Factory {
    @Override
    public LabWorld create(LabOptions options, LabFolder folder) {
      return new SimulatedWorld(options, folder);
    }
  }

  /** Seconds that the lab's records are kept for before anybody migrates. */
  private static final long FORMER_TTL = 300;

  private final LabOptions options;
  private final LabFolder folder;
  private final LabSecrets secrets;
  private final Optional<PlantedSecrets> canaries;
  private final Path environments;
  private final List<ServerDeclared> declarations;
  private final List<SimulatedHost> hosts;
  private final Map<String, PlantedFailure> planted;
  private final Map<String, PlantedOddity> oddities;
  private final Map<String, OsFamily> offline;
  private final Set<String> unhealthySources = ConcurrentHashMap.newKeySet();
  private final byte @Nullable [] intake;
  private @Nullable TargetFleet targets;
  private @Nullable AwsSimulator aws;
  private @Nullable NameServer names;
  private @Nullable SourceFleet fleet;
  private @Nullable PowerSwitch power;

  SimulatedWorld(LabOptions options, LabFolder folder) {
    this.options = options;
    this.folder = folder;
    this.secrets = LabSecrets.of(folder.resolve("conf"), options.canary());
    this.canaries = options.canary()
        ? Optional.of(PlantedSecrets.in(folder.resolve("conf"), secrets, options)) : Optional.empty();
    this.environments = LabEnvironments.write(folder.resolve("conf/environments.yml"), options.accounts(),
        HookedNames.areThere(options), options.extras());
    if (options.intake().isPresent()) {
      var file = options.intake().get();
      this.intake = IntakeAddresses.filled(read(file), options);
      this.hosts = IntakeFleet.hosts(intake, String.valueOf(file.getFileName()), environments, options);
      this.declarations = List.of();
      this.planted = Map.of();
      this.oddities = Map.of();
      this.offline = Map.of();
    } else {
      var plan = FleetPlan.of(new FleetRequest(options.servers(), options.windowsPercent(), options.waves(),
          options.accounts(), options.seed(), options.ports().offset()));
      plan = options.goal().broken() > 0 ? plan.broken(options.goal().broken(), options.seed())
          : options.canary() && failuresForGood(options) > 0 ? plan.leaking(failuresForGood(options), options.seed(), options.extras())
          : plan.failing(failuresForGood(options), options.seed(), options.extras());
      plan = plan.special(specials(options), options.seed());
      plan = failuresForGood(options) > 0 ? plan.adopted(Math.max(1, options.servers() / 20), options.seed()) : plan;
      plan = plan.odd(LabFaults.oddities(options), LabFaults.ofEachOddity(options), options.seed());
      plan = isPushedTo(options) ? plan.offline(options.seed()) : plan;
      this.intake = null;
      this.hosts = plan.hosts();
      var declared = HookedNames.areThere(options) ? HookedNames.in(plan.declarations()) : plan.declarations();
      this.declarations = canaries.isEmpty() ? declared
          : PlantedSecrets.declared(declared, hosts.stream().map(SimulatedHost::os).toList());
      this.planted = plan.failures();
      this.oddities = plan.oddities();
      this.offline = plan.offline();
    }
    System.setProperty("aws.sharedCredentialsFile", secrets.awsCredentials().toString());
  }

  /** Another build may not be able to. Where a run ends with the installation, the limits of one site are judged. */
  private static boolean isPushedTo(LabOptions options) {
    return options.versions().otherClassPath().isEmpty() && !options.goal().installed();
  }

  /** Where the drill answers for them, one server in four, at least two. */
  private static int specials(LabOptions options) {
    return options.drills().contains(Drill.decide) ? Math.max(2, options.servers() / 4) : 0;
  }

  /** With canaries every kind of failure, since secrets leak where something fails. */
  private static int failuresForGood(LabOptions options) {
    int usual = LabFaults.failuresForGood(options.faults(), options.servers());
    return options.canary() && usual > 0 ? Math.max(usual, PlantedFailure.values().length) : usual;
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new LabFailure("[CVY-9303] " + file + ": cannot be read (" + e.getClass().getSimpleName()
          + "); name a readable CSV file", e);
    }
  }

  @Override
  public List<LabComponent> components() {
    return List.of(
        Part.of("targets", this::startTargets, () -> close(targets)),
        Part.of("AWS simulator", this::startAws, () -> {
          close(aws);
          close(names);
        }),
        Part.of("source fleet of " + hosts.size(), this::startFleet, () -> {
          close(power);
          close(fleet);
        }));
  }

  private void startTargets() throws IOException {
    targets = TargetFleet.start(options.ports().offset(), source -> !unhealthySources.contains(source));
  }

  private void startAws() throws InterruptedException {
    var accounts = IntStream.range(0, options.accounts()).mapToObj(LabNetwork::account).toList();
    var active = Math.max(150, options.servers());
    aws = AwsSimulator.start(AwsSimulatorSettings.defaults()
        .withPort(options.ports().aws())
        .withSpeed(options.speed())
        .withSeed(options.seed())
        .withAccounts(accounts)
        .withQuotas(new Quotas(active, 200, 20, 200))
        .withDataFile(folder.resolve("aws.json"))
        .withTargets(targets == null ? TargetListener.none()
            : new Spoiling(new InstanceTargets(targets), planted, unhealthySources)));
    var started = aws;
    IntStream.range(0, options.accounts()).forEach(account -> openZone(started, account));
    if (HookedNames.areThere(options)) {
      names = HookedNames.serve(declarations, addresses(), FORMER_TTL, folder.resolve("names.ndjson"), options);
      aws.mount("/_lab/names", names);
      var served = names;
      aws.mount("/_lab/names/records", new SideDoor(List.of(
          new SideDoor.Route("GET", "/_lab/names/records", request -> served.records()))));
    }
    canaries.ifPresent(each -> each.store(started));
    LabFaults.plant(options.faults(), planted, options.ports().awsUrl());
  }

  /** The names lead to the sources, until somebody leads them elsewhere. */
  private void openZone(AwsSimulator simulator, int account) {
    var addresses = addresses();
    var records = declarations.stream().filter(each -> each.getAccount().equals(LabNetwork.account(account)))
        .flatMap(each -> each.getDnsNames().stream().filter(name -> !HookedNames.has(name)).map(name ->
            RecordSet.simple(name, "A", FORMER_TTL, List.of(addresses.get(each.getServerId()))))).toList();
    simulator.openZone(LabNetwork.account(account), LabNetwork.zone(account), LabNetwork.domain(account), records);
  }

  private Map<String, String> addresses() {
    return hosts.stream().collect(Collectors.toMap(SimulatedHost::serverId, SimulatedHost::address));
  }

  @Override
  public void calm() throws InterruptedException {
    LabFaults.calm(options.ports().awsUrl());
    if (names != null) {
      names.disturb(0, 0);
    }
  }

  private void startFleet() throws IOException {
    var settings = FleetSettings.of(options.seed(), options.speed(), options.ports().awsUrl(),
        secrets.authorizedKey(), Files.readString(secrets.windowsPassword())).withDataFolder(folder.resolve("hosts"));
    var started = SourceFleet.start(canaries.map(each -> each.with(settings, commandLines())).orElse(settings), hosts);
    fleet = started;
    power = options.goal().shutdown() ? PowerSwitch.start(folder.resolve("conf"), started::powerOn) : null;
    if (aws != null) {
      aws.mount("/_lab/hosts/ledger", exchange -> answer(exchange, started));
      aws.mount("/_lab/hosts/standings", new SideDoor(List.of(
          new SideDoor.Route("GET", "/_lab/hosts/standings", request -> started.standings()))));
    }
  }

  private static void answer(HttpExchange exchange, SourceFleet fleet) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/x-ndjson");
    exchange.sendResponseHeaders(200, 0);
    try (var out = new OutputStreamWriter(exchange.getResponseBody(), UTF_8)) {
      fleet.ledger().writeJsonLines(out);
    }
  }

  @Override
  public Map<String, Founded> foundEstate(Consumer<String> notes) {
    if (options.goal().estate() == 0 || aws == null || fleet == null) {
      return Map.of();
    }
    return new EstateSetup(aws, fleet, options.speed(), options.goal().by() == Goal.EstateBy.cli
        ? Optional.of(cli(aws.endpoint(), notes)) : Optional.empty())
        .found(declarations.subList(0, options.goal().estate()));
  }

  private Function<String, TheirConsole> cli(URI endpoint, Consumer<String> notes) {
    try {
      var answers = Files.createDirectories(folder.resolve("aws-cli"));
      return key -> new CliConsole(AwsCommandLine.find(System.getenv().getOrDefault("PATH", ""),
          new AwsCommandLine.Target(endpoint, LabNetwork.REGION, key, answers)), notes);
    } catch (IOException e) {
      throw new LabFailure("[CVY-9278] lab: no folder for what the AWS CLI answers: " + e.getMessage() + "; check space and rights", e);
    }
  }

  private static void close(@Nullable AutoCloseable part) throws Exception {
    if (part != null) {
      part.close();
    }
  }

  @Override
  public MostConnections mostConnections() {
    return fleet == null ? new MostConnections(0, 0) : fleet.mostConnections();
  }

  @Override
  public Path environmentsFile() {
    return environments;
  }

  @Override
  public Map<String, String> settings(LabService service) {
    var all = new LabServiceSettings(options.servers(), options.speed(), secrets);
    var settings = all.of(service);
    if (service == LabService.AGENT && options.goal().shutdown()) {
      settings.putAll(all.shutdown(folder.resolve("conf")));
    }
    if (service == LabService.LAUNCH && HookedNames.areThere(options)) {
      settings.putAll(HookedNames.settings(folder.resolve("conf"), options));
    }
    if (service == LabService.AGENT) {
      settings.putAll(HostPatience.settings(options, planted.values()));
      settings.putAll(offline.isEmpty() ? Map.of() : new OfflineSite(folder.resolve("conf")).settings());
    }
    canaries.ifPresent(each -> settings.putAll(each.settings(service)));
    return settings;
  }

  @Override
  public Map<String, String> environment(LabService service) {
    return canaries.map(each -> each.environment(service)).orElse(Map.of());
  }

  @Override
  public Path commandLines() {
    return folder.resolve("command-lines.log");
  }

  @Override
  public Set<Path> rightful() {
    return Set.of(folder.resolve("conf"), folder.resolve("hosts"), folder.resolve("aws.json"), folder.resolve("names.ndjson"));
  }

  @Override
  public List<Canary> canaries() {
    return canaries.map(PlantedSecrets::canaries).orElse(List.of());
  }

  @Override
  public Map<String, String> systemProperties() {
    return Map.of("aws.sharedCredentialsFile", secrets.awsCredentials().toString());
  }

  @Override
  public byte[] intake() {
    if (intake == null) {
      throw new IllegalStateException("no intake file");
    }
    return intake.clone();
  }

  @Override
  public List<ServerDeclared> declarations() {
    return declarations;
  }

  @Override
  public Map<String, PlantedFailure> planted() {
    return planted;
  }

  @Override
  public Map<String, PlantedOddity> oddities() {
    return oddities;
  }

  @Override
  public List<String> leftOut() {
    return LabFaults.whyNothingOdd(options).map(why -> "[CVY-9332] lab: nothing odd is planted beside --faults " + options.faults()
        + ": " + why + "; leave that out to see it").stream().toList();
  }

  @Override
  public Map<String, String> pushed() {
    return offline.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, each -> OfflineSite.sha512(each.getValue())));
  }

  @Override
  public void wake(String serverId) {
    if (fleet != null) {
      fleet.wake(serverId);
    }
  }

  @Override
  public void switchOff(String serverId) {
    if (fleet != null) {
      fleet.shutDown(serverId);
    }
  }

  /** Takes note of targets that are never to be healthy before they come up. */
  private record Spoiling(InstanceTargets targets, Map<String, PlantedFailure> planted, Set<String> unhealthySources)
      implements TargetListener {
    @Override
    public void booted(InstanceView instance) {
      String server = instance.userProvidedId();
      if (server != null && planted.get(server) == PlantedFailure.TARGET_UNHEALTHY) {
        unhealthySources.add(instance.sourceServerId());
      }
      targets.booted(instance);
    }

    @Override
    public void gone(InstanceView instance) {
      targets.gone(instance);
    }
  }
}
