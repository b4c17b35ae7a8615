package dev.convoy.kit.worker;

import dev.convoy.kit.core.Operation;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counters of the worker: {@code convoy_operations_*}, tagged with the kind of operation, and {@code convoy_worker_renewals},
 * tagged with the exception after which Kafka's client was made anew.
 */
public final class WorkerMetrics {

  private final MeterRegistry registry;

  public WorkerMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  void acted(Class<? extends Operation> kind, int operations) {
    count("convoy.operations.acted", kind, operations);
  }

  void recorded(Class<? extends Operation> kind, int outcomes) {
    count("convoy.operations.recorded", kind, outcomes);
  }

  void unknown(Class<? extends Operation> kind) {
    count("convoy.operations.unknown", kind, 1);
  }

  void unreachable(Class<? extends Operation> kind) {
    count("convoy.operations.unreachable", kind, 1);
  }

  void failed(Class<? extends Operation> kind) {
    count("convoy.operations.failed", kind, 1);
  }

  void renewed(Throwable cause) {
    registry.counter("convoy.worker.renewals", "cause", cause.getClass().getSimpleName()).increment();
  }

  private void count(String name, Class<? extends Operation> kind, int amount) {
    registry.counter(name, "kind", kind.getSimpleName()).increment(amount);
  }
}
