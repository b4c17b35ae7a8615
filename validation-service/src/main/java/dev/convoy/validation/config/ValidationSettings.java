package dev.convoy.validation.config;

import dev.convoy.validation.profile.Ports;
import dev.convoy.validation.profile.ProfilePolicy;
import dev.convoy.validation.verdict.ValidationPolicy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of this service, {@code convoy.validation.*}.
 *
 * @param testWithin how long a test instance is given to pass
 * @param cutoverWithin how long a cutover instance is given to pass
 * @param probeTimeout most time to connect, and again to be answered
 * @param probesAtOnce most probes of this instance at a time
 * @param profile how an instance is compared with its source
 */
@ConfigurationProperties("convoy.validation")
public record ValidationSettings(
    @DefaultValue("45m") Duration testWithin,
    @DefaultValue("45m") Duration cutoverWithin,
    @DefaultValue("5s") Duration probeTimeout,
    @DefaultValue("200") int probesAtOnce,
    @DefaultValue Profile profile) {

  private static final String PROFILE = "convoy.validation.profile.";

  /**
   * How an instance is compared with its source, {@code convoy.validation.profile.*}. Ports are single ones or ranges.
   *
   * @param enabled false = nothing is compared
   * @param leaveOutPorts what says nothing of what the server is for: management, RPC, shares, ephemeral ports
   * @param blockingPorts without which no instance passes; else what is missing is a warning
   * @param blockingServices name of a service to ports without which no instance passes where the source ran it
   * @param mostPorts most ports that are compared
   * @param within how long an instance that has passed but for warnings is given to come up to its source
   */
  public record Profile(
      @DefaultValue("true") boolean enabled,
      @DefaultValue({"22", "111", "135-139", "445", "3389", "5355", "5985", "5986", "47001", "32768-65535"})
      List<String> leaveOutPorts,
      @DefaultValue List<String> blockingPorts,
      @DefaultValue Map<String, List<String>> blockingServices,
      @DefaultValue("50") int mostPorts,
      @DefaultValue("1m") Duration within) {

    ProfilePolicy policy() {
      var ofServices = new HashMap<String, Ports>();
      blockingServices.forEach((service, ports) ->
          ofServices.put(service, Ports.of(PROFILE + "blocking-services." + service, ports)));
      return new ProfilePolicy(enabled, Ports.of(PROFILE + "leave-out-ports", leaveOutPorts),
          Ports.of(PROFILE + "blocking-ports", blockingPorts), ofServices, mostPorts, within);
    }
  }

  ValidationPolicy policy() {
    return new ValidationPolicy(testWithin, cutoverWithin, profile.policy());
  }
}
