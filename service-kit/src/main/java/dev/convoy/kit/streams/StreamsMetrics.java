package dev.convoy.kit.streams;

import dev.convoy.kit.poison.Poison;
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

  void readAgain(String topic) {
    registry.counter("convoy.records.read.again", "topic", topic).increment();
  }

  void deadLetter(String topic, Poison poison) {
    registry.counter("convoy.dead.letters", "topic", topic, "reason", poison.code()).increment();
  }

  void stale(String kind) {
    registry.counter("convoy.outcomes.stale", "kind", kind).increment();
  }
}
