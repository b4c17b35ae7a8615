package dev.convoy.lab.run;

import dev.convoy.events.common.Gate;
import dev.convoy.events.common.Stage;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Starts the waves of a run through REST, as a person would. */
final class WaveStarts {
  private final LabOptions options;
  private final PrintStream out;

  WaveStarts(LabOptions options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  /** Starts every wave of these servers that has not been started; a wave goes on by itself after that. */
  void start(List<ServerLine> servers) {
    List<String> waves = servers.stream().filter(ServerLine::moves).map(ServerLine::wave).distinct().sorted().toList();
    try (InventoryClient inventory = new InventoryClient(options.ports().inventoryUrl(), LabPatience.OUTAGE)) {
      for (String wave : waves) {
        if (servers.stream().noneMatch(each -> each.wave().equals(wave) && each.stage() != Stage.REGISTERED)) {
          if (options.goal().installed()) {
            inventory.post("/api/waves/" + InventoryClient.segment(wave) + "/plan", testsWait());
          }
          inventory.post("/api/waves/" + InventoryClient.segment(wave) + "/start", Map.of("by", "lab"));
          out.println(wave + " started");
        }
      }
    }
  }

  /** Nobody approves the tests, so nothing goes on beyond replication. */
  private static Map<String, Object> testsWait() {
    Map<String, Object> gates = Arrays.stream(Gate.values()).filter(gate -> gate != Gate.UNKNOWN)
        .collect(Collectors.toMap(Gate::name, gate -> gate == Gate.TEST ? "APPROVAL" : "AUTOMATIC"));
    return Map.of("gates", gates, "by", "lab");
  }
}
