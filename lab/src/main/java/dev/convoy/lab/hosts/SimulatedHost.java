package dev.convoy.lab.hosts;

import dev.convoy.events.common.OsFamily;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A source host of the lab.
 *
 * @param serverId id in the inventory: letters, digits, dot, dash, underscore
 * @param name host name
 * @param fqdn full name
 * @param os Linux speaks SSH, Windows WinRM
 * @param osVersion for example {@code Ubuntu 22.04}
 * @param role {@code web}, {@code app} or {@code db}: decides what runs and listens on it
 * @param address loopback address it listens on
 * @param port SSH or WinRM port
 * @param disks first one is the root disk
 * @param ramBytes memory
 * @param mac of the first network card
 */
public record SimulatedHost(
    String serverId, String name, String fqdn, OsFamily os, String osVersion, String role, String address, int port,
    List<SimulatedDisk> disks, int cpus, long ramBytes, String mac, PlantedFault fault) {
  private static final Pattern SERVER_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  /** Checks what would otherwise fail late. */
  public SimulatedHost {
    disks = List.copyOf(disks);
    if (!SERVER_ID.matcher(serverId).matches() || disks.isEmpty() || os == OsFamily.UNKNOWN) {
      throw new IllegalArgumentException("[CVY-9110] " + serverId
          + ": not a host; give a plain server id, at least one disk and LINUX or WINDOWS as os");
    }
  }

  /** The same host with this fault planted. */
  public SimulatedHost with(PlantedFault planted) {
    return new SimulatedHost(
        serverId, name, fqdn, os, osVersion, role, address, port, disks, cpus, ramBytes, mac, planted);
  }

  boolean has(PlantedFault planted) {
    return fault == planted;
  }

  /** True for a host that cannot download an installer. */
  public boolean offline() {
    return has(PlantedFault.NO_DOWNLOAD);
  }

  /** True for a host that speaks WinRM. */
  public boolean windows() {
    return os == OsFamily.WINDOWS;
  }
}
