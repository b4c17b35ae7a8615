package dev.convoy.lab.run;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is running, stopped in the reverse order of its start. */
final class ComponentStack {
  private static final Logger LOG = LoggerFactory.getLogger(ComponentStack.class);

  private final Deque<List<LabComponent>> running = new ArrayDeque<>();
  private boolean stopping;

  /** Starts these at the same time, at most {@code atOnce}, and returns when all are up. */
  void start(List<LabComponent> components, int atOnce) {
    synchronized (this) {
      if (stopping) {
        return;
      }
      running.push(components);
    }
    try (ExecutorService executor = Executors.newFixedThreadPool(atOnce,
        Thread.ofPlatform().daemon().name("lab-start-", 0).factory())) {
      List<CompletableFuture<Void>> starts = new ArrayList<>();
      components.forEach(each -> starts.add(CompletableFuture.runAsync(() -> startUnlessStopping(each), executor)));
      CompletableFuture.allOf(starts.toArray(CompletableFuture[]::new)).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof LabFailure failure ? failure
          : new LabFailure("[CVY-9209] lab: " + e.getCause() + "; see the lab's log", e);
    }
  }

  private void startUnlessStopping(LabComponent component) {
    if (stopping()) {
      return;
    }
    long start = System.nanoTime();
    component.start();
    LOG.info("{} up after {} ms", component.name(), (System.nanoTime() - start) / 1_000_000);
  }

  synchronized boolean stopping() {
    return stopping;
  }

  /** Stops everything that was started. Later calls do nothing. */
  void stop() {
    List<List<LabComponent>> stacks;
    synchronized (this) {
      stopping = true;
      stacks = List.copyOf(running);
      running.clear();
    }
    for (List<LabComponent> together : stacks) {
      try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
        together.forEach(each -> executor.execute(() -> stop(each)));
      }
    }
  }

  private static void stop(LabComponent component) {
    try {
      component.stop();
    } catch (RuntimeException e) {
      LOG.warn("{} did not stop in order", component.name(), e);
    }
  }
}
