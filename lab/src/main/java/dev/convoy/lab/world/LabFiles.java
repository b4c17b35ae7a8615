package dev.convoy.lab.world;

import dev.convoy.lab.fleetplan.FleetPlan;
import dev.convoy.lab.fleetplan.FleetRequest;
import dev.convoy.lab.hosts.FleetFile;
import dev.convoy.lab.hosts.FleetSettings;
import dev.convoy.lab.hosts.PrivateFile;
import dev.convoy.lab.run.LabFailure;
import dev.convoy.lab.run.LabService;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Writes everything that a lab of separate processes has to agree on into one folder: {@code fleet.json},
 * {@code intake.csv}, the login keys and passwords, {@code <service>.properties} and {@code environments.yml}, in this
 * order, so that whoever sees the last one sees all. Only their owner can read them. A second run with the same options
 * changes nothing; keys and passwords are kept whatever the options.
 */
@Command(name = "lab-files", mixinStandardHelpOptions = true, showDefaultValues = true,
    description = "Writes the settings, keys, fleet and intake file of a lab of separate processes.")
public final class LabFiles implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "DIR", description = "folder, made if it does not exist")
  private Path folder = Path.of("");

  @Option(names = "--servers", paramLabel = "N", description = "size of the fleet")
  private int servers = 20;

  @Option(names = "--windows", paramLabel = "PERCENT", description = "share of Windows servers")
  private int windows = 20;

  @Option(names = "--waves", paramLabel = "N", description = "number of waves")
  private int waves = 1;

  @Option(names = "--accounts", paramLabel = "N", description = "number of AWS accounts")
  private int accounts = 1;

  @Option(names = "--seed", paramLabel = "N", description = "the same seed makes the same fleet")
  private long seed = 1;

  @Option(names = "--speed", paramLabel = "X", description = "simulated seconds per second, as the AWS simulator's")
  private double speed = 60;

  @Option(names = "--port-offset", paramLabel = "N", description = "added to the ports of hosts and targets")
  private int portOffset;

  @Option(names = "--aws", paramLabel = "URL", description = "the AWS simulator, as services and hosts reach it")
  private URI aws = URI.create("http://127.0.0.1:4566");

  @Option(names = "--fleet-data", paramLabel = "DIR", description = "where the source fleet keeps its state and ledger")
  private Path fleetData = Path.of("/var/lib/convoy");

  /** {@code DIR [OPTION...]}. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command; a failure is one line and exit code 2. */
  static CommandLine commandLine() {
    return new CommandLine(new LabFiles()).setExecutionExceptionHandler((problem, line, parsed) -> {
      line.getErr().println("convoy: " + problem.getMessage());
      return CommandLine.ExitCode.USAGE;
    });
  }

  @Override
  public Integer call() {
    var plan = FleetPlan.of(new FleetRequest(servers, windows, waves, accounts, seed, portOffset));
    var directory = folder.toAbsolutePath().normalize();
    try {
      var secrets = LabSecrets.of(directory);
      fleet(directory.resolve("fleet.json"), plan, secrets);
      PrivateFile.replace(directory.resolve("intake.csv"), plan.cmfCsv());
      for (var service : LabService.values()) {
        PrivateFile.replace(directory.resolve(service.serviceName() + ".properties"), settings(service, secrets));
      }
      LabEnvironments.write(directory.resolve("environments.yml"), accounts, false, true);
    } catch (IOException e) {
      throw new LabFailure("[CVY-9235] lab: files not written to " + directory + ": " + e.getMessage()
          + "; name a writable folder", e);
    }
    System.out.println("lab of " + servers + " servers in " + directory);
    return 0;
  }

  /** Simulated time goes on where the fleet of an earlier run counts from. */
  private void fleet(Path file, FleetPlan plan, LabSecrets secrets) throws IOException {
    var start = Files.exists(file) ? FleetFile.read(file).settings().clockStart() : Instant.now();
    var settings = FleetSettings
        .of(seed, speed, aws, secrets.authorizedKey(), Files.readString(secrets.windowsPassword()))
        .withDataFolder(fleetData).withClockStart(start);
    new FleetFile(settings, plan.hosts()).write(file);
  }

  private String settings(LabService service, LabSecrets secrets) throws IOException {
    var properties = new Properties();
    properties.putAll(new LabServiceSettings(servers, speed, secrets).of(service));
    properties.putAll(Map.of("convoy.aws.endpoint", aws.toString()));
    var out = new StringWriter();
    properties.store(out, null);
    return out.toString().lines().filter(line -> !line.startsWith("#")).sorted()
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
