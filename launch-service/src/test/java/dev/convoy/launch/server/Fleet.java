package dev.convoy.launch.server;

import dev.convoy.events.common.Tier;
import dev.convoy.kit.core.Backoff;
import dev.convoy.kit.core.Emitter;
import dev.convoy.kit.core.Input;
import dev.convoy.kit.histories.MapRows;
import dev.convoy.launch.movegroup.MoveAnswer;
import dev.convoy.launch.movegroup.MoveGroup;
import dev.convoy.launch.movegroup.MoveGroupDecider;
import dev.convoy.launch.movegroup.MoveGroupSlots;
import dev.convoy.launch.movegroup.MoveRow;
import dev.convoy.launch.movegroup.MoveSettings;
import dev.convoy.launch.slots.SlotPool;
import dev.convoy.launch.slots.SlotPoolDecider;
import dev.convoy.launch.slots.SlotRow;
import dev.convoy.launch.slots.SlotSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Servers in groups of three, one account with room for seven, all deciders of this service wired by queues. A queue per
 * topic and key keeps its order; which queue is served next is random, and now and then a record comes twice.
 */
final class Fleet {

  static final int CAPACITY = 7;
  static final String ACCOUNT = "111122223333/eu-central-1";

  final Random random;
  final Map<String, LaunchState> servers = new TreeMap<>();
  final Map<String, Tier> tiers = new TreeMap<>();
  final Map<String, MoveGroup> groups = new TreeMap<>();
  final Map<String, MapRows<MoveRow>> members = new TreeMap<>();
  final MapRows<SlotRow> slots = new MapRows<>();
  final LaunchDecider decider =
      new LaunchDecider(new Backoff(2, Duration.ofMinutes(1), Duration.ofMinutes(5)),
          Duration.ofMinutes(10), Duration.ofDays(30), NamesWait.NONE, Duration.ofHours(6));
  final MoveGroupDecider mover =
      new MoveGroupDecider(new MoveSettings(Duration.ofHours(1), Duration.ofMinutes(20)));
  final SlotPoolDecider pooler =
      new SlotPoolDecider(new SlotSettings(CAPACITY, 4, Duration.ofSeconds(2)), new MoveGroupSlots());
  SlotPool pool = pooler.initial(ACCOUNT);
  Instant now = Facts.START;

  private final Map<String, Deque<Object>> queues = new TreeMap<>();
  private final World world;

  Fleet(long seed, int size) {
    this.random = new Random(seed);
    IntStream.range(0, size).forEach(i -> {
      var id = "s-%02d".formatted(i);
      servers.put(id, decider.initial(id));
      tiers.put(id, List.of(Tier.WEB, Tier.APPLICATION, Tier.DATABASE).get(i % 3));
    });
    this.world = new World(this);
  }

  World world() {
    return world;
  }

  static String groupOf(String serverId) {
    return "wave-" + Integer.parseInt(serverId.substring(2)) / 6 + "/app-" + Integer.parseInt(serverId.substring(2)) / 3;
  }

  List<String> membersOf(String serverId) {
    return servers.keySet().stream().filter(id -> groupOf(id).equals(groupOf(serverId))).toList();
  }

  int slotsOf(String group) {
    var row = slots.get(group + "|CUTOVER");
    return row == null ? 0 : row.held();
  }

  /** Puts a record on a topic. */
  void publish(String topic, String key, Object value) {
    queues.computeIfAbsent(topic + "#" + key, k -> new ArrayDeque<>()).add(value);
  }

  /** True while its group knows that it does not go back. */
  boolean isStaying(String id) {
    var row = members.computeIfAbsent(groupOf(id), group -> new MapRows<>()).get(id);
    return row != null && row.stays();
  }

  boolean deliver() {
    var waiting = queues.entrySet().stream().filter(q -> !q.getValue().isEmpty()).toList();
    if (waiting.isEmpty()) {
      return false;
    }
    var queue = waiting.get(random.nextInt(waiting.size()));
    var value = queue.getValue().remove();
    var topic = queue.getKey().substring(0, queue.getKey().indexOf('#'));
    var key = queue.getKey().substring(queue.getKey().indexOf('#') + 1);
    for (int i = random.nextInt(10) == 0 ? 2 : 1; i > 0; i--) {
      receive(topic, key, value);
    }
    return true;
  }

  private void receive(String topic, String key, Object value) {
    switch (topic) {
      case "launch.slot-requests" -> pool((Record) value);
      case "launch.move-requests" -> group(key, (Record) value);
      default -> server(key, new Input.Message<>(value));
    }
  }

  void server(String id, Input<LaunchOutcome> input) {
    var before = state(id);
    var decision = decider.decide(before, input, now);
    servers.put(id, decision.state());
    decision.sends().forEach(send -> publish(send.topic(), send.key(), send.message()));
    decision.events().forEach(event -> world.happened(id, event));
    decider.wanted(decision.state()).forEach(operation -> world.wanted(id, operation));
  }

  LaunchState state(String id) {
    return servers.getOrDefault(id, decider.initial(id));
  }

  private void pool(@org.jspecify.annotations.Nullable Record message) {
    var out = new Emitter();
    pool = pooler.decide(pool, slots, message, out, now);
    out.sends().forEach(send -> publish(send.topic(), send.key(), send.message()));
  }

  private void group(String id, @org.jspecify.annotations.Nullable Record message) {
    var out = new Emitter();
    var before = groups.getOrDefault(id, mover.initial(id));
    var rows = members.computeIfAbsent(id, k -> new MapRows<>());
    groups.put(id, mover.decide(before, rows, message, out, now));
    out.sends().stream().filter(send -> send.message() instanceof MoveAnswer.QuiesceNow)
        .forEach(send -> checkTurn(send.key(), rows));
    out.sends().forEach(send -> publish(send.topic(), send.key(), send.message()));
  }

  /** Where it is decided whose turn it is: all tiers in front are quiesced, and no member is on its way back. */
  private void checkTurn(String serverId, MapRows<MoveRow> rows) {
    rows.all().forEach(row -> {
      assertThat(row.getValue().step()).isNotEqualTo(MoveRow.Step.LEAVING);
      if (row.getValue().tier().compareTo(tiers.getOrDefault(serverId, Tier.UNKNOWN)) < 0) {
        assertThat(row.getValue().step()).as("step of %s at the turn of %s", row.getKey(), serverId)
            .isGreaterThanOrEqualTo(MoveRow.Step.QUIESCED);
      }
    });
  }

  /** Moves the clock and wakes whoever is due. */
  void pass(Duration time) {
    now = now.plus(time);
    for (var id : List.copyOf(servers.keySet())) {
      var wake = decider.wakeAt(state(id));
      if (wake != null && !wake.isAfter(now)) {
        server(id, new Input.Tick<>());
      }
    }
    for (var group : List.copyOf(groups.entrySet())) {
      var wake = mover.wakeAt(group.getValue());
      if (wake != null && !wake.isAfter(now)) {
        group(group.getKey(), null);
      }
    }
    var wake = pooler.wakeAt(pool);
    if (wake != null && !wake.isAfter(now)) {
      pool(null);
    }
  }
}
