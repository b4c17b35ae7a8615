package dev.convoy.kit.histories;

import dev.convoy.events.inventory.BuildAuthorized;
import dev.convoy.events.inventory.ServerWithdrawn;
import dev.convoy.events.inventory.WithdrawalRequested;
import dev.convoy.kit.core.Decider;
import dev.convoy.kit.core.Decision;
import dev.convoy.kit.core.Input;
import dev.convoy.kit.core.Operation;
import dev.convoy.kit.core.Outcome;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.schemas.AvroModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A history of one server in a decider: facts in any order, outcomes of what is wanted, ticks, repeats, and consumers
 * that start again from an older offset. The subclass says what there is to say to its decider and what must hold.
 */
public abstract class DeciderPlay<S extends Record, O extends Operation, R extends Outcome> implements PhasedPlay {

  static {
    AvroModel.get(); // Avro builds events of trusted packages only
  }

  private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

  private final Decider<S, O, R> decider;
  private final OperationRules operations = new OperationRules();
  private final List<Input<R>> inputs = new ArrayList<>();
  private final Set<String> taken = new TreeSet<>();
  private S state;
  private int length;
  private int left;
  private Instant now = BEGINNING;

  protected DeciderPlay(Decider<S, O, R> decider, String serverId) {
    this.decider = new Remembering<>(decider);
    this.state = decider.initial(serverId);
  }

  /** Every kind of message that the decider takes, as it could come now; what is {@linkplain #made made} when it is drawn, too. */
  protected abstract List<Object> messages(int round);

  /** A message that is made only when it is drawn: of all that may come, one does. */
  public static Object made(Supplier<?> message) {
    return message;
  }

  /** The message itself. */
  protected static Object told(Object message) {
    return message instanceof Supplier<?> made ? made.get() : message;
  }

  /** Messages that move the server on from where it is; drawn more often. */
  protected abstract List<Object> likely();

  /** What may come of an operation that stands; the first is its success. */
  protected abstract List<R> outcomes(O operation, OutcomeHeader header);

  /** One outcome of each type, whatever it belongs to. */
  protected abstract List<R> everyOutcome(OutcomeHeader header);

  /** True once nothing more may happen to the server here. */
  protected abstract boolean hasEnded(S of);

  /** True for what a person may still ask for once a server has ended. */
  protected boolean isAskedAfterTheEnd(Object message) {
    return false;
  }

  /** Where the server stands, for the table of all pairs of phase and input. */
  protected abstract Enum<?> phase(S of);

  /** Holds the service's own rules. */
  protected abstract void check(S before, Input<R> input, Decision<S> decision);

  /** Kinds that may be wanted anew, under another id, though the end of the one before was not seen. */
  protected Set<String> mayBeLeft() {
    return Set.of();
  }

  /** Percentage of messages that have nothing to do with where the server stands; fewer lead further down its line. */
  protected int strays() {
    return 14;
  }

  /** Kinds that only look, and so may be wanted again under the id that they had. */
  protected Set<String> mayComeBack() {
    return Set.of();
  }

  /** What is left out when a state is compared with itself after a redelivery. */
  protected Object essence(S of) {
    return of;
  }

  /** Names of the transitions that a decision stands for: the rows of the lifecycle, unless there is none. */
  protected List<String> transitions(Decision<S> decision) {
    return decision.transitions();
  }

  /** False for what may not come again from an older offset, because only its place in its topic tells how old it is. */
  protected boolean comesAgain(Object message) {
    return true;
  }

  @Override
  public final Enum<?> phase() {
    return phase(state);
  }

  @Override
  public final int length() {
    return length;
  }

  @Override
  public final Set<String> taken() {
    return Set.copyOf(taken);
  }

  public final S state() {
    return state;
  }

  public final Instant now() {
    return now;
  }

  public final Decider<S, O, R> decider() {
    return decider;
  }

  @Override
  public Step draw(Random random) {
    var at = now.plusMillis(1 + (random.nextInt(4) == 0 ? random.nextInt(5_400_000) : random.nextInt(90_000)));
    var wanted = decider.wanted(state);
    int dice = random.nextInt(100);
    if (!wanted.isEmpty() && dice < 40) {
      var operation = wanted.get(random.nextInt(wanted.size()));
      var all = outcomes(operation, OutcomeHeader.of(operation.header(), at));
      return Step.when(at, all.get(random.nextInt(100) < 100 - 2 * strays() ? 0 : random.nextInt(all.size())));
    }
    if (dice < 52) {
      var wake = decider.wakeAt(state);
      return Step.tick(wake == null || wake.isBefore(at) ? at : wake);
    }
    if (dice < 55 && !inputs.isEmpty()) {
      return Step.redelivered(at, 1 + random.nextInt(inputs.size()));
    }
    var likely = likely();
    var all = likely.isEmpty() || dice >= 100 - strays() ? messages(1 + random.nextInt(3)) : likely;
    return Step.given(at, told(all.get(random.nextInt(all.size()))));
  }

  @Override
  @SuppressWarnings("unchecked")
  public void apply(Step step) {
    now = step.at();
    length++;
    switch (step.kind()) {
      case GIVEN -> feed(new Input.Message<>(step.what()));
      case WHEN -> feed(new Input.Reported<>((R) step.what()));
      case TICK -> feed(new Input.Tick<>());
      case REDELIVERED -> redeliver(step.last());
    }
  }

  private void feed(Input<R> input) {
    if (!isTaken(input)) {
      return;
    }
    var decision = decide(input);
    taken.addAll(transitions(decision));
    check(state, input, decision);
    absorbs(input, decision);
    operations.changed(decider.wanted(state), decider.wanted(decision.state()),
        input instanceof Input.Reported<R>(var outcome) ? outcome.header().id() : null, mayBeLeft(),
        mayComeBack());
    state = decision.state();
    left = Math.max(left, leaves(input));
    if (!(input instanceof Input.Tick<R>)) {
      inputs.add(input);
      silent(input);
    }
    neverBusy();
  }

  /** The processor drops outcomes of what is not wanted any more. */
  private boolean isTaken(Input<R> input) {
    return !(input instanceof Input.Reported<R>(var outcome))
        || decider.wanted(state).stream().anyMatch(each -> each.id().equals(outcome.header().id()));
  }

  private Decision<S> decide(Input<R> input) {
    var decision = decider.decide(state, input, now);
    if (inputs.size() % 8 == 0) {
      assertThat(decider.decide(state, input, now).state()).as("the same decision on %s", input)
          .isEqualTo(decision.state());
    }
    return decision;
  }

  private static int leaves(Input<?> input) {
    return switch (input) {
      case Input.Message<?>(WithdrawalRequested e) -> e.getRound();
      case Input.Message<?>(ServerWithdrawn e) -> e.getRound();
      default -> 0;
    };
  }

  /** Whoever was withdrawn begins anew with a build gate of a later round, and with nothing else. */
  private boolean isDeclaredAnew(Input<R> input) {
    return left > 0 && input instanceof Input.Message<R>(BuildAuthorized e) && e.getRound() > left;
  }

  private void absorbs(Input<R> input, Decision<S> decision) {
    var asked = input instanceof Input.Message<R>(var message) && isAskedAfterTheEnd(message);
    if (hasEnded(state) && !isDeclaredAnew(input) && !asked) {
      assertThat(hasEnded(decision.state())).as("ended, and so after %s", input).isTrue();
      assertThat(decision.events()).as("events of %s after the end", input).isEmpty();
    }
    if (hasEnded(decision.state()) && !decider.wanted(decision.state()).isEmpty()) {
      assertThat(decider.wanted(decision.state())).as("operations after the end").isEmpty();
    }
  }

  /** A repeat changes nothing. */
  private void silent(Input<R> input) {
    if (!isTaken(input)) {
      return;
    }
    var again = decider.decide(state, input, now);
    if (again.events().isEmpty() && again.state().equals(state)) {
      return; // the same state wants the same
    }
    assertThat(again.events()).as("events of a repeated %s", input).isEmpty();
    assertThat(decider.wanted(again.state())).as("operations after a repeated %s", input)
        .isEqualTo(decider.wanted(state));
    assertThat(essence(again.state())).as("state after a repeated %s", input).isEqualTo(essence(state));
  }

  /** A consumer starts again from an older offset, with the state kept. */
  private void redeliver(int last) {
    feed(new Input.Tick<>());
    var wanted = decider.wanted(state);
    var before = essence(state);
    for (var input : List.copyOf(inputs.subList(Math.max(0, inputs.size() - last), inputs.size()))) {
      if (isTaken(input) && !(input instanceof Input.Message<R>(var message) && !comesAgain(message))) {
        var decision = decider.decide(state, input, now);
        absorbs(input, decision);
        assertThat(decision.events()).as("events of a redelivered %s", input).isEmpty();
        assertThat(decider.wanted(decision.state())).as("operations after a redelivered %s", input).isEqualTo(wanted);
        state = decision.state();
      }
    }
    assertThat(essence(state)).as("state after the redelivery").isEqualTo(before);
  }

  /** A decider that is woken and does nothing would be woken for ever. */
  private void neverBusy() {
    var wake = decider.wakeAt(state);
    if (wake != null && !wake.isAfter(now)) {
      var woken = decider.decide(state, new Input.Tick<>(), now).state();
      var next = decider.wakeAt(woken);
      assertThat(next == null || next.isAfter(now) || !woken.equals(state))
          .as("woken at %s without effect: %s", wake, state).isTrue();
    }
  }
}
