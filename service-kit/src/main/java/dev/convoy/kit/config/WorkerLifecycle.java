package dev.convoy.kit.config;

import dev.convoy.kit.worker.OperationWorker;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;

/** Starts the worker after the deciders and stops it before them. */
final class WorkerLifecycle implements SmartLifecycle, HealthIndicator {

  private final @Nullable Supplier<OperationWorker<?, ?>> opener;
  private volatile @Nullable OperationWorker<?, ?> worker;

  /** @param opener null for a service or instance without a worker */
  WorkerLifecycle(@Nullable Supplier<OperationWorker<?, ?>> opener) {
    this.opener = opener;
  }

  @Override
  public void start() {
    if (opener != null) {
      var opened = opener.get();
      opened.start();
      worker = opened;
    }
  }

  @Override
  public void stop() {
    var running = worker;
    if (running != null) {
      running.close();
      worker = null;
    }
  }

  @Override
  public boolean isRunning() {
    return worker != null;
  }

  @Override
  public Health health() {
    var running = worker;
    return opener == null || (running != null && running.running()) ? Health.up().build()
        : Health.down().withDetail("reason", "the worker's poll loop has ended; restart the service").build();
  }
}
