package dev.convoy.kit.aws;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How AWS is reached.
 *
 * @param endpoint one endpoint for all services, for the lab or a proxy; null = AWS's own
 * @param callTimeout most time for one call with its retries
 * @param readsPerSecond share of the account's request rate that this instance uses for reads
 * @param changesPerSecond the same for calls that change something
 * @param absenceAfter how long after an unknown outcome "not done" is not believed, 180 s unless set
 * @param pollInterval how long between two looks at jobs and replication
 * @param batchWait how long a batched call waits for company
 * @param throttlePause before a read that AWS has throttled is tried again; doubles up to twenty times as long
 * @param mode whether this service acts at all, or only observes
 * @param observed accounts, or {@code account/region}, that are only observed though the service acts elsewhere
 */
@ConfigurationProperties("convoy.aws")
public record AwsSettings(
    @Nullable URI endpoint,
    @DefaultValue("30s") Duration callTimeout,
    @DefaultValue("5") double readsPerSecond,
    @DefaultValue("2") double changesPerSecond,
    @DefaultValue("180s") Duration absenceAfter,
    @DefaultValue("20s") Duration pollInterval,
    @DefaultValue("10s") Duration batchWait,
    @DefaultValue("1s") Duration throttlePause,
    @DefaultValue("act") AwsMode mode,
    @DefaultValue List<String> observed) {

  /**
   * An empty endpoint, as an unset environment variable of a container gives it, is none.
   *
   * @throws IllegalArgumentException if what is to be observed is no account
   */
  @ConstructorBinding
  public AwsSettings {
    endpoint = endpoint == null || endpoint.toString().isBlank() ? null : endpoint;
    observed = observed.stream().map(String::strip).filter(each -> !each.isEmpty()).toList();
    for (var each : observed) {
      if (!each.matches("\\d{12}(/[a-z]{2}(-[a-z]+)+-\\d)?")) {
        throw new IllegalArgumentException("[CVY-9061] convoy.aws.observed: '" + each
            + "' is neither an account nor ACCOUNT/REGION; correct it, or the account would not be left alone");
      }
    }
  }

  /** Of a service that acts. */
  public AwsSettings(
      @Nullable URI endpoint, Duration callTimeout, double readsPerSecond, double changesPerSecond, Duration absenceAfter,
      Duration pollInterval, Duration batchWait, Duration throttlePause) {
    this(endpoint, callTimeout, readsPerSecond, changesPerSecond, absenceAfter, pollInterval, batchWait, throttlePause,
        AwsMode.ACT, List.of());
  }

  /** Whether nothing may be changed in an account and region. */
  public boolean observes(AccountKey account) {
    return mode == AwsMode.OBSERVE || observed.contains(account.account()) || observed.contains(account.limitKey());
  }
}
