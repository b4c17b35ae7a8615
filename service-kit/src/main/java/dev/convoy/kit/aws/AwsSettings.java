package dev.convoy.kit.aws;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
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
    @DefaultValue("1s") Duration throttlePause) {

  /** An empty endpoint, as an unset environment variable of a container gives it, is none. */
  public AwsSettings {
    endpoint = endpoint == null || endpoint.toString().isBlank() ? null : endpoint;
  }
}
