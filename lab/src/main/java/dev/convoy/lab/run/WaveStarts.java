package dev.convoy.lab.run;

import dev.convoy.events.common.Stage;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

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
          inventory.post("/api/waves/" + InventoryClient.segment(wave) + "/start", Map.of("by", "lab"));
          out.println(wave + " started");
        }
      }
    }
  }
}
