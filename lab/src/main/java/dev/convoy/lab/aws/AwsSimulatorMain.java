package dev.convoy.lab.aws;

import dev.convoy.kit.config.Carriers;
import dev.convoy.lab.aws.cloud.Quotas;
import dev.convoy.lab.fleetplan.LabNetwork;
import dev.convoy.lab.targets.TargetFleet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the simulator as a process of its own, until it is told to end. */
@Command(name = "aws-simulator", mixinStandardHelpOptions = true, description = "MGN, EC2 and STS on one port.")
public final class AwsSimulatorMain implements Callable<Integer> {

  @Option(names = "--host", defaultValue = "127.0.0.1", description = "address to listen on")
  private String host = "";

  @Option(names = "--port", defaultValue = "4566", description = "port to listen on, 0 for any")
  private int port;

  @Option(names = "--speed", defaultValue = "60", description = "simulated seconds per second")
  private double speed;

  @Option(names = "--seed", defaultValue = "1", description = "seed of ids and faults")
  private long seed;

  @Option(names = "--accounts", split = ",", defaultValue = "111122223333", description = "account ids")
  private List<String> accounts = List.of();

  @Option(names = "--region", defaultValue = "eu-central-1", description = "region of agents that name none")
  private String region = "";

  @Option(names = "--data", description = "JSON file for the state; the ledger is kept beside it")
  private @Nullable Path data;

  @Option(names = "--replicating", defaultValue = "150", description = "quota of replicating servers")
  private int replicating;

  @Option(names = "--targets", description = "open the service ports of launched instances on their addresses")
  private boolean targets;

  @Option(names = "--target-port-offset", defaultValue = "0", description = "added to the ports of launched instances")
  private int targetPortOffset;

  @Option(names = "--host-ledger", paramLabel = "FILE", description = "ledger of the source fleet, served as well")
  private @Nullable Path hostLedger;

  /** Entry point. */
  public static void main(String[] args) {
    Carriers.provide();
    System.exit(new CommandLine(new AwsSimulatorMain()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var running = start();
    Runtime.getRuntime().addShutdownHook(new Thread(running::close, "aws-close"));
    System.out.println("AWS simulator on " + running.simulator().endpoint());
    new CountDownLatch(1).await();
    return 0;
  }

  /** A simulator with the listeners of what it launches, if any. */
  record Running(AwsSimulator simulator, @Nullable TargetFleet fleet) implements AutoCloseable {
    @Override
    public void close() {
      simulator.close();
      if (fleet != null) {
        fleet.close();
      }
    }
  }

  /** What these options ask for. */
  Running start() throws IOException {
    var fleet = targets ? TargetFleet.start(targetPortOffset, server -> true) : null;
    var simulator = AwsSimulator.start(settings(fleet == null ? TargetListener.none() : new InstanceTargets(fleet)));
    for (int index = 0; index < accounts.size(); index++) {
      simulator.openZone(accounts.get(index), LabNetwork.zone(index), LabNetwork.domain(index), List.of());
    }
    if (hostLedger != null) {
      simulator.mount("/_lab/hosts/ledger", new HostLedgerDoor(hostLedger));
    }
    return new Running(simulator, fleet);
  }

  private AwsSimulatorSettings settings(TargetListener listener) {
    var defaults = AwsSimulatorSettings.defaults();
    var quotas = new Quotas(replicating, defaults.quotas().serversInActiveJobs(), defaults.quotas().activeJobs(),
        defaults.quotas().serversPerJob());
    return new AwsSimulatorSettings(host, port, speed, seed, accounts, region, defaults.roles(), data,
        defaults.durations(), quotas, listener);
  }
}
