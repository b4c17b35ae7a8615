package dev.convoy.lab.cli;

import dev.convoy.lab.run.InventoryClient;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code convoy server ...}. */
@Command(name = "server", description = "Shows, retries, rolls back and withdraws servers, has images made of them, installs their agents again, opens break-glass accounts, accepts their tests and their changes, waives owed snapshots, decides about them.")
final class ServerCommand implements Runnable {
  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "show, retry, reinstall, break-glass, rollback, retest, accept-test, end-test, image, waive-snapshots, withdraw, accept or decide is missing");
  }

  @Command(description = "Shows a server with its timeline; without ID, all servers.")
  int show(@Mixin Addresses addresses, @Parameters(paramLabel = "ID", arity = "0..1") @Nullable String id,
      @Option(names = "--json") boolean json) {
    PrintWriter out = spec.commandLine().getOut();
    try (InventoryClient inventory = addresses.inventory()) {
      if (id == null) {
        all(inventory.servers(null), json, out);
      } else {
        one(inventory.get("/api/servers/" + InventoryClient.segment(id)).body(), json, out);
      }
      return 0;
    }
  }

  private static void all(List<JsonNode> servers, boolean json, PrintWriter out) {
    if (json) {
      out.println(JsonMapper.shared().writeValueAsString(servers));
      return;
    }
    Table table = Table.of("server", "wave", "stage", "serving", "waits for", "parked");
    servers.forEach(server -> table.add(List.of(Answers.at(server, "serverId"),
        Answers.at(server, "waveId"), Answers.at(server, "stage"), Answers.at(server, "serving"),
        Answers.at(server, "waitsFor"), Answers.at(server, "parked.code"))));
    table.print(out);
  }

  private static void one(JsonNode server, boolean json, PrintWriter out) {
    if (json) {
      Answers.json(server, out);
      return;
    }
    Answers.fields(server, "", out);
    for (JsonNode event : server.path("timeline")) {
      out.printf("  %-24s  %-26s %s%n", Answers.at(event, "occurredAt"), Answers.at(event, "type"),
          Answers.at(event, "detail"));
    }
  }

  @Command(description = "Asks for another attempt of the step that ended for good.")
  int retry(@Mixin Addresses addresses, @Parameters(paramLabel = "ID") String id) {
    return command(addresses, id, "retry", Map.of("by", WaveCommand.person()));
  }

  @Command(description = "Has a server served by its source again.")
  int rollback(@Mixin Addresses addresses, @Parameters(paramLabel = "ID") String id,
      @Option(names = "--reason", defaultValue = "rolled back by hand") String reason) {
    return command(addresses, id, "rollback", Map.of("by", WaveCommand.person(), "reason", reason));
  }

  @Command(description = "Begins a new round with a new test.")
  int retest(@Mixin Addresses addresses, @Parameters(paramLabel = "ID") String id) {
    return command(addresses, id, "retest", Map.of("by", WaveCommand.person()));
  }

  @Command(name = "accept-test", description = "Has the test instance that is kept for people terminated: it is needed no longer.")
  int acceptTest(@Mixin Addresses addresses, @Parameters(paramLabel = "ID") String id,
      @Option(names = "--reason", defaultValue = "accepted by hand") String reason) {
    return command(addresses, id, "accept-test", Map.of("by", WaveCommand.person(), "reason", reason));
  }

  @Command(name = "end-test", description = "Has the instance of a failed test terminated: it is needed no longer.")
  int endTest(@Mixin Addresses addresses, @Parameters(paramLabel = "ID") String id,
      @Option(names = "--reason", defaultValue = "ended by hand") String reason) {
    return command(addresses, id, "end-test", Map.of("by", WaveCommand.person(), "reason", reason));
  }

  @Command(description = "Has a machine image made of the instance that was validated: the test instance that is kept, or the target.")
  int image(@Mixin Addresses addresses, @Parameters(paramLabel = "ID") String id,
      @Option(names = "--name", description = "of the image; without it one is made up") @Nullable String name,
      @Option(names = "--reason", defaultValue = "asked for by hand") String reason) {
    return command(addresses, id, "image", name == null ? Map.of("by", WaveCommand.person(), "reason", reason)
        : Map.of("by", WaveCommand.person(), "reason", reason, "name", name));
  }

  @Command(description = "Has the agent installed again over the old one: after a disconnect, a new kernel or added disks.")
  int reinstall(@Mixin Addresses addresses, @Parameters(paramLabel = "ID") String id,
      @Option(names = "--reason", required = true) String reason) {
    return command(addresses, id, "reinstall", Map.of("by", WaveCommand.person(), "reason", reason));
  }

  @Command(name = "break-glass", description = "Has a local administrator made on the source for a while, or, with --end, removed now.")
  int breakGlass(@Mixin Addresses addresses, @Parameters(paramLabel = "ID") String id,
      @ArgGroup(multiplicity = "1") BreakGlassTime time, @Option(names = "--reason", required = true) String reason) {
    return command(addresses, id, "break-glass", time.within == null
        ? Map.of("by", WaveCommand.person(), "reason", reason, "end", true)
        : Map.of("by", WaveCommand.person(), "reason", reason, "within", time.within));
  }

  /** How long, or to its end. */
  static final class BreakGlassTime {
    @Option(names = "--for", paramLabel = "DURATION", required = true, description = "PT15M to PT24H")
    private @Nullable String within;
    @Option(names = "--end", required = true)
    private boolean end;
  }

  @Command(name = "waive-snapshots", description = "Does without the snapshots of a stopped target that users were on and that AWS does not take:"
      + " the way back goes on without them.")
  int waiveSnapshots(@Mixin Addresses addresses, @Parameters(paramLabel = "ID") String id,
      @Option(names = "--reason", required = true) String reason,
      @Option(names = "--by", description = "who waives them; else who is logged in") @Nullable String by) {
    return command(addresses, id, "waive-snapshots", Map.of("by", by == null ? WaveCommand.person() : by, "reason", reason));
  }

  @Command(description = "Takes a server out of the migration; the rest of its application goes on without it.")
  int withdraw(@Mixin Addresses addresses, @Parameters(paramLabel = "ID") String id) {
    return command(addresses, id, "withdraw", Map.of("by", WaveCommand.person()));
  }

  @Command(description = "Has a server moved by its changed declaration, in a new round with a new test.")
  int accept(@Mixin Addresses addresses, @Parameters(paramLabel = "ID") String id) {
    return command(addresses, id, "accept", Map.of("by", WaveCommand.person()));
  }

  @Command(description = "Decides about a server, asked or not: exclude leaves it to people, normal moves it like any other,"
      + " without-test without a test launch, without-rollback so that its source is not resumed once its target was launched.")
  int decide(@Mixin Addresses addresses, @Parameters(index = "0", paramLabel = "ID") String id,
      @Parameters(index = "1", paramLabel = "exclude|normal|without-test|without-rollback") String decision,
      @Option(names = "--reason", required = true) String reason,
      @Option(names = "--by", description = "who decides; else who is logged in") @Nullable String by) {
    return command(addresses, id, "decide",
        Map.of("by", by == null ? WaveCommand.person() : by, "reason", reason, "decision", decision));
  }

  private int command(Addresses addresses, String id, String action, Map<String, ?> body) {
    try (InventoryClient inventory = addresses.inventory()) {
      Answers.command(inventory.post("/api/servers/" + InventoryClient.segment(id) + "/" + action, body),
          "server " + id + " " + action, spec.commandLine().getOut());
      return 0;
    }
  }
}
