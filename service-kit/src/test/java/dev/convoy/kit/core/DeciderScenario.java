package dev.convoy.kit.core;

import dev.convoy.schemas.AvroModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Given / when / then on a decider: messages, outcomes and moved time in, events and operations out. Every scenario also
 * repeats each input once and checks that the repeat changes nothing (R6), and notes the transitions it took.
 */
public final class DeciderScenario<S extends Record, O extends Operation, R extends Outcome> {

  static {
    AvroModel.get(); // Avro builds events of trusted packages only
  }

  private final Decider<S, O, R> decider;
  private final Set<String> visited;
  private final List<SpecificRecord> events = new ArrayList<>();
  private final List<Emitter.Send> sends = new ArrayList<>();
  private S state;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  private DeciderScenario(Decider<S, O, R> decider, String serverId, Set<String> visited) {
    this.decider = decider;
    this.state = decider.initial(serverId);
    this.visited = visited;
  }

  /** A set that collects the transitions of all scenarios of a test class. */
  public static Set<String> coverage() {
    return new TreeSet<>();
  }

  public static <S extends Record, O extends Operation, R extends Outcome> DeciderScenario<S, O, R> of(
      Decider<S, O, R> decider, String serverId, Set<String> visited) {
    return new DeciderScenario<>(decider, serverId, visited);
  }

  /** A message arrives, twice. */
  public DeciderScenario<S, O, R> given(Object... messages) {
    for (var message : messages) {
      feed(new Input.Message<>(message));
      repeat(new Input.Message<>(message));
    }
    return this;
  }

  /** Forgets what was published so far. */
  public DeciderScenario<S, O, R> forget() {
    events.clear();
    sends.clear();
    return this;
  }

  /** The worker reports on the only wanted operation of the type, twice; the repeat must be ignored by the processor. */
  public <T extends O> DeciderScenario<S, O, R> when(Class<T> operation, Function<T, R> outcome) {
    feed(new Input.Reported<>(outcome.apply(wanted(operation))));
    return this;
  }

  /** Time passes; the decider is woken as often as it asks to be. */
  public DeciderScenario<S, O, R> after(Duration time) {
    var end = now.plus(time);
    for (var wake = decider.wakeAt(state); wake != null && !wake.isAfter(end); wake = decider.wakeAt(state)) {
      now = wake.isAfter(now) ? wake : now;
      var before = state;
      feed(new Input.Tick<>());
      if (before.equals(state) && wake.equals(decider.wakeAt(state))) {
        throw new AssertionError("woken at " + wake + " without effect: " + state);
      }
    }
    now = end;
    return this;
  }

  private void feed(Input<R> input) {
    var decision = decider.decide(state, input, now);
    state = decision.state();
    events.addAll(decision.events());
    sends.addAll(decision.sends());
    visited.addAll(decision.transitions());
  }

  private void repeat(Input<R> input) {
    var decision = decider.decide(state, input, now);
    assertThat(decision.events()).as("events of a repeated %s", input).isEmpty();
    assertThat(decider.wanted(decision.state())).as("operations after a repeated %s", input)
        .isEqualTo(decider.wanted(state));
    state = decision.state();
  }

  /** The only wanted operation of the type. */
  public <T extends O> T wanted(Class<T> operation) {
    var all = decider.wanted(state).stream().filter(operation::isInstance).map(operation::cast).toList();
    assertThat(all).as("wanted %s among %s in %s", operation.getSimpleName(), decider.wanted(state), state).hasSize(1);
    return all.getFirst();
  }

  public DeciderScenario<S, O, R> thenWants(Class<?>... operations) {
    assertThat(decider.wanted(state).stream().<Class<?>>map(Object::getClass).toList())
        .as("operations in %s", state).containsExactlyInAnyOrder(operations);
    return this;
  }

  /** Types of the events since the last {@link #forget}, in order. */
  public DeciderScenario<S, O, R> thenEvents(Class<?>... types) {
    assertThat(events.stream().<Class<?>>map(Object::getClass).toList()).as("events of %s", state)
        .containsExactly(types);
    return this;
  }

  public <E extends SpecificRecord> E event(Class<E> type) {
    return events.stream().filter(type::isInstance).map(type::cast).reduce((a, b) -> b)
        .orElseThrow(() -> new AssertionError("no " + type.getSimpleName() + " among " + events));
  }

  /** Messages sent to groups since the last {@link #forget}. */
  public List<Emitter.Send> sends() {
    return List.copyOf(sends);
  }

  public List<SpecificRecord> events() {
    return List.copyOf(events);
  }

  public S state() {
    return state;
  }

  public Instant now() {
    return now;
  }
}
