package dev.convoy.lab.cli;

import dev.convoy.lab.run.InventoryClient;
import dev.convoy.lab.run.ProgressView;
import dev.convoy.lab.run.ServerLine;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code convoy wave ...}. */
@Command(name = "wave", description = "Plans, starts, follows and stops waves.")
final class WaveCommand implements Runnable {
  /** Gates of a wave, as a person names them. */
  enum Gate { BUILD, TEST, CUTOVER, FINALIZE }

  /** What happens to an application when a member fails in the cutover. */
  enum GroupPolicy { HOLD, ROLLBACK }

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "plan, check, start, pause, resume, approve, accept-test, revoke, rollback or status is missing");
  }

  @Command(description = "Says how the gates of a wave open and when its window is.")
  int plan(@Mixin Addresses addresses, @Parameters(paramLabel = "ID") String id,
      @Option(names = "--approve", paramLabel = "GATE", split = ",",
          description = "gates that wait for an approval; the others open by themselves") @Nullable List<Gate> approve,
      @Option(names = "--group-policy", paramLabel = "HOLD|ROLLBACK") @Nullable GroupPolicy policy,
      @Option(names = "--window-start", paramLabel = "TIME", description = "ISO 8601, UTC") @Nullable String windowStart,
      @Option(names = "--window-end", paramLabel = "TIME") @Nullable String windowEnd,
      @Option(names = "--deadline", paramLabel = "TIME") @Nullable String deadline,
      @Option(names = "--soak", paramLabel = "SECONDS", description = "from cutover done to finalize")
          @Nullable Integer soak,
      @Option(names = "--despite-faults", description = "gates open also where a look at AWS says that the launch would fail")
          boolean despiteFaults,
      @Option(names = "--test-keep-days", paramLabel = "DAYS", description = "how long the instance of a passed test is kept for people, 0 to 90,"
          + " parts of a day too; until somebody accepts it or the cutover is authorized") @Nullable Double testKeepDays) {
    Map<String, Object> gates = new LinkedHashMap<>();
    for (Gate gate : Gate.values()) {
      gates.put(gate.name(), approve != null && approve.contains(gate) ? "APPROVAL" : "AUTOMATIC");
    }
    Map<String, Object> body = new LinkedHashMap<>(Map.of("gates", gates, "by", person()));
    put(body, "groupPolicy", policy == null ? null : policy.name());
    put(body, "windowStart", windowStart);
    put(body, "windowEnd", windowEnd);
    put(body, "deadline", deadline);
    put(body, "soakSeconds", soak);
    put(body, "despiteFaults", despiteFaults ? true : null);
    put(body, "testKeepDays", testKeepDays);
    return command(addresses, id, "plan", body);
  }

  @Command(description = "Looks whether AWS can take the servers of a wave: types, profiles, networks, addresses, quotas,"
      + " hosts, licences, SSM documents. Names every fault at once and changes nothing.")
  int check(@Mixin Addresses addresses, @Parameters(paramLabel = "ID") String id,
      @Option(names = "--json") boolean json) {
    try (InventoryClient inventory = addresses.inventory(); InventoryClient replication = addresses.replication()) {
      JsonNode plan = inventory.get("/api/waves/" + InventoryClient.segment(id) + "/plan").body();
      return PreflightReport.print(replication.post("/api/preflight/wave",
          Map.of("waveId", plan.path("waveId"), "servers", plan.path("servers"))).body(), json, spec.commandLine().getOut());
    }
  }

  @Command(description = "Starts a wave.")
  int start(@Mixin Addresses addresses, @Parameters(paramLabel = "ID") String id) {
    return command(addresses, id, "start", Map.of("by", person()));
  }

  @Command(description = "Lets nothing go forward in a wave; restoring is not blocked.")
  int pause(@Mixin Addresses addresses, @Parameters(paramLabel = "ID") String id,
      @Option(names = "--reason", defaultValue = "paused by hand") String reason) {
    return command(addresses, id, "pause", Map.of("by", person(), "reason", reason));
  }

  @Command(description = "Lets a paused wave go on.")
  int resume(@Mixin Addresses addresses, @Parameters(paramLabel = "ID") String id) {
    return command(addresses, id, "resume", Map.of("by", person()));
  }

  @Command(description = "Approves a gate of a wave.")
  int approve(@Mixin Addresses addresses, @Parameters(paramLabel = "ID") String id,
      @Option(names = "--gate", required = true, paramLabel = "BUILD|TEST|CUTOVER|FINALIZE") Gate gate) {
    return command(addresses, id, "approve", Map.of("by", person(), "gate", gate.name()));
  }

  @Command(name = "accept-test", description = "Has the test instances of a wave that are kept for people terminated: they are needed no longer.")
  int acceptTest(@Mixin Addresses addresses, @Parameters(paramLabel = "ID") String id,
      @Option(names = "--reason", defaultValue = "accepted by hand") String reason) {
    return command(addresses, id, "accept-test", Map.of("by", person(), "reason", reason));
  }

  @Command(description = "Takes back the cutover of every application that is not in its outage yet;"
      + " it waits for an approval then.")
  int revoke(@Mixin Addresses addresses, @Parameters(paramLabel = "ID") String id,
      @Option(names = "--reason", defaultValue = "revoked by hand") String reason) {
    return command(addresses, id, "revoke", Map.of("by", person(), "reason", reason));
  }

  @Command(description = "Has every server of a wave that is not finalized served by its source again.")
  int rollback(@Mixin Addresses addresses, @Parameters(paramLabel = "ID") String id,
      @Option(names = "--reason", defaultValue = "rolled back by hand") String reason) {
    return command(addresses, id, "rollback", Map.of("by", person(), "reason", reason));
  }

  @Command(description = "Shows where a wave is; without ID, all waves.")
  int status(@Mixin Addresses addresses, @Parameters(paramLabel = "ID", arity = "0..1") @Nullable String id,
      @Option(names = "--watch", description = "until interrupted or at rest") boolean watch,
      @Option(names = "--json") boolean json) throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    try (InventoryClient inventory = addresses.inventory()) {
      if (id == null) {
        return waves(inventory.get("/api/waves").body(), json, out);
      }
      JsonNode wave = inventory.get("/api/waves/" + InventoryClient.segment(id)).body();
      if (json) {
        Answers.json(wave, out);
      } else if (watch) {
        new WaveWatch(inventory, id).untilAtRest();
      } else {
        Answers.fields(wave, "", out);
        new ProgressView(Terminal.width(), Terminal.live())
            .lines(servers(inventory, id), Duration.ZERO, Instant.now()).stream()
            .filter(line -> !line.startsWith("elapsed")).forEach(out::println);
      }
      return 0;
    }
  }

  private static int waves(JsonNode body, boolean json, PrintWriter out) {
    if (json) {
      Answers.json(body, out);
      return 0;
    }
    Table table = Table.of("wave", "state", "servers", "ended", "parked");
    Answers.elements(body).forEach(wave -> table.add(List.of(Answers.at(wave, "waveId"), Answers.at(wave, "state"),
        Answers.at(wave, "servers"), Answers.at(wave, "ended"), Answers.at(wave, "parked"))));
    table.print(out);
    if (body.path("deadLettersWaiting").asInt(0) > 0) {
      out.println(body.path("deadLettersWaiting").asInt() + " dead letters wait, so this may not be all; see ./convoy dlq list");
    }
    return 0;
  }

  /** The servers of a wave as inventory-service shows them. */
  static List<ServerLine> servers(InventoryClient inventory, String wave) {
    return inventory.servers(wave).stream().map(server -> ServerLine.of(path -> Answers.at(server, path))).toList();
  }

  private int command(Addresses addresses, String id, String action, Map<String, ?> body) {
    try (InventoryClient inventory = addresses.inventory()) {
      Answers.command(inventory.post("/api/waves/" + InventoryClient.segment(id) + "/" + action, body),
          "wave " + id + " " + action, spec.commandLine().getOut());
      return 0;
    }
  }

  private static void put(Map<String, Object> body, String name, @Nullable Object value) {
    if (value != null) {
      body.put(name, value);
    }
  }

  /** Who asks, for the record: the user of this machine. */
  static String person() {
    return Optional.ofNullable(System.getProperty("user.name")).filter(name -> !name.isBlank()).orElse("unknown");
  }
}
