package dev.convoy.kit.streams;

import io.micrometer.core.instrument.MeterRegistry;

/** Counters of the deciders: what was skipped, set aside, or came too late. */
public final class StreamsMetrics {

  private final MeterRegistry registry;

  public StreamsMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  void skipped(String topic) {
    registry.counter("convoy.events.skipped", "topic", topic).increment();
  }

  void deadLetter(String topic) {
    registry.counter("convoy.dead.letters", "topic", topic).increment();
  }

  void stale(String kind) {
    registry.counter("convoy.outcomes.stale", "kind", kind).increment();
  }
}
