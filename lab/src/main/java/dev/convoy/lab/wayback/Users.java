package dev.convoy.lab.wayback;

import dev.convoy.lab.aws.door.StandingDoor.Launched;
import dev.convoy.lab.run.LabFailure;
import dev.convoy.lab.wayback.Sight.Written;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Users who write on targets: on those that a name leads to, whoever says what of it, and on those of servers without names
 * that are said to serve users. What a target has taken is remembered; nothing else counts as written.
 */
final class Users implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Users.class);
  private static final Duration BETWEEN = Duration.ofMillis(150);

  private final WorldDoor world;
  private final Supplier<Set<String>> served;
  private final Map<String, Written> written = new ConcurrentHashMap<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("lab-users").factory());

  /** @param served servers whose users are said to be on their targets */
  Users(WorldDoor world, Supplier<Set<String>> served) {
    this.world = world;
    this.served = served;
  }

  void start() {
    clock.scheduleWithFixedDelay(this::come, 0, BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void come() {
    try {
      write();
    } catch (LabFailure e) {
      LOG.warn("users could not look for their servers and come again: {}", e.getMessage());
    }
  }

  /** Everybody writes once. */
  void write() {
    Set<String> led = world.names().stream().flatMap(each -> each.values().stream()).collect(Collectors.toSet());
    Set<String> told = served.get();
    world.targets().stream().filter(each -> each.purpose().equals("CUTOVER"))
        .filter(each -> led.contains(each.privateIp()) || told.contains(each.serverId()))
        .forEach(each -> world.write(each.instanceId()).ifPresent(this::taken));
  }

  private void taken(Launched target) {
    Instant at = target.writtenAt();
    if (at != null) {
      written.put(target.instanceId(), new Written(target.written(), at));
    }
  }

  /** By instance. */
  Map<String, Written> written() {
    return Map.copyOf(written);
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
