package dev.convoy.kit.config;

import dev.convoy.schemas.registry.SchemaRegistry;
import dev.convoy.schemas.registry.WaitingRegistry;
import dev.convoy.schemas.registry.WaitingRegistry.Outage;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Says while partitions stand because the schema registry is waited for, and why. Metric: {@code
 * convoy_registry_waiting_seconds}, 0 while nobody waits.
 */
final class RegistryHealth implements HealthIndicator {

  private final SchemaRegistry registry;

  RegistryHealth(SchemaRegistry registry, MeterRegistry meters) {
    this.registry = registry;
    Gauge.builder("convoy.registry.waiting", this, RegistryHealth::seconds).baseUnit("seconds")
        .description("since when the schema registry is waited for").register(meters);
  }

  private Optional<Outage> outage() {
    return registry instanceof WaitingRegistry waiting ? waiting.outage() : Optional.empty();
  }

  private double seconds() {
    return outage().map(outage -> Duration.between(outage.since(), Instant.now()).toMillis() / 1000.0).orElse(0.0);
  }

  @Override
  public Health health() {
    return outage().map(outage -> Health.outOfService().withDetail("since", outage.since())
        .withDetail("reason", "records wait for the schema registry: " + outage.reason()).build())
        .orElseGet(() -> Health.up().build());
  }
}
