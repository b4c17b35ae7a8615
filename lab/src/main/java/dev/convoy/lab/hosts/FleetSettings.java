package dev.convoy.lab.hosts;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What all hosts of a fleet have in common.
 *
 * @param seed decides the host keys
 * @param speed simulated seconds per wall second, above 0
 * @param clockStart wall time at which simulated time was 0
 * @param aws the AWS simulator
 * @param linuxUser user that may log in by SSH
 * @param authorizedKey its public key as one line of {@code authorized_keys}
 * @param linuxPassword its password; null = none is accepted
 * @param sudoPassword what sudo asks for; null = NOPASSWD
 * @param windowsUser user that may log in by WinRM
 * @param windowsPassword its password
 * @param commandLines file that takes every command line that a host is given; null = none
 * @param dataFolder where hosts and ledger are kept over a restart; null = nowhere
 */
public record FleetSettings(
    long seed, double speed, Instant clockStart, URI aws, String linuxUser, String authorizedKey,
    @Nullable String linuxPassword, @Nullable String sudoPassword, String windowsUser, String windowsPassword,
    HostDurations durations, @Nullable Path commandLines, @Nullable Path dataFolder) {

  /** Checks the speed. */
  public FleetSettings {
    if (!(speed > 0)) {
      throw new IllegalArgumentException("[CVY-9111] fleet: speed " + speed + "; give a number above 0");
    }
  }

  /** The lab's usual users: {@code migrate} with a key and NOPASSWD, {@code Administrator} with a password. */
  public static FleetSettings of(long seed, double speed, URI aws, String authorizedKey, String windowsPassword) {
    return new FleetSettings(seed, speed, Instant.now(), aws, "migrate", authorizedKey, null, null, "Administrator",
        windowsPassword, HostDurations.DEFAULT, null, null);
  }

  /** The same, keeping its state in this folder. */
  public FleetSettings withDataFolder(Path folder) {
    return new FleetSettings(seed, speed, clockStart, aws, linuxUser, authorizedKey, linuxPassword, sudoPassword,
        windowsUser, windowsPassword, durations, commandLines, folder);
  }

  /** The same with simulated time counted from here. */
  public FleetSettings withClockStart(Instant start) {
    return new FleetSettings(seed, speed, start, aws, linuxUser, authorizedKey, linuxPassword, sudoPassword,
        windowsUser, windowsPassword, durations, commandLines, dataFolder);
  }

  /** The same with a password accepted for the user on Linux. */
  public FleetSettings withLinuxPassword(String password) {
    return new FleetSettings(seed, speed, clockStart, aws, linuxUser, authorizedKey, password, sudoPassword,
        windowsUser, windowsPassword, durations, commandLines, dataFolder);
  }

  /** The same, writing every command line that a host is given to this file. */
  public FleetSettings withCommandLines(Path file) {
    return new FleetSettings(seed, speed, clockStart, aws, linuxUser, authorizedKey, linuxPassword, sudoPassword,
        windowsUser, windowsPassword, durations, file, dataFolder);
  }

  /** The same with sudo asking for this password. */
  public FleetSettings withSudoPassword(String password) {
    return new FleetSettings(seed, speed, clockStart, aws, linuxUser, authorizedKey, linuxPassword, password,
        windowsUser, windowsPassword, durations, commandLines, dataFolder);
  }

  /** The same with these durations. */
  public FleetSettings withDurations(HostDurations changed) {
    return new FleetSettings(seed, speed, clockStart, aws, linuxUser, authorizedKey, linuxPassword, sudoPassword,
        windowsUser, windowsPassword, changed, commandLines, dataFolder);
  }

  /** Without the passwords. */
  @Override
  public String toString() {
    return "FleetSettings[seed=" + seed + ", speed=" + speed + ", aws=" + aws + ", linuxUser=" + linuxUser
        + ", windowsUser=" + windowsUser + ", passwords=***, dataFolder=" + dataFolder + "]";
  }
}
