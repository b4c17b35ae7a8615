package dev.convoy.lab.kept;

import dev.convoy.events.common.Stage;
import dev.convoy.lab.run.InventoryClient;
import dev.convoy.lab.run.LabFailure;
import dev.convoy.lab.run.Refusal;
import dev.convoy.lab.run.ServerLine;
import java.io.PrintStream;
import java.net.URI;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Looks at test instances that are kept, accepts some, and approves the cutover of each wave when its tests have been seen. */
public final class TestVisits {
  private static final String APPROVED_ALREADY = "[CVY-1204]";
  private static final String NOT_KEPT = "[CVY-1191]";

  private final Predicate<String> keepsTest;
  private final Predicate<String> hasKept;
  private final URI inventory;
  private final PrintStream out;
  private final Set<String> accepted = new HashSet<>();
  private final Set<String> approved = new HashSet<>();

  /**
   * @param keepsTest whether a server keeps its test instance, by its id
   * @param hasKept whether it ever did
   * @param inventory {@code http://127.0.0.1:8080}
   */
  public TestVisits(Predicate<String> keepsTest, Predicate<String> hasKept, URI inventory, PrintStream out) {
    this.keepsTest = keepsTest;
    this.hasKept = hasKept;
    this.inventory = inventory;
    this.out = out;
  }

  /** Acts on what is seen now; what is not answered is asked again at the next look. */
  public void look(Collection<ServerLine> servers) {
    Map<String, List<ServerLine>> waves = servers.stream().filter(ServerLine::moves)
        .sorted(Comparator.comparing(ServerLine::serverId))
        .collect(Collectors.groupingBy(ServerLine::wave, TreeMap::new, Collectors.toList()));
    List<String> names = List.copyOf(waves.keySet());
    IntStream.range(0, names.size()).filter(index -> !approved.contains(names.get(index)))
        .forEach(index -> visit(names.get(index), waves.getOrDefault(names.get(index), List.of()), Keeping.of(index)));
  }

  private void visit(String wave, List<ServerLine> servers, Keeping keeping) {
    if (keeping == Keeping.LOOKED_AT) {
      IntStream.range(0, servers.size()).filter(index -> index % 2 == 0).mapToObj(servers::get)
          .map(ServerLine::serverId).filter(id -> keepsTest.test(id) && !accepted.contains(id)).forEach(this::accept);
    }
    if (servers.stream().allMatch(each -> each.atRest() || isSeen(each, keeping))) {
      approve(wave);
    }
  }

  /** A test has passed a moment before its instance is said to be kept. */
  private boolean isSeen(ServerLine server, Keeping keeping) {
    return server.stage().compareTo(Stage.TEST_PASSED) > 0 || server.stage() == Stage.TEST_PASSED
        && hasKept.test(server.serverId()) && (keeping == Keeping.UNTIL_CUTOVER || !keepsTest.test(server.serverId()));
  }

  private void accept(String serverId) {
    if (ask("/api/servers/" + InventoryClient.segment(serverId) + "/accept-test", Map.of("by", "lab", "reason", "looks well"), NOT_KEPT)) {
      accepted.add(serverId);
    }
  }

  private void approve(String wave) {
    if (ask("/api/waves/" + InventoryClient.segment(wave) + "/approve", Map.of("by", "lab", "gate", "CUTOVER"), APPROVED_ALREADY)) {
      approved.add(wave);
    }
  }

  /** True when it was taken, or needs not be any more. */
  private boolean ask(String path, Map<String, String> body, String needless) {
    try (InventoryClient client = new InventoryClient(inventory)) {
      client.post(path, body);
      return true;
    } catch (LabFailure | Refusal e) {
      if (String.valueOf(e.getMessage()).startsWith(needless)) {
        return true;
      }
      out.println(path + " was not taken yet: " + e.getMessage());
      return false;
    }
  }
}
