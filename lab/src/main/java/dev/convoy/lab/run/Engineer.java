package dev.convoy.lab.run;

import dev.convoy.lab.fleetplan.PlantedFailure;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Does what a migration engineer would do. A server that was made to fail: once it is parked as planted, and its
 * application waits for it, it is taken out of its wave so that the rest goes on; one that stands alone is left parked.
 * A server for which somebody else started a job: when that is over, it is tried again.
 */
final class Engineer {
  private static final String SOMEBODY_ELSE = "[CVY-4106]";
  /** How long a server may go on being shown as parked after it was tried again. */
  private static final Duration GO_ON_WITHIN = Duration.ofSeconds(60);

  private final Map<String, PlantedFailure> planted;
  private final URI inventory;
  private final PrintStream out;
  private final Set<String> takenOut = new HashSet<>();
  private final Map<String, Retried> retried = new HashMap<>();

  /** @param parked why the server was parked that was tried again */
  private record Retried(String parked, Instant at) {}

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
    servers.stream().filter(each -> disturbed(each).filter(why -> !isRetried(each, why)).isPresent())
        .forEach(this::retry);
  }

  /** True when there is nothing that it would see to, or that should have gone on by now. */
  boolean over(Collection<ServerLine> servers) {
    return servers.stream().noneMatch(each -> disturbed(each).filter(why -> !isRetried(each, why) || goesOn(each)).isPresent());
  }

  private static Optional<String> disturbed(ServerLine server) {
    return server.parked().filter(why -> why.startsWith(SOMEBODY_ELSE) && !server.ended());
  }

  private boolean isRetried(ServerLine server, String why) {
    Retried last = retried.get(server.serverId());
    return last != null && last.parked().equals(why);
  }

  private boolean goesOn(ServerLine server) {
    Retried last = retried.get(server.serverId());
    return last != null && last.at().plus(GO_ON_WITHIN).isAfter(Instant.now());
  }

  private void retry(ServerLine server) {
    String why = server.parked().orElse("");
    if (ask(server, "retry")) {
      retried.put(server.serverId(), new Retried(why, Instant.now()));
      out.println(server.serverId() + " is parked: " + why + "; tried again");
    }
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
    if (ask(server, "withdraw")) {
      takenOut.add(server.serverId());
      out.println(server.serverId() + " is parked, as planted: " + server.parked().orElse("") + "; taken out of "
          + server.wave() + " so that the rest of " + server.application() + " goes on");
    }
  }

  private boolean ask(ServerLine server, String what) {
    try (InventoryClient client = new InventoryClient(inventory)) {
      client.post("/api/servers/" + InventoryClient.segment(server.serverId()) + "/" + what, Map.of("by", "lab"));
      return true;
    } catch (LabFailure | Refusal e) {
      out.println(server.serverId() + ": " + what + " was not taken yet: " + e.getMessage());
      return false;
    }
  }
}
