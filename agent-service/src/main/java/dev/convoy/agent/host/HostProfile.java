package dev.convoy.agent.host;

import java.util.List;

/**
 * What runs on a host, as it says itself.
 *
 * @param hostname name, fully qualified where the host knows it
 * @param os operating system
 * @param kernel kernel or build
 * @param mounts mount points or drives with sizes
 * @param listeningPorts TCP ports that are listened on
 * @param services running services
 * @param enabled services that start with the system
 * @param disks whole disks, {@code <device> <bytes>}
 * @param addresses of its network cards
 * @param timeZone as the host names it
 * @param packages of interest with their versions
 * @param agentSourceServers ids that an installed replication agent speaks of
 */
public record HostProfile(
    String hostname, String os, String kernel, List<String> mounts, List<Integer> listeningPorts,
    List<String> services, List<String> enabled, List<String> disks, List<String> addresses, String timeZone,
    List<String> packages, List<String> agentSourceServers) {

  /** Copies the lists. */
  public HostProfile {
    mounts = List.copyOf(mounts);
    listeningPorts = List.copyOf(listeningPorts);
    services = List.copyOf(services);
    enabled = List.copyOf(enabled);
    disks = List.copyOf(disks);
    addresses = List.copyOf(addresses);
    packages = List.copyOf(packages);
    agentSourceServers = List.copyOf(agentSourceServers);
  }
}
