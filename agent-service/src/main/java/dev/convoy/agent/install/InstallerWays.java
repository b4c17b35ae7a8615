package dev.convoy.agent.install;

import dev.convoy.agent.host.InstallOptions;
import dev.convoy.agent.host.InstallerSource;
import dev.convoy.events.common.OsFamily;
import java.util.List;
import java.util.Map;

/**
 * How the installer comes to a host, and what it is told there.
 *
 * @param usual where a site has no way of its own
 * @param sites ways by site
 * @param tags of every source server
 * @param devices disks to replicate by server; a server that is not there replicates all
 */
public record InstallerWays(
    Way usual, Map<String, Way> sites, Map<String, String> tags, Map<String, List<String>> devices) {

  /** From AWS's bucket, with the installation role, without options. */
  public static final InstallerWays USUAL = new InstallerWays(
      new Way(new InstallerSource.Aws(), new InstallerSource.Aws(), false, ""), Map.of(), Map.of(), Map.of());

  /**
   * One way.
   *
   * @param linux where Linux hosts get the installer from
   * @param windows where Windows hosts do
   * @param instanceProfile whether hosts are EC2 instances whose profile the installer uses, so that it gets no keys
   * @param proxy empty = none
   */
  public record Way(InstallerSource linux, InstallerSource windows, boolean instanceProfile, String proxy) {

    private boolean push() {
      return linux instanceof InstallerSource.Pushed || windows instanceof InstallerSource.Pushed;
    }

    InstallerSource source(OsFamily family) {
      return family == OsFamily.WINDOWS ? windows : linux;
    }
  }

  /** Copies the maps. */
  public InstallerWays {
    sites = Map.copyOf(sites);
    tags = Map.copyOf(tags);
    devices = Map.copyOf(devices);
  }

  /** The way of a site. */
  public Way of(String site) {
    return sites.getOrDefault(site, usual);
  }

  /** True if any host gets its installer from here. */
  public boolean push() {
    return usual.push() || sites.values().stream().anyMatch(Way::push);
  }

  /** What the installer of a server is told. */
  InstallOptions options(String serverId, String site) {
    return new InstallOptions(of(site).proxy(), devices.getOrDefault(serverId, List.of()), tags);
  }
}
