package dev.convoy.lab.drill;

import dev.convoy.lab.run.InventoryClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** The commands of a drill. Each throws as {@link InventoryClient#post} does. */
final class WavePerson {
  private static final Duration WINDOW = Duration.ofHours(6);
  private static final Map<String, String> SAID = Map.of("by", "drill", "reason", "drill");

  private final InventoryClient inventory;
  private final Cmdb cmdb;

  WavePerson(InventoryClient inventory, Cmdb cmdb) {
    this.inventory = inventory;
    this.cmdb = cmdb;
  }

  void pause(String wave) {
    ofWave(wave, "pause", SAID);
  }

  void resume(String wave) {
    ofWave(wave, "resume", SAID);
  }

  void revoke(String wave) {
    ofWave(wave, "revoke", SAID);
  }

  void approveCutover(String wave) {
    ofWave(wave, "approve", Map.of("by", "drill", "gate", "CUTOVER"));
  }

  /** The window is closed now and opens after this time. */
  void planWindow(String wave, Duration after) {
    Instant start = Instant.now().plus(after);
    ofWave(wave, "plan", Map.of("by", "drill", "windowStart", start.toString(),
        "windowEnd", start.plus(WINDOW).toString()));
  }

  void rollBack(String server) {
    ofServer(server, "rollback");
  }

  void retry(String server) {
    ofServer(server, "retry");
  }

  void retest(String server) {
    ofServer(server, "retest");
  }

  void withdraw(String server) {
    ofServer(server, "withdraw");
  }

  void declare(String server) {
    cmdb.declare(server, declared -> declared);
  }

  void declareChanged(String server) {
    cmdb.declare(server, declared -> declared.setOsVersion(declared.getOsVersion() + " patched"));
  }

  void accept(String server) {
    ofServer(server, "accept");
  }

  /** @param decision {@code without-test} */
  void decide(String server, String decision) {
    inventory.post("/api/servers/" + InventoryClient.segment(server) + "/decide",
        Map.of("by", "drill", "reason", "drill", "decision", decision));
  }

  void openBreakGlass(String server) {
    breakGlass(server, Map.of("by", "drill", "reason", "drill", "within", "PT1H"));
  }

  void endBreakGlass(String server) {
    breakGlass(server, Map.of("by", "drill", "reason", "drill", "end", true));
  }

  private void breakGlass(String server, Map<String, ?> body) {
    inventory.post("/api/servers/" + InventoryClient.segment(server) + "/break-glass", body);
  }

  private void ofWave(String wave, String action, Map<String, String> body) {
    inventory.post("/api/waves/" + InventoryClient.segment(wave) + "/" + action, body);
  }

  private void ofServer(String server, String action) {
    inventory.post("/api/servers/" + InventoryClient.segment(server) + "/" + action, SAID);
  }
}
