package dev.convoy.replication.estate;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * A source server as MGN lists it.
 *
 * @param userProvidedId what the installer was given; empty = nothing
 * @param names host names that the agent reports, short or full
 * @param addresses IP addresses that the agent reports
 * @param lifecycle MGN's {@code lifeCycle.state}; empty if unknown
 * @param replication MGN's {@code dataReplicationState}; empty if unknown
 * @param inJob a job that has not ended names it among its servers
 * @param macAddresses of the network interfaces that the agent reports
 * @param ec2InstanceId the EC2 instance that the agent runs on; empty = none
 */
public record FoundServer(
    String sourceServerId, String userProvidedId, Set<String> names, Set<String> addresses, String lifecycle,
    String replication, boolean archived, boolean inJob, Set<String> macAddresses, String ec2InstanceId) {

  public FoundServer {
    macAddresses = macAddresses.stream().map(Criterion.Names::mac).collect(Collectors.toUnmodifiableSet());
    names = Set.copyOf(names);
    addresses = Set.copyOf(addresses);
  }

  /** Of which neither MAC addresses nor an instance are known. */
  public FoundServer(
      String sourceServerId, String userProvidedId, Set<String> names, Set<String> addresses, String lifecycle,
      String replication, boolean archived, boolean inJob) {
    this(sourceServerId, userProvidedId, names, addresses, lifecycle, replication, archived, inJob, Set.of(), "");
  }

  /** How a person would look for it. */
  String called() {
    return !userProvidedId.isEmpty() ? userProvidedId
        : names.stream().sorted().findFirst().orElse("without a name");
  }
}
