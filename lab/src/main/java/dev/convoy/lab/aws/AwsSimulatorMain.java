package dev.convoy.lab.aws;

import dev.convoy.lab.aws.cloud.Quotas;
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

  /** Entry point. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new AwsSimulatorMain()).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    var defaults = AwsSimulatorSettings.defaults();
    var quotas = new Quotas(replicating, defaults.quotas().serversInActiveJobs(), defaults.quotas().activeJobs(),
        defaults.quotas().serversPerJob());
    var settings = new AwsSimulatorSettings(host, port, speed, seed, accounts, region, defaults.roles(), data,
        defaults.durations(), quotas, defaults.targets());
    var simulator = AwsSimulator.start(settings);
    Runtime.getRuntime().addShutdownHook(new Thread(simulator::close, "aws-close"));
    System.out.println("AWS simulator on " + simulator.endpoint());
    new CountDownLatch(1).await();
    return 0;
  }
}
