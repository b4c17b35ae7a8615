package dev.convoy.lab.run;

import dev.convoy.events.cmdb.ServerDeclared;
import dev.convoy.lab.process.Condition;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;

/** Gets the servers of a run into the inventory and waits until each was answered. */
final class Intake {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final LabOptions options;
  private final StatusWatch watch;
  private final PrintStream out;

  Intake(LabOptions options, StatusWatch watch, PrintStream out) {
    this.options = options;
    this.watch = watch;
    this.out = out;
  }

  /** Throws {@link LabFailure} when the file cannot be read; before anything is started. */
  static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new LabFailure("[CVY-9303] " + file + ": cannot be read (" + e.getClass().getSimpleName()
          + "); name a readable CSV file", e);
    }
  }

  /** Publishes these declarations; returns how many servers are to be expected. */
  int declare(List<ServerDeclared> declarations) {
    new DeclarationProducer(options.ports()).publish(declarations);
    awaitAnswers(() -> declarations.stream().allMatch(each -> watch.answered(each.getServerId())));
    return declarations.size();
  }

  /** Posts the intake file, names its faults, and waits for the rest. */
  int post(Path file, byte[] content) {
    try (InventoryClient inventory = new InventoryClient(options.ports().inventoryUrl(), LabPatience.OUTAGE)) {
      JsonNode answer = inventory.postCsv("/api/intake?name=" + InventoryClient.segment(
          String.valueOf(file.getFileName())), content).body();
      IntakeReport report = IntakeReport.of(answer);
      report.lines().forEach(out::println);
      awaitAnswers(() -> watch.servers().size() >= report.accepted());
      return (int) watch.servers().stream().filter(ServerLine::moves).count();
    }
  }

  private void awaitAnswers(BooleanSupplier all) {
    boolean known = Condition.holdsWithin(LIMIT, () -> !watch.healthy() || all.getAsBoolean());
    if (!watch.healthy()) {
      throw StatusWatch.failure();
    }
    if (!known) {
      throw new LabFailure("[CVY-9257] lab: not every declaration was answered within " + LIMIT.toMinutes()
          + " minutes; see the log of inventory-service");
    }
  }
}
