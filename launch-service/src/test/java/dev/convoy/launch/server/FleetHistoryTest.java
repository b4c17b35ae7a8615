package dev.convoy.launch.server;

import dev.convoy.kit.core.Input;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random histories of twelve servers in four applications: failures, holds, revocations, rollbacks, unhealthy
 * replication, repeats and any interleaving. The safety rules hold after every step; once the weather is calm, all end.
 */
class FleetHistoryTest {

  private static final int STEPS = 3000;
  private static final int CALM_STEPS = 30_000;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void the_safety_rules_hold_and_all_servers_end(long seed) {
    int fleets = Integer.getInteger("fleets", 20);
    for (long s = seed * 1000; s < seed * 1000 + fleets; s++) {
      history(s);
    }
  }

  private static void history(long seed) {
    var fleet = new Fleet(seed, 12);
    List.copyOf(fleet.servers.keySet()).forEach(fleet.world()::begin);
    try {
      for (int step = 0; step < STEPS; step++) {
        storm(fleet);
        fleet.world().checkCapacity();
      }
      calm(fleet);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
    }
  }

  private static void storm(Fleet fleet) {
    int dice = fleet.random.nextInt(100);
    var id = "s-%02d".formatted(fleet.random.nextInt(12));
    if (dice < 60) {
      fleet.deliver();
    } else if (dice < 85) {
      work(fleet, id);
    } else if (dice < 94) {
      fleet.pass(Duration.ofSeconds(fleet.random.nextInt(240)));
    } else {
      disturb(fleet, id, dice);
    }
  }

  private static void disturb(Fleet fleet, String id, int dice) {
    var world = fleet.world();
    switch (fleet.random.nextInt(5) * (dice - 93) % 11) {
      case 1 -> world.tell("inventory", id, World.with(Facts.held(world.tickClock()), id));
      case 2 -> world.tell("inventory", id, World.with(Facts.resumed(world.tickClock()), id));
      case 3 -> world.tell("inventory", id, World.with(Facts.rollback(Math.max(1, world.round(id)), world.tickClock()), id));
      case 4 -> world.tell("replication", id, World.with(Facts.unhealthy(world.tickClock()), id));
      case 5 -> world.tell("replication", id, World.with(Facts.healthy(world.tickClock()), id));
      case 6 -> world.tell("inventory", id, World.with(Facts.revoked(world.tickClock()), id));
      case 8 -> world.authorize(id);
      case 9 -> world.allow(id);
      default -> world.tell("inventory", id, World.with(Facts.retry(fleet.now), id));
    }
  }

  private static void work(Fleet fleet, String id) {
    for (var operation : fleet.decider.wanted(fleet.state(id))) {
      if (operation.header().act()) {
        fleet.server(id, new Input.Reported<>(fleet.world().outcome(operation)));
      }
    }
  }

  /** Nothing fails any more, whoever is held is let go, whoever is stuck is retried or given a gate: all must end. */
  private static void calm(Fleet fleet) {
    var world = fleet.world();
    world.calm = true;
    for (int step = 0; step < CALM_STEPS; step++) {
      var id = "s-%02d".formatted(step % 12);
      if (step % 600 < 12) {
        world.tell("inventory", id, World.with(Facts.resumed(world.tickClock()), id));
        world.tell("replication", id, World.with(Facts.healthy(world.tickClock()), id));
        world.tell("inventory", id, World.with(Facts.retry(fleet.now), id));
        world.allow(id);
      }
      if (step % 1200 == 0) {
        fleet.servers.keySet().stream().filter(s -> fleet.state(s).phase() == Phase.READY).forEach(world::authorize);
      }
      while (fleet.deliver()) {
        world.checkCapacity();
      }
      work(fleet, id);
      fleet.pass(Duration.ofSeconds(5));
      world.checkCapacity();
      if (fleet.servers.values().stream().allMatch(s -> s.phase() == Phase.ARCHIVED)) {
        assertThat(fleet.pool.held()).isZero();
        return;
      }
    }
    assertThat(fleet.servers.values().stream().map(s -> s.serverId() + " " + s.phase() + " " + s.effort().pause()).toList())
        .as("servers that never end, groups %s", fleet.groups.values()).isEmpty();
  }
}
