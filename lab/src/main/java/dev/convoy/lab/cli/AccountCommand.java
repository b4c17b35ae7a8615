package dev.convoy.lab.cli;

import dev.convoy.lab.run.LabFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code convoy account ...}: says that it is not there yet. */
@Command(name = "account", description = "Checks and adopts AWS accounts (comes with a later release).")
final class AccountCommand implements Runnable {
  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "check or adopt is missing");
  }

  @Command(description = "Checks an account and region (comes with a later release).")
  int check(@Parameters(paramLabel = "ACCOUNT") String account, @Parameters(paramLabel = "REGION") String region) {
    throw later("check");
  }

  @Command(description = "Takes over what is already in an account (comes with a later release).")
  int adopt(@Parameters(paramLabel = "ACCOUNT") String account, @Parameters(paramLabel = "REGION") String region) {
    throw later("adopt");
  }

  private static LabFailure later(String command) {
    return new LabFailure("[CVY-9321] account " + command + " comes with a later release; until then"
        + " replication-service prepares accounts by itself and says what it lacks");
  }
}
