package dev.convoy.lab.cli;

import dev.convoy.lab.run.InventoryClient;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code convoy server ...}. */
@Command(name = "server", description = "Shows, retries and rolls back servers.")
final class ServerCommand implements Runnable {
  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "show, retry or rollback is missing");
  }

  @Command(description = "Shows a server with its timeline; without ID, all servers.")
  int show(@Mixin Addresses addresses, @Parameters(paramLabel = "ID", arity = "0..1") @Nullable String id,
      @Option(names = "--json") boolean json) {
    PrintWriter out = spec.commandLine().getOut();
    try (InventoryClient inventory = addresses.inventory()) {
      String path = id == null ? "/api/servers" : "/api/servers/" + InventoryClient.segment(id);
      JsonNode body = inventory.get(path).body();
      if (json) {
        Answers.json(body, out);
      } else if (id == null) {
        table(body, out);
      } else {
        one(body, out);
      }
      return 0;
    }
  }

  private static void table(JsonNode body, PrintWriter out) {
    Table table = Table.of("server", "wave", "stage", "serving", "waits for", "parked");
    Answers.elements(body).forEach(server -> table.add(List.of(Answers.at(server, "serverId"),
        Answers.at(server, "waveId"), Answers.at(server, "stage"), Answers.at(server, "serving"),
        Answers.at(server, "waitsFor"), Answers.at(server, "parked.code"))));
    table.print(out);
  }

  private static void one(JsonNode server, PrintWriter out) {
    Answers.fields(server, "", out);
    for (JsonNode event : server.path("timeline")) {
      out.println(event.isObject() ? "  " + Answers.at(event, "occurredAt") + "  " + Answers.at(event, "type") + "  "
          + Answers.at(event, "detail") : "  " + event.asString());
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

  private int command(Addresses addresses, String id, String action, Map<String, ?> body) {
    try (InventoryClient inventory = addresses.inventory()) {
      Answers.command(inventory.post("/api/servers/" + InventoryClient.segment(id) + "/" + action, body),
          "server " + id + " " + action, spec.commandLine().getOut());
      return 0;
    }
  }
}
