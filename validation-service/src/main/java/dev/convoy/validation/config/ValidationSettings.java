package dev.convoy.validation.config;

import dev.convoy.validation.verdict.ValidationPolicy;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of this service, {@code convoy.validation.*}.
 *
 * @param testWithin how long a test instance is given to pass
 * @param cutoverWithin how long a cutover instance is given to pass
 * @param probeTimeout most time to connect, and again to be answered
 * @param probesAtOnce most probes of this instance at a time
 */
@ConfigurationProperties("convoy.validation")
public record ValidationSettings(
    @DefaultValue("45m") Duration testWithin,
    @DefaultValue("45m") Duration cutoverWithin,
    @DefaultValue("5s") Duration probeTimeout,
    @DefaultValue("200") int probesAtOnce) {

  ValidationPolicy policy() {
    return new ValidationPolicy(testWithin, cutoverWithin);
  }
}
