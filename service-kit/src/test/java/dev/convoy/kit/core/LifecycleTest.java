package dev.convoy.kit.core;

import java.time.Instant;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LifecycleTest {

  enum Phase { WAITING, WORKING, DONE, STUCK }

  record State(Phase phase, boolean enabled, int failures) implements Phased<Phase, State> {
    @Override
    public State enter(Phase next, Instant at) {
      return new State(next, enabled, failures);
    }
  }

  record Worked(OutcomeHeader header, boolean well) implements Outcome {}

  private static final Instant NOW = Instant.EPOCH;
  private static final Worked WELL = new Worked(new OutcomeHeader("s", "Work", 1, 1, NOW), true);
  private static final Worked BADLY = new Worked(new OutcomeHeader("s", "Work", 1, 1, NOW), false);

  private final Lifecycle<Phase, State, Outcome> lifecycle = Lifecycle.<Phase, State, Outcome>startingIn(Phase.WAITING)
      .from(Phase.WAITING).when("enabled", (s, now) -> s.enabled(), Phase.WORKING, (s, out, now) -> s)
      .from(Phase.WORKING)
      .on(Worked.class, "well", (s, r) -> r.well(), Phase.DONE, (s, r, out, now) -> s)
      .on(Worked.class, Phase.WORKING, (s, r, out, now) -> new State(s.phase(), s.enabled(), s.failures() + 1))
      .when("three failures", (s, now) -> s.failures() == 3, Phase.STUCK, (s, out, now) -> s)
      .build();

  @Test
  void nothingHappensBeforeTheConditionHolds() {
    var decision = lifecycle.run(new State(Phase.WAITING, false, 0), null, new Emitter(), NOW);
    assertThat(decision.state().phase()).isEqualTo(Phase.WAITING);
    assertThat(decision.transitions()).isEmpty();
  }

  @Test
  void aFactEnablesARow() {
    assertThat(lifecycle.run(new State(Phase.WAITING, true, 0), null, new Emitter(), NOW).state().phase())
        .isEqualTo(Phase.WORKING);
  }

  @Test
  void anOutcomeThatNoRowExpectsIsIgnored() {
    assertThat(lifecycle.run(new State(Phase.DONE, true, 0), WELL, new Emitter(), NOW).state().phase())
        .isEqualTo(Phase.DONE);
  }

  @Test
  void theFirstRowThatFitsIsTakenAndConditionsAreLookedAtAfterwards() {
    var decision = lifecycle.run(new State(Phase.WORKING, true, 2), BADLY, new Emitter(), NOW);
    assertThat(decision.state()).isEqualTo(new State(Phase.STUCK, true, 3));
    assertThat(decision.transitions()).containsExactly(
        "WORKING --Worked--> WORKING", "WORKING --three failures--> STUCK");
  }

  @Test
  void aTableThatNeverSettlesIsABug() {
    var circle = Lifecycle.<Phase, State, Outcome>startingIn(Phase.WAITING)
        .from(Phase.WAITING).when("always", (s, now) -> true, Phase.WORKING, (s, out, now) -> s)
        .from(Phase.WORKING).when("always", (s, now) -> true, Phase.WAITING, (s, out, now) -> s)
        .build();
    assertThatThrownBy(() -> circle.run(new State(Phase.WAITING, true, 0), null, new Emitter(), NOW))
        .hasMessageContaining("does not settle");
  }

  @Test
  void theDiagramNamesEveryRow() {
    assertThat(lifecycle.diagram()).contains("[*] --> WAITING", "WORKING --> DONE: Worked [well]");
  }
}
