package dev.convoy.lab.aws;

import dev.convoy.lab.aws.cloud.Cloud;
import dev.convoy.lab.aws.cloud.Instance;
import dev.convoy.lab.aws.cloud.StateFile;
import dev.convoy.lab.aws.cloud.TargetEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens without a request: instances come up and go, and state is saved. */
final class Upkeep implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
  private static final long TICK_MILLIS = 50;
  private static final long SAVE_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final int SAVE_SHARE = 20;

  private final Cloud cloud;
  private final TargetListener targets;
  private final @Nullable StateFile file;
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
      Thread.ofPlatform().daemon().name("aws-upkeep").factory());
  private final Map<String, TargetEvent> undelivered = new LinkedHashMap<>();
  private long nextSave = System.nanoTime() + SAVE_NANOS;

  private Upkeep(Cloud cloud, TargetListener targets, @Nullable StateFile file) {
    this.cloud = cloud;
    this.targets = targets;
    this.file = file;
  }

  static Upkeep start(Cloud cloud, TargetListener targets, @Nullable StateFile file) {
    var upkeep = new Upkeep(cloud, targets, file);
    upkeep.thread.scheduleWithFixedDelay(upkeep::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    return upkeep;
  }

  private void tick() {
    try {
      cloud.advance();
      deliver();
      if (file != null && System.nanoTime() - nextSave > 0) {
        save(file);
      }
    } catch (RuntimeException e) {
      LOG.error("[CVY-9409] AWS simulator: upkeep failed and goes on with the next tick", e);
    }
  }

  /** An event whose delivery fails is delivered again with every tick, until its instance goes on. */
  private void deliver() {
    undelivered.values().removeIf(event -> delivered(event, false));
    for (var event = cloud.nextEvent(); event != null; event = cloud.nextEvent()) {
      undelivered.remove(event.instance().id());
      if (!delivered(event, true)) {
        undelivered.put(event.instance().id(), event);
      }
    }
  }

  private boolean delivered(TargetEvent event, boolean first) {
    try {
      if (event.up()) {
        targets.booted(view(event));
      } else {
        targets.gone(view(event));
      }
      return true;
    } catch (RuntimeException e) {
      if (first) {
        LOG.error("[CVY-9409] AWS simulator: {} cannot be {}; tried again with every tick", event.instance().id(),
            event.up() ? "brought up" : "taken down", e);
      }
      return false;
    }
  }

  private InstanceView view(TargetEvent event) {
    var launch = event.instance();
    var region = cloud.region(event.account(), event.region());
    var userProvidedId = region.locked(now -> {
      var server = region.server(launch.serverId());
      return Optional.ofNullable(server == null ? null : server.agent().userProvidedId());
    });
    return new InstanceView(launch.id(), launch.serverId(), event.account(), event.region(), launch.subnetId(),
        launch.privateIp(), userProvidedId.orElse(null), launch.purpose() == Instance.Purpose.CUTOVER);
  }

  /** Takes at most a twentieth of the time, however large the state has become. */
  private void save(StateFile to) {
    var start = System.nanoTime();
    to.save(cloud);
    var end = System.nanoTime();
    nextSave = end + Math.max(SAVE_NANOS, (end - start) * SAVE_SHARE);
  }

  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (file != null) {
      file.save(cloud);
    }
  }
}
