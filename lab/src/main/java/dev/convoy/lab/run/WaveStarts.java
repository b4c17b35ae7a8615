package dev.convoy.lab.run;

import dev.convoy.events.common.Gate;
import dev.convoy.events.common.Stage;
import dev.convoy.lab.kept.Keeping;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Starts the waves of a run through REST, as a person would. */
final class WaveStarts {
  private final LabOptions options;
  private final Set<String> waking;
  private final PrintStream out;

  /** @param waking servers whose sources are going to wake after they were shut down */
  WaveStarts(LabOptions options, Set<String> waking, PrintStream out) {
    this.options = options;
    this.waking = waking;
    this.out = out;
  }

  /** Starts every wave of these servers that has not been started; a wave goes on by itself after that. */
  void start(List<ServerLine> servers) {
    List<String> waves = servers.stream().filter(ServerLine::moves).map(ServerLine::wave).distinct().sorted().toList();
    try (InventoryClient inventory = new InventoryClient(options.ports().inventoryUrl(), LabPatience.OUTAGE)) {
      for (String wave : waves) {
        if (servers.stream().noneMatch(each -> each.wave().equals(wave) && each.stage() != Stage.REGISTERED)) {
          Set<Gate> closed = closed(servers, wave);
          if (!closed.isEmpty()) {
            inventory.post("/api/waves/" + InventoryClient.segment(wave) + "/plan", plan(closed, waves.indexOf(wave)));
          }
          inventory.post("/api/waves/" + InventoryClient.segment(wave) + "/start", Map.of("by", "lab"));
          out.println(wave + " started");
        }
      }
    }
  }

  /**
   * What somebody has to approve: the tests where nothing goes on beyond replication, so that nobody does; the finalization
   * where sources are going to wake before it; the cutover where people look at the tests before it.
   */
  private Set<Gate> closed(List<ServerLine> servers, String wave) {
    Set<Gate> closed = EnumSet.noneOf(Gate.class);
    if (options.goal().installed()) {
      closed.add(Gate.TEST);
    } else if (servers.stream().anyMatch(each -> each.wave().equals(wave) && waking.contains(each.serverId()))) {
      closed.add(Gate.FINALIZE);
    }
    if (options.goal().keepTests()) {
      closed.add(Gate.CUTOVER);
    }
    return closed;
  }

  private Map<String, Object> plan(Set<Gate> closed, int index) {
    Map<String, Object> gates = Arrays.stream(Gate.values()).filter(gate -> gate != Gate.UNKNOWN)
        .collect(Collectors.toMap(Gate::name, gate -> closed.contains(gate) ? "APPROVAL" : "AUTOMATIC"));
    return options.goal().keepTests() ? Map.of("gates", gates, "by", "lab", "testKeepDays", Keeping.of(index).days())
        : Map.of("gates", gates, "by", "lab");
  }
}
