package dev.convoy.replication.estate;

import java.util.Set;

/**
 * A source server as MGN lists it.
 *
 * @param userProvidedId what the installer was given; empty = nothing
 * @param names host names that the agent reports, short or full
 * @param addresses IP addresses that the agent reports
 * @param lifecycle MGN's {@code lifeCycle.state}; empty if unknown
 * @param replication MGN's {@code dataReplicationState}; empty if unknown
 * @param inJob a job that has not ended names it among its servers
 */
public record FoundServer(
    String sourceServerId, String userProvidedId, Set<String> names, Set<String> addresses, String lifecycle,
    String replication, boolean archived, boolean inJob) {

  public FoundServer {
    names = Set.copyOf(names);
    addresses = Set.copyOf(addresses);
  }

  /** How a person would look for it. */
  String called() {
    return !userProvidedId.isEmpty() ? userProvidedId
        : names.stream().sorted().findFirst().orElse("without a name");
  }
}
