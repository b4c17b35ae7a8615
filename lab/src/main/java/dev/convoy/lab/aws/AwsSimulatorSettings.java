package dev.convoy.lab.aws;

import dev.convoy.lab.aws.cloud.Quotas;
import dev.convoy.lab.aws.cloud.SimulatedDurations;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the simulator.
 *
 * @param host address to listen on
 * @param port 0 for any free one
 * @param speed simulated seconds per wall second
 * @param seed of ids and faults
 * @param accounts ids of 12 digits, 16 at most; the first owns all long-term keys that are not given to another
 * @param region the region of agents that name none
 * @param roles names of the roles that each account has
 * @param dataFile where state is kept between two runs, with the ledger beside it; null to keep nothing
 * @param durations in simulated time
 * @param quotas of each account and region
 * @param targets plays the software on launched instances
 */
public record AwsSimulatorSettings(
    String host, int port, double speed, long seed, List<String> accounts, String region, Set<String> roles,
    @Nullable Path dataFile, SimulatedDurations durations, Quotas quotas, TargetListener targets) {

  public AwsSimulatorSettings {
    accounts = List.copyOf(accounts);
    roles = Set.copyOf(roles);
    if (accounts.isEmpty()) {
      throw new IllegalArgumentException("[CVY-9406] AWS simulator: no account given; give at least one");
    }
  }

  /** One account on 127.0.0.1:4566, in real time, keeping nothing. */
  public static AwsSimulatorSettings defaults() {
    return new AwsSimulatorSettings("127.0.0.1", 4566, 1, 1, List.of("111122223333"), "eu-central-1",
        Set.of("ConvoyMigration", "ConvoyAgentInstall", "ConvoySecrets"), null, SimulatedDurations.defaults(), Quotas.defaults(),
        TargetListener.none());
  }

  /** On another port. */
  public AwsSimulatorSettings withPort(int other) {
    return new AwsSimulatorSettings(
        host, other, speed, seed, accounts, region, roles, dataFile, durations, quotas, targets);
  }

  /** At another speed. */
  public AwsSimulatorSettings withSpeed(double other) {
    return new AwsSimulatorSettings(
        host, port, other, seed, accounts, region, roles, dataFile, durations, quotas, targets);
  }

  /** With another seed. */
  public AwsSimulatorSettings withSeed(long other) {
    return new AwsSimulatorSettings(
        host, port, speed, other, accounts, region, roles, dataFile, durations, quotas, targets);
  }

  /** With other accounts. */
  public AwsSimulatorSettings withAccounts(List<String> other) {
    return new AwsSimulatorSettings(
        host, port, speed, seed, other, region, roles, dataFile, durations, quotas, targets);
  }

  /** Keeping state. */
  public AwsSimulatorSettings withDataFile(@Nullable Path other) {
    return new AwsSimulatorSettings(
        host, port, speed, seed, accounts, region, roles, other, durations, quotas, targets);
  }

  /** With other durations. */
  public AwsSimulatorSettings withDurations(SimulatedDurations other) {
    return new AwsSimulatorSettings(host, port, speed, seed, accounts, region, roles, dataFile, other, quotas, targets);
  }

  /** With other quotas. */
  public AwsSimulatorSettings withQuotas(Quotas other) {
    return new AwsSimulatorSettings(
        host, port, speed, seed, accounts, region, roles, dataFile, durations, other, targets);
  }

  /** With something on the launched instances. */
  public AwsSimulatorSettings withTargets(TargetListener other) {
    return new AwsSimulatorSettings(
        host, port, speed, seed, accounts, region, roles, dataFile, durations, quotas, other);
  }
}
