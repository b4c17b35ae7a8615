package dev.convoy.lab.run;

import dev.convoy.events.common.Stage;
import dev.convoy.kit.fault.FaultPoint;
import dev.convoy.lab.extras.ImageRequests;
import dev.convoy.lab.extras.ImageTalk;
import dev.convoy.lab.fleetplan.LabNetwork;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Takes a run with crash points where a healthy wave does not go: settings have to be written, replication stalls, cutovers
 * are rolled back and tested anew, images are asked for again and again, and {@link CrashErrands what else} people may want, until
 * each row of the {@link CrashTable} was visited.
 */
final class CrashScenario {
  private static final String SNAPSHOT = "SnapshotTarget";
  private static final String IMAGE = "CreateImage";
  private static final Set<String> WAY_BACK = Set.of("Resume", "StopTarget", SNAPSHOT, "RevertLifecycle", "PowerOnSource",
      "AwaitSource");
  private static final Set<Stage> TESTED = EnumSet.range(Stage.TEST_PASSED, Stage.ARCHIVED);
  /** The way back leads past all of its kinds from here. */
  private static final Set<Stage> TURNING = EnumSet.of(Stage.CUTOVER_LAUNCHED, Stage.CUTOVER_VERIFIED,
      Stage.DNS_SWITCHED, Stage.CUTOVER_DONE);
  /** The only place from where it leads past a snapshot. */
  private static final Set<Stage> OPEN = EnumSet.of(Stage.CUTOVER_DONE);

  /** Most stalls pass by themselves, or are pushed together, between two crashes. */
  private static final int STALLS_FOR_EACH = 3;
  private static final CrashTable.Row PREPARED = new CrashTable.Row(LabService.REPLICATION, "PrepareAccount", FaultPoint.SENT);
  private static final CrashTable.Row REMOVED = new CrashTable.Row(LabService.AGENT, "RemoveAgent", FaultPoint.OUTCOME_COMMITTED);
  /** Before an agent needs the account. */
  private static final Set<Stage> UNPREPARED = EnumSet.range(Stage.UNKNOWN, Stage.BUILD_AUTHORIZED);
  /** After the last crash; the servers are archived when their wave is already over. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final CrashPlan plan;
  private final LabPorts ports;
  private final ImageTalk images;
  private final PrintStream out;
  private final Set<String> asked = new HashSet<>();
  private final Map<String, TemplateDrift> drifts;
  private final UnaryOperator<String> environments;
  private final CrashErrands errands;
  private final AddressShortage shortage;
  private final InstantSource clock;
  private int struck;
  private int prepared;
  private Instant lastCrash;

  /**
   * @param images what became of those that were asked for
   * @param environments of servers, by id
   */
  CrashScenario(CrashPlan plan, LabOptions options, ImageTalk images, UnaryOperator<String> environments, InstantSource clock,
      PrintStream out) {
    this.plan = plan;
    this.ports = options.ports();
    this.images = images;
    this.environments = environments;
    this.out = out;
    this.clock = clock;
    this.lastCrash = plan.times() == 0 ? Instant.EPOCH : clock.instant();
    this.drifts = IntStream.range(0, options.accounts()).boxed().collect(Collectors.toMap(LabNetwork::environment,
        each -> new TemplateDrift(ports.awsUrl(), LabNetwork.account(each), LabNetwork.REGION, clock)));
    this.shortage = new AddressShortage(ports.awsUrl());
    this.errands = new CrashErrands(this::post, out);
  }

  /** Plants what has to be in place before the waves start. */
  void prepare() throws InterruptedException {
    if (plan.times() > 0) {
      stallReplication(ports.awsUrl());
      out.println("crash points: " + CrashTable.rows().size() + " rows, " + plan.times() + " times each");
    }
  }

  private void stallReplication(URI aws) throws InterruptedException {
    AwsDoor.put(aws, "/_lab/faults", List.of(
        Map.of("operation", "StartReplication", "kind", "stalled", "every", 2, "count", plan.times() * STALLS_FOR_EACH)));
  }

  /**
   * Turns servers back while the way back is not visited often enough, and sends on those that are back.
   *
   * @param staying servers of which something is expected that a withdrawal or a rollback would prevent
   */
  void follow(Collection<ServerLine> servers, Set<String> staying) throws InterruptedException {
    if (plan.times() == 0) {
      return;
    }
    int now = plan.struck();
    if (now != struck) {
      struck = now;
      lastCrash = clock.instant();
    }
    prepareAgain(servers);
    drifts.values().forEach(TemplateDrift::apply);
    var missing = plan.missing().stream().map(CrashTable.Row::kind).collect(Collectors.toSet());
    shortage.set(missing.contains("CheckLaunch") && servers.stream().noneMatch(each -> TESTED.contains(each.stage())));
    errands.run(servers, missing, plan.struck(REMOVED), staying);
    if (missing.contains(IMAGE)) {
      servers.stream().filter(each -> ImageRequests.mayBeImaged(each, id -> false) && !images.isOpen(each.serverId()))
          .forEach(each -> ask(each, "image", each.stage() + " " + images.requested(each.serverId())));
    }
    var kinds = missing.stream().filter(WAY_BACK::contains).collect(Collectors.toSet());
    Set<Stage> turning = kinds.isEmpty() ? Set.of() : kinds.contains(SNAPSHOT) ? OPEN : TURNING;
    for (ServerLine server : servers) {
      if (turning.contains(server.stage()) && !staying.contains(server.serverId())) {
        ask(server, "rollback", "");
      } else if (server.stage() == Stage.ROLLED_BACK) {
        asked.remove(server.serverId() + " rollback ");
        ask(server, "retest", server.stageSince().toString());
      }
    }
  }

  /** An account is prepared once; whose template is deleted right after that, before anybody has seen it, once more. */
  private void prepareAgain(Collection<ServerLine> servers) {
    int now = plan.struck(PREPARED);
    if (now > prepared && now < plan.times()) {
      Set<String> inUse = servers.stream().filter(each -> !UNPREPARED.contains(each.stage()))
          .map(each -> environments.apply(each.serverId())).collect(Collectors.toSet());
      drifts.entrySet().stream().filter(each -> !inUse.contains(each.getKey()) && each.getValue().delete())
          .forEach(each -> out.println(each.getKey() + ": its replication template was deleted by somebody"));
    }
    prepared = now;
  }

  /** When the last of them was seen, or the lab began; long ago when nothing is to crash. */
  Instant lastCrash() {
    return lastCrash;
  }

  /** Once for each occasion. A refusal means that it has gone on meanwhile. */
  private void ask(ServerLine server, String what, String occasion) {
    if (!asked.add(server.serverId() + " " + what + " " + occasion)) {
      return;
    }
    try {
      post(server.serverId(), what, Map.of("by", "lab", "reason", "crash points"));
      out.println(server.serverId() + ": " + what + " asked for");
    } catch (Refusal e) {
      out.println(server.serverId() + ": " + what + " refused: " + e.getMessage());
    } catch (LabFailure e) {
      asked.remove(server.serverId() + " " + what + " " + occasion);
    }
  }

  private void post(String serverId, String what, Map<String, ?> body) {
    try (InventoryClient inventory = new InventoryClient(ports.inventoryUrl())) {
      inventory.post("/api/servers/" + InventoryClient.segment(serverId) + "/" + what, body);
    }
  }

  /** How many servers were taken out of the migration. */
  int withdrawn() {
    return errands.withdrawn();
  }

  /** False while a server is about to be sent on, an image is awaited, and while rows are missing that may still be visited. */
  boolean over(Collection<ServerLine> servers) {
    return plan.times() == 0 || servers.stream().noneMatch(each -> each.stage() == Stage.ROLLED_BACK)
        && (plan.missing().isEmpty() && servers.stream().noneMatch(each -> images.isOpen(each.serverId()))
            || lastCrash.plus(PATIENCE).isBefore(clock.instant()));
  }

  /** True when every row was visited; says which was not. */
  boolean complete() {
    if (plan.times() == 0) {
      return true;
    }
    List<CrashTable.Row> missing = plan.missing();
    missing.forEach(row -> out.println("[CVY-9244] crash point not visited: " + row.service().serviceName() + " "
        + row.kind() + " " + row.point() + " " + plan.struck(row) + "/" + plan.times()));
    out.println("CRASHED rows=" + CrashTable.rows().size() + " times=" + plan.times() + " crashes=" + plan.struck()
        + " missing=" + missing.size() + " by=" + (plan.processes() ? "halt" : "abandon"));
    return missing.isEmpty();
  }
}
