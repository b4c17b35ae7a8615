package dev.convoy.kit.histories;

import dev.convoy.kit.core.Decider;
import dev.convoy.kit.core.Decision;
import dev.convoy.kit.core.Emitter;
import dev.convoy.kit.core.Input;
import dev.convoy.kit.core.Operation;
import dev.convoy.kit.core.OperationHeader;
import dev.convoy.kit.core.Outcome;
import dev.convoy.kit.core.OutcomeHeader;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** The checker catches each kind of fault, and shows the fewest inputs that lead to it. */
class HistoriesTest {

  enum Fault { NONE, NO_GATE, HELD, REUSED_ID, SKIPPED_END, RISES_AGAIN, REPEATS, THROWS, BUSY }

  enum Phase { IDLE, WORKING, FAILED, ENDED }

  record Gate(int round) {}

  record Hold(Instant at) {}

  record Retry(Instant at) {}

  record Noise(int number) {}

  record State(Phase phase, boolean gate, boolean held, int attempt, Instant retriedAt, int noise) {}

  record Work(OperationHeader header) implements Operation {}

  record Worked(OutcomeHeader header, boolean well) implements Outcome {}

  /** Works once the gate is open; broken in one way. */
  private record Worker(Fault fault) implements Decider<State, Work, Worked> {
    @Override
    public State initial(String serverId) {
      return new State(Phase.IDLE, false, false, 0, Instant.EPOCH, 0);
    }

    @Override
    public Decision<State> decide(State s, Input<Worked> input, Instant now) {
      var after = switch (input) {
        case Input.Message<Worked>(Gate gate) -> s.phase() == Phase.ENDED && fault != Fault.RISES_AGAIN ? s
            : new State(s.phase(), true, s.held(), s.attempt(), s.retriedAt(), s.noise());
        case Input.Message<Worked>(Hold hold) ->
            new State(s.phase(), s.gate(), true, s.attempt(), s.retriedAt(), s.noise());
        case Input.Message<Worked>(Retry retry) -> retried(s, retry);
        case Input.Message<Worked>(Noise noise) -> noise(s, noise);
        case Input.Reported<Worked>(Worked worked) -> s.phase() != Phase.WORKING ? s
            : new State(worked.well() ? Phase.ENDED : Phase.FAILED, true, s.held(), s.attempt(), s.retriedAt(), 0);
        default -> s;
      };
      var begins = after.phase() == Phase.IDLE && (after.gate() || (fault == Fault.NO_GATE && after.held()))
          || (fault == Fault.RISES_AGAIN && s.phase() == Phase.ENDED && input instanceof Input.Message<Worked>(Gate g));
      return new Decision<>(begins ? working(after, after.attempt() + 1) : after, List.of(), List.of(), List.of());
    }

    private State retried(State s, Retry retry) {
      if (fault == Fault.SKIPPED_END && s.phase() == Phase.WORKING && retry.at().isAfter(s.retriedAt())) {
        return new State(s.phase(), s.gate(), s.held(), s.attempt() + 1, retry.at(), s.noise());
      }
      var asked = s.phase() == Phase.FAILED && retry.at().isAfter(s.retriedAt());
      var next = new State(s.phase(), s.gate(), s.held(), s.attempt(), retry.at(), s.noise());
      return asked ? working(next, fault == Fault.REUSED_ID ? s.attempt() : s.attempt() + 1)
          : retry.at().isAfter(s.retriedAt()) ? next : s;
    }

    private State noise(State s, Noise noise) {
      if (fault == Fault.THROWS && s.phase() == Phase.FAILED && noise.number() == 3) {
        throw new IllegalStateException("a bug");
      }
      return fault != Fault.REPEATS ? s
          : new State(s.phase(), s.gate(), s.held(), s.attempt(), s.retriedAt(), s.noise() + 1);
    }

    private static State working(State s, int attempt) {
      return new State(Phase.WORKING, s.gate(), s.held(), attempt, s.retriedAt(), s.noise());
    }

    @Override
    public List<Work> wanted(State s) {
      return s.phase() != Phase.WORKING ? List.of() : List.of(new Work(new OperationHeader(
          "s", "Work", 1, s.attempt(), "s", fault == Fault.HELD || !s.held(), Instant.EPOCH, null)));
    }

    @Override
    public @Nullable Instant wakeAt(State s) {
      return fault == Fault.BUSY && s.phase() == Phase.FAILED ? Instant.EPOCH : null;
    }
  }

  /** What there is to say to it. */
  private static final class Workday extends DeciderPlay<State, Work, Worked> {
    Workday(Fault fault) {
      super(new Worker(fault), "s");
    }

    @Override
    protected List<Object> messages(int round) {
      return List.of(new Gate(round), new Hold(now()), new Retry(now()), new Noise(round));
    }

    @Override
    protected List<Object> likely() {
      return List.of();
    }

    @Override
    protected List<Worked> outcomes(Work operation, OutcomeHeader header) {
      return List.of(new Worked(header, false), new Worked(header, true));
    }

    @Override
    protected List<Worked> everyOutcome(OutcomeHeader header) {
      return List.of(new Worked(header, true));
    }

    @Override
    protected boolean hasEnded(State of) {
      return of.phase() == Phase.ENDED;
    }

    @Override
    protected Enum<?> phase(State of) {
      return of.phase();
    }

    @Override
    protected void check(State before, Input<Worked> input, Decision<State> decision) {
      var after = decision.state();
      assertThat(after.phase() != Phase.IDLE && !after.gate()).as("work without its gate").isFalse();
      decider().wanted(after).forEach(work ->
          assertThat(work.header().act() && after.held()).as("work while held").isFalse());
    }
  }

  @Test
  void aSoundDeciderHolds() {
    assertThatCode(() -> Histories.play("sound", 500, 40, workday(Fault.NONE))).doesNotThrowAnyException();
  }

  @Test
  void workWithoutItsGateIsShownByTheInputThatStartsIt() {
    shrinksTo(Fault.NO_GATE, "work without its gate", "Hold");
  }

  @Test
  void workThatGoesOnWhileHeldIsShownByGateAndHold() {
    assertThat(shrunk(Fault.HELD)).hasMessageContaining("work while held").hasMessageContaining("to 2 steps");
  }

  @Test
  void anIdThatIsUsedTwiceIsShownByGateFailureAndRetry() {
    shrinksTo(Fault.REUSED_ID, "an operation id is used once", "Gate", "Worked", "Retry");
  }

  @Test
  void anAttemptBeforeTheEndOfTheOneBeforeIsShownByGateAndRetry() {
    shrinksTo(Fault.SKIPPED_END, "was seen before", "Gate", "Retry");
  }

  @Test
  void anEndedServerThatRisesAgainIsShownByGateSuccessAndGate() {
    shrinksTo(Fault.RISES_AGAIN, "ended, and so after", "Gate", "Worked", "Gate");
  }

  @Test
  void aRepeatThatChangesSomethingIsShownByItself() {
    shrinksTo(Fault.REPEATS, "state after a repeated", "Noise");
  }

  @Test
  void anExceptionIsShownByWhatLeadsToIt() {
    shrinksTo(Fault.THROWS, "a bug", "Gate", "Worked", "Noise");
  }

  @Test
  void aDeciderThatIsWokenForEverIsShown() {
    shrinksTo(Fault.BUSY, "woken at", "Gate", "Worked");
  }

  @Test
  void whatIsPrintedCanBeGivenAgain() {
    var fault = catchThrowableOfType(AssertionError.class, () -> Histories.replay(workday(Fault.HELD),
        Step.given(Instant.EPOCH, new Gate(1)), Step.given(Instant.EPOCH, new Hold(Instant.EPOCH))));
    assertThat(fault).hasMessageContaining("work while held");
    assertThat(Step.given(Instant.EPOCH, new Noise(7)))
        .hasToString("Step.given(Instant.parse(\"1970-01-01T00:00:00Z\"), new HistoriesTest.Noise(7))");
  }

  private static Supplier<Workday> workday(Fault fault) {
    return () -> new Workday(fault);
  }

  private static AssertionError shrunk(Fault fault) {
    return catchThrowableOfType(AssertionError.class, () -> Histories.play("broken", 2000, 60, workday(fault)));
  }

  private static void shrinksTo(Fault fault, String rule, String... inputs) {
    var error = shrunk(fault);
    assertThat(error).hasMessageContaining(rule).hasMessageContaining("to " + inputs.length + " steps");
    var text = error.getMessage();
    int at = 0;
    for (var input : inputs) {
      at = text.indexOf("HistoriesTest." + input + "(", at);
      assertThat(at).as("%s in %s", input, text).isPositive();
      at++;
    }
  }
}
