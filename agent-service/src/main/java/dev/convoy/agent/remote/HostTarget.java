package dev.convoy.agent.remote;

import dev.convoy.events.common.OsFamily;
import org.jspecify.annotations.Nullable;

/**
 * Where a source host is and how it proves who it is.
 *
 * @param serverId id of the server, for messages
 * @param osFamily decides the transport; never {@code UNKNOWN}
 * @param address name or address to connect to
 * @param port SSH or WinRM port, 1 to 65535
 * @param pinnedHostKey {@code SHA256:<base64>} of the SSH host key or TLS certificate, several separated by commas;
 *     null = known_hosts, or the trust store
 * @param via jump host that it is entered through; null = directly
 */
public record HostTarget(
    String serverId, OsFamily osFamily, String address, int port, @Nullable String pinnedHostKey, @Nullable Hop via) {

  /** A host that is reached directly. */
  public HostTarget(String serverId, OsFamily osFamily, String address, int port, @Nullable String pinnedHostKey) {
    this(serverId, osFamily, address, port, pinnedHostKey, null);
  }

  /** Refuses what no adapter could connect to. */
  public HostTarget {
    if (osFamily == OsFamily.UNKNOWN) {
      throw new IllegalArgumentException("operating system family of " + serverId + " is not known");
    }
    if (!address.matches("[A-Za-z0-9._:%-]+")) {
      throw new IllegalArgumentException("address of " + serverId + " is neither a name nor an address");
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port of " + serverId + " is out of range: " + port);
    }
  }
}
