package dev.convoy.inventory;

import dev.convoy.events.inventory.ServerParked;
import dev.convoy.inventory.declaration.DeclarationRules;
import dev.convoy.inventory.server.ServerDecider;
import dev.convoy.inventory.server.ServerState;
import dev.convoy.inventory.wave.WaveDecider;
import dev.convoy.inventory.wave.WaveHeader;
import dev.convoy.inventory.wave.WaveRow;
import dev.convoy.inventory.wave.WaveSettings;
import dev.convoy.kit.core.Emitter;
import dev.convoy.kit.core.Input;
import dev.convoy.kit.histories.MapRows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/** Servers and waves with the messages between them, without Kafka. Every input is given twice: a repeat is silent. */
public final class World {

  public static final WaveSettings SETTINGS =
      new WaveSettings(Duration.ofHours(2), Duration.ofHours(24), Duration.ofHours(48), 150);

  private final ServerDecider servers = new ServerDecider(new DeclarationRules(Samples.environments()));
  private final WaveDecider waves;
  private final Map<String, ServerState> states = new TreeMap<>();
  private final Map<String, WaveHeader> headers = new TreeMap<>();
  private final Map<String, MapRows<WaveRow>> rows = new TreeMap<>();
  private final List<SpecificRecord> events = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  public World() {
    this(SETTINGS);
  }

  public World(WaveSettings settings) {
    this.waves = new WaveDecider(settings);
  }

  public Instant now() {
    return now;
  }

  /** Messages to a server, in order. */
  public World tell(String server, Object... messages) {
    for (var message : messages) {
      now = now.plusSeconds(1);
      settle(new Emitter.Send("server", server, new Box(message)));
      int before = events.size();
      settle(new Emitter.Send("server", server, new Box(message)));
      assertThat(events.subList(before, events.size())).as("events of a repeated %s", message).isEmpty();
    }
    return this;
  }

  /** A message whose repeat is answered again, because nothing is kept of it. */
  public World once(String server, Object message) {
    settle(new Emitter.Send("server", server, new Box(message)));
    return this;
  }

  public World tellAll(String server, List<? extends SpecificRecord> facts) {
    return tell(server, facts.toArray());
  }

  /** Time passes; waves are woken as often as they ask to be. */
  public World after(Duration time) {
    var end = now.plus(time);
    for (var wave : List.copyOf(headers.keySet())) {
      for (var wake = wakeAt(wave); wake != null && !wake.isAfter(end); wake = wakeAt(wave)) {
        now = wake.isAfter(now) ? wake : now;
        var before = headers.get(wave);
        deliverToWave(wave, null, new ArrayDeque<>());
        assertThat(headers.get(wave)).as("woken at %s", wake).isNotEqualTo(before);
      }
    }
    now = end;
    return this;
  }

  private @Nullable Instant wakeAt(String wave) {
    return waves.wakeAt(header(wave));
  }

  private void settle(Emitter.Send first) {
    var queue = new ArrayDeque<Emitter.Send>();
    queue.add(first);
    drain(queue);
  }

  private void drain(ArrayDeque<Emitter.Send> queue) {
    for (var send = queue.poll(); send != null; send = queue.poll()) {
      if (send.topic().equals("inventory.wave-requests")) {
        deliverToWave(send.key(), send.message(), queue);
      } else {
        deliverToServer(send, queue);
      }
    }
  }

  private void deliverToServer(Emitter.Send send, ArrayDeque<Emitter.Send> queue) {
    var message = send.message() instanceof Box(var boxed) ? boxed : send.message();
    var state = states.getOrDefault(send.key(), servers.initial(send.key()));
    var decision = servers.decide(state, new Input.Message<>(message), now);
    if (!decision.state().equals(state)) {
      states.put(send.key(), decision.state());
    }
    events.addAll(decision.events());
    queue.addAll(decision.sends());
  }

  private void deliverToWave(String wave, @Nullable Record message, ArrayDeque<Emitter.Send> queue) {
    var out = new Emitter();
    headers.put(wave, waves.decide(header(wave), rows.computeIfAbsent(wave, w -> new MapRows<>()), message, out, now));
    events.addAll(out.events());
    queue.addAll(out.sends());
    if (message == null) {
      drain(queue);
    }
  }

  public WaveHeader header(String wave) {
    return headers.getOrDefault(wave, waves.initial(wave));
  }

  public ServerState state(String server) {
    return Objects.requireNonNull(states.get(server), server);
  }

  public boolean knows(String server) {
    return states.containsKey(server);
  }

  public World forget() {
    events.clear();
    return this;
  }

  public List<SpecificRecord> events() {
    return List.copyOf(events);
  }

  /** Events of a type since the last {@link #forget}. */
  public <E extends SpecificRecord> List<E> all(Class<E> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** The newest event of a type. */
  public <E extends SpecificRecord> E last(Class<E> type) {
    var all = all(type);
    assertThat(all).as(type.getSimpleName() + " among " + types()).isNotEmpty();
    return all.getLast();
  }

  /** Names of the events, without the noise of status and progress. */
  public List<String> types() {
    return events.stream().map(e -> e.getSchema().getName())
        .filter(name -> !name.equals("ServerStatus") && !name.equals("WaveProgressed")).toList();
  }

  public List<String> parked() {
    return all(ServerParked.class).stream().map(ServerParked::getCode).toList();
  }

  /** Anything as a message. */
  private record Box(Object message) {}
}
