package dev.convoy.lab.run;

import dev.convoy.lab.fleetplan.PlantedFailure;
import java.io.PrintStream;
import java.net.URI;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Does what a migration engineer would do about a server that was made to fail: once it is parked as planted, and its
 * application waits for it, takes it out of its wave so that the rest goes on. One that stands alone is left parked.
 */
final class Engineer {
  private final Map<String, PlantedFailure> planted;
  private final URI inventory;
  private final PrintStream out;
  private final Set<String> takenOut = new HashSet<>();

  /** @param inventory {@code http://127.0.0.1:8080} */
  Engineer(Map<String, PlantedFailure> planted, URI inventory, PrintStream out) {
    this.planted = planted;
    this.inventory = inventory;
    this.out = out;
  }

  /** Acts on what is seen now; without an answer it acts at the next look. */
  void look(Collection<ServerLine> servers) {
    servers.stream().filter(each -> holdsUp(each, servers) && !takenOut.contains(each.serverId()))
        .forEach(this::takeOut);
  }

  private boolean holdsUp(ServerLine server, Collection<ServerLine> all) {
    PlantedFailure failure = planted.get(server.serverId());
    return failure != null && server.stage() == failure.stage()
        && server.parked().filter(why -> why.startsWith("[" + failure.code() + "]")).isPresent()
        && all.stream().anyMatch(other -> waitsFor(other, server));
  }

  private static boolean waitsFor(ServerLine other, ServerLine server) {
    return !server.application().isEmpty() && other.application().equals(server.application())
        && other.wave().equals(server.wave()) && !other.serverId().equals(server.serverId()) && !other.ended();
  }

  private void takeOut(ServerLine server) {
    try (InventoryClient client = new InventoryClient(inventory)) {
      client.post("/api/servers/" + InventoryClient.segment(server.serverId()) + "/withdraw", Map.of("by", "lab"));
      takenOut.add(server.serverId());
      out.println(server.serverId() + " is parked, as planted: " + server.parked().orElse("") + "; taken out of "
          + server.wave() + " so that the rest of " + server.application() + " goes on");
    } catch (LabFailure | Refusal e) {
      out.println(server.serverId() + " is not taken out of " + server.wave() + " yet: " + e.getMessage());
    }
  }
}
