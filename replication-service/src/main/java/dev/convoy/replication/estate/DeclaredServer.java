package dev.convoy.replication.estate;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A server of the inventory that is to go to the account and region.
 *
 * @param name short host name
 * @param fqdn full host name
 * @param address where it is connected to: an IP address or a name
 * @param sourceServerId what it is bound to already; null = nothing
 * @param ended its migration is over
 * @param macAddress of one of its network interfaces; null = not declared
 * @param ec2InstanceId the EC2 instance that it is; null = none, or not declared
 */
public record DeclaredServer(
    String serverId, String name, String fqdn, String address, @Nullable String waveId, @Nullable String sourceServerId,
    boolean ended, @Nullable String macAddress, @Nullable String ec2InstanceId) {

  /** Of whom neither a MAC address nor an instance is declared. */
  public DeclaredServer(
      String serverId, String name, String fqdn, String address, @Nullable String waveId, @Nullable String sourceServerId,
      boolean ended) {
    this(serverId, name, fqdn, address, waveId, sourceServerId, ended, null, null);
  }

  /** Host names, short or full. */
  Set<String> names() {
    return Stream.of(name, fqdn).collect(Collectors.toUnmodifiableSet());
  }
}
