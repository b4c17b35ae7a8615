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
      open(opener);
    }
  }

  private synchronized void open(Supplier<OperationWorker<?, ?>> opener) {
    var opened = opener.get();
    worker = opened;
    opened.abandoned().thenRun(() -> replace(opened, opener));
    opened.start();
  }

  /** Puts another in the place of a worker that a fault point has ended. */
  private synchronized void replace(OperationWorker<?, ?> crashed, Supplier<OperationWorker<?, ?>> opener) {
    if (worker == crashed) {
      open(opener);
    }
  }

  @Override
  public void stop() {
    var running = taken();
    if (running != null) {
      running.close();
    }
  }

  private synchronized @Nullable OperationWorker<?, ?> taken() {
    var running = worker;
    worker = null;
    return running;
  }

  @Override
  public boolean isRunning() {
    return worker != null;
  }

  @Override
  public Health health() {
    var running = worker;
    if (opener == null) {
      return Health.up().build();
    }
    var trouble = running == null || !running.running() ? "the worker's poll loop has ended; restart the service"
        : running.trouble();
    return trouble == null ? Health.up().build() : Health.down().withDetail("reason", trouble).build();
  }
}
