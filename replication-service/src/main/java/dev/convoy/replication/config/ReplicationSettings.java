package dev.convoy.replication.config;

import dev.convoy.kit.core.Backoff;
import dev.convoy.replication.server.ReplicationPolicy;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of this service, {@code convoy.replication.*}.
 *
 * @param healthyLag most lag of a healthy replication
 * @param healthyWithin time from the start to the first healthy sighting before a person is asked
 * @param stalledWithin how long a halted replication is left to recover before a person is asked
 * @param drainWithin time from the quiesce to the drained replication
 * @param maxReplicatingServers quota of actively replicating servers of an account and region (L-9A599620)
 * @param privateRouting true = data flows over private addresses (VPN, Direct Connect), false = over public ones
 * @param installRoleName name of agent-service's installation role, which the check of an account tries to assume
 * @param checkEvery how long between two looks at what launches would meet; zero = never, the default where nothing is
 *     said; the service's own file says otherwise
 * @param retries of preparing, configuring and starting
 */
@ConfigurationProperties("convoy.replication")
public record ReplicationSettings(
    @DefaultValue("5m") Duration healthyLag,
    @DefaultValue("7d") Duration healthyWithin,
    @DefaultValue("2h") Duration stalledWithin,
    @DefaultValue("30m") Duration drainWithin,
    @DefaultValue("150") int maxReplicatingServers,
    @DefaultValue("true") boolean privateRouting,
    @DefaultValue("ConvoyAgentInstall") String installRoleName,
    @DefaultValue("0s") Duration checkEvery,
    @DefaultValue Retries retries) {

  /** How often and how far apart; the wait doubles. */
  public record Retries(
      @DefaultValue("5") int attempts, @DefaultValue("30s") Duration first, @DefaultValue("10m") Duration most) {}

  ReplicationPolicy policy() {
    return new ReplicationPolicy(new Backoff(retries.attempts(), retries.first(), retries.most()), healthyLag,
        healthyWithin, stalledWithin, drainWithin, privateRouting, checkEvery);
  }
}
