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
 */
public record HostProfile(
    String hostname, String os, String kernel, List<String> mounts, List<Integer> listeningPorts,
    List<String> services) {

  /** Copies the lists. */
  public HostProfile {
    mounts = List.copyOf(mounts);
    listeningPorts = List.copyOf(listeningPorts);
    services = List.copyOf(services);
  }
}
