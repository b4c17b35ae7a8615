package dev.convoy.lab.cli;

import dev.convoy.lab.process.Condition;
import dev.convoy.lab.run.IntakeReport;
import dev.convoy.lab.run.InventoryClient;
import dev.convoy.lab.run.LabFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code convoy intake FILE}. */
@Command(name = "intake", description = "Declares the servers of an intake file (CSV).")
final class IntakeCommand implements Callable<Integer> {
  private static final Duration REGISTRATION = Duration.ofSeconds(60);

  @Mixin
  private Addresses addresses = Addresses.create();

  @Parameters(index = "0", paramLabel = "FILE", description = "CSV in the form of AWS Cloud Migration Factory")
  private Path file = Path.of("");

  @Option(names = "--json", description = "the answer as JSON")
  private boolean json;

  @Option(names = "--start", description = "start the waves of the file once their servers are registered")
  private boolean start;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    byte[] content = read(file);
    PrintWriter out = spec.commandLine().getOut();
    try (InventoryClient inventory = addresses.inventory()) {
      InventoryClient.Answer answer = inventory.postCsv(
          "/api/intake?name=" + InventoryClient.segment(String.valueOf(file.getFileName())), content);
      if (json) {
        Answers.json(answer.body(), out);
      }
      IntakeReport report = IntakeReport.of(answer.body());
      if (!json) {
        report.lines().forEach(out::println);
      }
      if (start) {
        start(inventory, answer.body().path("waves"), out);
      }
      return report.rejected() == 0 ? 0 : 1;
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new LabFailure("[CVY-9303] " + file + ": cannot be read (" + e.getClass().getSimpleName()
          + "); name a readable CSV file", e);
    }
  }

  private static void start(InventoryClient inventory, JsonNode waves, PrintWriter out) {
    waves.properties().forEach(wave -> {
      String id = wave.getKey();
      int servers = wave.getValue().asInt();
      if (!Condition.holdsWithin(REGISTRATION, () -> inventory.servers(id).size() >= servers)) {
        throw new LabFailure("[CVY-9305] " + id + ": not all of its " + servers + " servers were registered within "
            + REGISTRATION.toSeconds() + " s; see which with server show, then give wave start " + id);
      }
      Answers.command(inventory.post("/api/waves/" + InventoryClient.segment(id) + "/start",
          Map.of("by", WaveCommand.person())), "wave " + id + " start", out);
    });
  }
}
