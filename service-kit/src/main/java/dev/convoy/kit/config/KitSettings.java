package dev.convoy.kit.config;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings that every service has, {@code convoy.*}.
 *
 * @param service short name, as in the topic catalogue
 * @param topicPrefix first part of all topic names
 * @param partitions of every topic keyed by server or group; fixed at the first start
 * @param replicationFactor of topics that are created
 * @param tick how often is looked for servers whose time has come
 * @param lingerAfterDefect how long a service that a defect has ended says so before its process ends
 * @param kafka the broker
 * @param registry the schema registry
 * @param worker the worker
 */
@ConfigurationProperties("convoy")
public record KitSettings(
    String service,
    @DefaultValue("convoy") String topicPrefix,
    @DefaultValue("24") int partitions,
    @DefaultValue("3") short replicationFactor,
    @DefaultValue("1s") Duration tick,
    @DefaultValue("30s") Duration lingerAfterDefect,
    Kafka kafka,
    Registry registry,
    @DefaultValue Worker worker) {

  /**
   * The broker.
   *
   * @param bootstrapServers host:port, several by comma
   * @param workerGroupProtocol {@code consumer} (KIP-848) or {@code classic}
   */
  public record Kafka(String bootstrapServers, @DefaultValue("consumer") String workerGroupProtocol) {}

  /** Base URL of the registry's Confluent API, several by comma. */
  public record Registry(String url) {}

  /**
   * The worker.
   *
   * @param enabled false = this instance decides only
   * @param sessionTimeout after which the broker gives the partitions of a silent instance away; as on the broker
   * @param freshness how old an observation may be for a call to rest on it
   * @param drain how long calls in flight may go on at the end
   */
  public record Worker(
      @DefaultValue("true") boolean enabled,
      @DefaultValue("10s") Duration sessionTimeout,
      @DefaultValue("30s") Duration freshness,
      @DefaultValue("10s") Duration drain) {}
}
