package dev.convoy.agent.config;

import dev.convoy.agent.install.PostLaunchScripts;
import dev.convoy.agent.runbook.Runbooks;
import dev.convoy.agent.server.Limits;
import dev.convoy.agent.server.Subnets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of agent-service, {@code convoy.agent.*}.
 *
 * @param installRoleName role in every target account whose short-lived credentials the installer gets
 * @param s3Endpoint host name for downloads of the installer; empty = the public one
 * @param mgnEndpoint host name of MGN for the agent; empty = the public one
 * @param checkMgn host:port that hosts must reach, {@code {region}} and {@code {suffix}}, that of its partition, are replaced; empty = not asked
 * @param checkS3 likewise
 * @param checkStaging host:port of a listener in the staging subnet; empty = not asked
 * @param warnings prerequisites that warn only, by name; {@code checks} says more
 * @param checks what is asked of hosts before the agent is installed
 * @param attempts of prerequisites, installation and runbooks, each
 * @param retryFirst wait after the first attempt; doubles
 * @param retryMost longest wait between attempts
 * @param installWithin most time of one installation, from when its turn has come
 * @param knownWithin how long MGN is asked for the source server that the installer has named
 * @param installerUpgrade whether the newest installer runs over an agent that would be adopted
 * @param removeWithin most time of the removal of an agent from a server that has left; zero, and absent, = never removed
 * @param runbookWithin most time of one runbook
 * @param runbookCheckWithin how long the check of a runbook is asked again; shorter than {@code runbookWithin}
 * @param sessionWithin most time of one session with a host
 * @param pollInterval how often a host is asked how its work stands
 * @param sessions most sessions at once
 * @param sessionsPerSite most sessions at once in one site
 * @param sessionsPerSubnet most sessions at once in one subnet of a site
 * @param installsPerSite most installers that this instance lets run at once in one site
 * @param installsPerSubnet the same in one subnet of a site
 * @param subnetBits how sites are cut into subnets
 * @param postLaunch scripts that are copied for MGN to run after a launch, by name
 * @param breakGlass local administrator that a person may ask for
 * @param runbooks by name
 */
@ConfigurationProperties("convoy.agent")
public record AgentSettings(
    @DefaultValue("ConvoyAgentInstall") String installRoleName,
    @DefaultValue("") String s3Endpoint,
    @DefaultValue("") String mgnEndpoint,
    @DefaultValue("mgn.{region}.{suffix}:443") String checkMgn,
    @DefaultValue("aws-application-migration-service-{region}.s3.{region}.{suffix}:443") String checkS3,
    @DefaultValue("") String checkStaging,
    @DefaultValue Set<String> warnings,
    @DefaultValue CheckSettings checks,
    @DefaultValue("4") int attempts,
    @DefaultValue("30s") Duration retryFirst,
    @DefaultValue("10m") Duration retryMost,
    @DefaultValue("1h") Duration installWithin,
    @DefaultValue("5m") Duration knownWithin,
    @DefaultValue("false") boolean installerUpgrade,
    @DefaultValue("0s") Duration removeWithin,
    @DefaultValue("15m") Duration runbookWithin,
    @DefaultValue("60s") Duration runbookCheckWithin,
    @DefaultValue("2m") Duration sessionWithin,
    @DefaultValue("15s") Duration pollInterval,
    @DefaultValue("200") int sessions,
    @DefaultValue("100") int sessionsPerSite,
    @DefaultValue("100") int sessionsPerSubnet,
    @DefaultValue("100") int installsPerSite,
    @DefaultValue("100") int installsPerSubnet,
    @DefaultValue SubnetBits subnetBits,
    @DefaultValue Map<String, PostLaunchScripts.Setting> postLaunch,
    @DefaultValue BreakGlass breakGlass,
    @DefaultValue Map<String, Runbooks.Runbook> runbooks) {

  /** Bits of the prefix of a subnet. */
  public record SubnetBits(@DefaultValue("24") int ipv4, @DefaultValue("64") int ipv6) {}

  /**
   * Break-glass account; with neither password nor key there is none.
   *
   * @param user its name on the hosts
   * @param password reference to its password: {@code file:}, {@code env:} or {@code aws-secrets-manager:}; empty = none
   * @param authorizedKey public key that opens it by SSH, in one line; empty = none
   */
  public record BreakGlass(
      @DefaultValue("convoy-admin") String user, @DefaultValue("") String password, @DefaultValue("") String authorizedKey) {}

  Limits sessionLimits() {
    return new Limits(sessions, sessionsPerSite, sessionsPerSubnet, subnets());
  }

  Limits installLimits() {
    return new Limits(Integer.MAX_VALUE, installsPerSite, installsPerSubnet, subnets());
  }

  private Subnets subnets() {
    return new Subnets(subnetBits.ipv4(), subnetBits.ipv6());
  }
}
