package dev.convoy.lab.world;

import dev.convoy.events.cmdb.ServerDeclared;
import dev.convoy.lab.aws.AwsSimulator;
import dev.convoy.lab.aws.ForeignEstate;
import dev.convoy.lab.aws.wire.FaultRule;
import dev.convoy.lab.estate.FoundAt;
import dev.convoy.lab.estate.Founded;
import dev.convoy.lab.estate.KnownBy;
import dev.convoy.lab.estate.TheirConsole;
import dev.convoy.lab.fleetplan.LabNetwork;
import dev.convoy.lab.hosts.SourceFleet;
import dev.convoy.lab.process.Condition;
import dev.convoy.lab.run.LabFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Somebody else, who has installed agents and tested servers before anybody migrates by waves. */
final class EstateSetup {
  private static final Duration SHORTEST_PATIENCE = Duration.ofMinutes(2);
  private static final Duration SIMULATED_PATIENCE = Duration.ofHours(3);

  private final AwsSimulator aws;
  private final SourceFleet fleet;
  private final Function<Theirs, TheirConsole> consoles;
  private final Duration patience;
  private final Map<String, FoundAt> stages = new LinkedHashMap<>();
  private final Map<String, KnownBy> known = new HashMap<>();
  private final Map<String, String> sources = new HashMap<>();
  private final Map<String, String> jobs = new HashMap<>();
  private final Map<Integer, TheirConsole> opened = new HashMap<>();

  /**
   * @param speed simulated seconds per wall second
   * @param cli with what somebody works, by the access key; empty = the console
   */
  EstateSetup(AwsSimulator aws, SourceFleet fleet, double speed, Optional<Function<String, TheirConsole>> cli) {
    this.aws = aws;
    this.fleet = fleet;
    this.consoles = theirs -> cli.map(each -> each.apply(theirs.key())).orElseGet(() -> world(theirs));
    var simulated = Duration.ofMillis((long) (SIMULATED_PATIENCE.toMillis() / speed));
    this.patience = simulated.compareTo(SHORTEST_PATIENCE) > 0 ? simulated : SHORTEST_PATIENCE;
  }

  /** Brings these servers to the stages, each in its turn; those that are copied for the first time come last. */
  Map<String, Founded> found(List<ServerDeclared> servers) {
    for (var server : servers) {
      known.put(server.getServerId(), KnownBy.values()[stages.size() % KnownBy.values().length]);
      stages.put(server.getServerId(), FoundAt.values()[stages.size() % FoundAt.values().length]);
    }
    var accounts = IntStream.range(0, LabNetwork.accounts()).mapToObj(account -> new Theirs(account, servers.stream()
        .filter(each -> each.getAccount().equals(LabNetwork.account(account))).map(ServerDeclared::getServerId).toList()))
        .filter(each -> !each.servers().isEmpty()).toList();
    accounts.forEach(this::begin);
    accounts.forEach(this::test);
    accounts.forEach(this::end);
    var founded = new LinkedHashMap<String, Founded>();
    stages.forEach((id, stage) -> founded.put(id,
        new Founded(stage, known(id), sources.getOrDefault(id, ""), Optional.ofNullable(jobs.get(id)))));
    return founded;
  }

  /** @param servers of the estate in this account */
  private record Theirs(int account, List<String> servers) {
    String key() {
      return "AKIASOMEBODY" + account + "EXAMPLE";
    }
  }

  private TheirConsole console(Theirs theirs) {
    return opened.computeIfAbsent(theirs.account(), account -> consoles.apply(theirs));
  }

  /** What no console brings about: to whom a key belongs, and that a copy stalls. */
  private ForeignEstate world(Theirs theirs) {
    return aws.foreignEstate(LabNetwork.account(theirs.account()), LabNetwork.REGION);
  }

  private void begin(Theirs theirs) {
    world(theirs).own(theirs.key());
    console(theirs).prepare(LabNetwork.stagingSubnet(theirs.account()));
    install(theirs, stage -> stage != FoundAt.SYNCING, !console(theirs).replicates());
    var stalled = of(theirs, FoundAt.STALLED::equals);
    if (!console(theirs).replicates()) {
      world(theirs).stall(stalled);
      return;
    }
    aws.plant(stalled.isEmpty() ? List.of() : List.of(
        new FaultRule("StartReplication", FaultRule.Kind.STALLED, null, null, stalled, null, null, null, null)));
    console(theirs).replicate(of(theirs, stage -> stage != FoundAt.SYNCING), of(theirs, FoundAt.TESTED::equals));
    aws.plant(List.of());
  }

  /** @param replicating the installer is left to start replication */
  private void install(Theirs theirs, Predicate<FoundAt> wanted, boolean replicating) {
    theirs.servers().stream().filter(id -> wanted.test(stage(id))).forEach(id -> {
      try {
        var known = known(id);
        sources.put(id, fleet.installBySomebody(id, known == KnownBy.ID ? id : null, known != KnownBy.ADDRESS,
            replicating, theirs.key(), LabNetwork.REGION));
      } catch (IOException e) {
        throw new LabFailure("[CVY-9239] lab: no agent of somebody else: " + e.getMessage() + "; see the lab's log", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new LabFailure("[CVY-9239] lab: interrupted while an estate was set up; try again", e);
      }
    });
  }

  private FoundAt stage(String id) {
    return stages.getOrDefault(id, FoundAt.SYNCING);
  }

  private KnownBy known(String id) {
    return known.getOrDefault(id, KnownBy.ID);
  }

  private List<String> of(Theirs theirs, Predicate<FoundAt> wanted) {
    return at(theirs, wanted).map(sources::get).flatMap(Stream::ofNullable).toList();
  }

  private Stream<String> at(Theirs theirs, Predicate<FoundAt> wanted) {
    return theirs.servers().stream().filter(id -> wanted.test(stage(id)));
  }

  private void test(Theirs theirs) {
    var copied = of(theirs, stage -> stage == FoundAt.CONTINUOUS || stage.tested());
    await("copied", () -> console(theirs).ready(copied));
    var wanted = of(theirs, FoundAt::tested);
    if (!wanted.isEmpty()) {
      var job = console(theirs).test(wanted, LabNetwork.testSubnet(theirs.account()),
          LabNetwork.testSecurityGroup(theirs.account()));
      at(theirs, FoundAt::tested).forEach(id -> jobs.put(id, job));
    }
  }

  private void end(Theirs theirs) {
    var tested = of(theirs, FoundAt::tested);
    if (!tested.isEmpty()) {
      var job = String.valueOf(jobs.get(at(theirs, FoundAt::tested).findFirst().orElseThrow()));
      await("tested", () -> console(theirs).tested(job, tested));
    }
    console(theirs).pass(of(theirs, FoundAt.TESTED::equals));
    install(theirs, FoundAt.SYNCING::equals, true);
  }

  private void await(String what, BooleanSupplier reached) {
    if (!Condition.holdsWithin(patience, reached)) {
      throw new LabFailure("[CVY-9239] lab: the servers of somebody else were not " + what + " within " + patience
          + "; give more --speed, or see the lab's log");
    }
  }
}
