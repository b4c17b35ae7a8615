package dev.convoy.lab.run;

import dev.convoy.lab.chaos.ChaosOptions;
import dev.convoy.lab.drill.Drill;
import dev.convoy.lab.versions.Versions;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * What a person asked of the lab.
 *
 * @param servers number of servers of a generated fleet
 * @param windowsPercent share of Windows among them, 0 to 100
 * @param waves number of waves
 * @param accounts number of AWS accounts
 * @param intake file that declares the servers instead
 * @param seed the same seed makes the same fleet
 * @param faults how badly the world behaves
 * @param speed simulated seconds per wall second, above 0
 * @param exit true to end when every wave is done
 * @param processes true to give each service a JVM of its own
 * @param instances JVMs of each service, 1 or 2; 2 needs {@code processes}
 * @param chaos what befalls the lab while it runs; needs {@code processes}
 * @param crashPoints how often the services crash at each row of the {@link CrashTable}; 0 = never
 * @param ports where everything listens
 * @param drills what is done to the waves on purpose
 * @param poison percent of the records of every topic that nobody can read; 0 = none
 * @param canary true to plant secrets and to search for them at the end
 * @param data folder that survives; empty for a temporary one
 * @param versions what it has to do with other builds
 * @param goal how far it goes, and with how many broken hosts
 */
public record LabOptions(
    int servers, int windowsPercent, int waves, int accounts, Optional<Path> intake, long seed, Faults faults,
    double speed, boolean exit, boolean processes, int instances, ChaosOptions chaos, int crashPoints, LabPorts ports,
    Optional<Path> data, Set<Drill> drills, int poison, boolean canary, Versions versions, Goal goal) {

  /** How badly the world behaves. */
  public enum Faults { none, light, heavy, storm }

  /** Checks the ranges. */
  public LabOptions {
    if (!(speed > 0) || speed > 100_000) {
      throw new LabFailure("[CVY-9205] lab: --speed " + speed + " is out of range; give more than 0, up to 100000");
    }
    check("--servers", servers, 1, 60_000);
    check("--windows", windowsPercent, 0, 100);
    check("--waves", waves, 1, 1_000);
    check("--crash-points", crashPoints, 0, 1_000);
    check("--poison", poison, 0, 50);
    check("--accounts", accounts, 1, 9);
    check("--instances", instances, 1, 2);
    if (!processes && (instances > 1 || !chaos.kinds().isEmpty())) {
      throw new LabFailure("[CVY-9265] lab: --chaos and --instances need services that can be killed; add --processes");
    }
    goal.check(servers, intake.isEmpty() && faults == Faults.none && drills.isEmpty() && poison == 0
        && (crashPoints == 0 || goal.estate() > 0)
        && !canary && versions.otherClassPath().isEmpty() && (goal.estate() == 0 || data.isEmpty()));
    if (goal.keepTests() && !drills.isEmpty()) {
      throw new LabFailure("[CVY-9205] lab: --keep-tests approves the cutovers that --drill disturbs; give one of them");
    }
    if (drills.contains(Drill.decide) && (faults == Faults.light || faults == Faults.heavy)) {
      throw new LabFailure("[CVY-9205] lab: --drill decide answers for servers that --faults " + faults
          + " plants to stay parked; give one of them");
    }
    if (goal.observe() && processes) {
      throw new LabFailure("[CVY-9290] lab: --observe starts the services of this JVM anew when they are to act; leave out --processes");
    }
    versions.check(processes, chaos.kinds().isEmpty() && crashPoints == 0);
  }

  /** Whether servers have post-launch actions, and people ask for images: another build may not know either. */
  public boolean extras() {
    return versions.otherClassPath().isEmpty() && !goal.installed();
  }

  private static void check(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new LabFailure("[CVY-9205] lab: " + option + " " + value + " is out of range; give " + least + " to "
          + most);
    }
  }
}
