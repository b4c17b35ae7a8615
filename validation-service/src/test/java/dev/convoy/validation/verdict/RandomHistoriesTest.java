package dev.convoy.validation.verdict;

import dev.convoy.events.validation.CutoverVerified;
import dev.convoy.events.validation.TestPassed;
import dev.convoy.kit.core.Decision;
import dev.convoy.kit.core.Input;
import dev.convoy.kit.streams.Codecs;
import dev.convoy.schemas.registry.InMemoryRegistry;
import dev.convoy.validation.verdict.ValidationOperation.RunChecks;
import java.time.Instant;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Facts, outcomes and time in any order: nothing throws, each run has one verdict, ended servers stay ended. */
class RandomHistoriesTest {

  private static final int HISTORIES = Integer.getInteger("histories", 10_000);
  private static final int STEPS = 30;

  private final VerdictDecider decider = new VerdictDecider(Launches.POLICY);

  @Test
  void holdTheSafetyRules() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("seed " + seed + ", " + HISTORIES + " histories");
    var random = new Random(seed);
    for (int i = 0; i < HISTORIES; i++) {
      history(random, i % 100 == 0);
    }
  }

  private void history(Random random, boolean stored) {
    var state = decider.initial(Launches.SERVER);
    var now = Instant.parse("2026-01-01T00:00:00Z");
    var judged = new HashSet<Integer>();
    for (int step = 0; step < STEPS; step++) {
      now = now.plusSeconds(random.nextInt(1200));
      var input = input(random, state, now);
      var decision = decider.decide(state, input, now);
      check(state, decision, judged);
      if (input instanceof Input.Message<ValidationOutcome>) {
        assertThat(decider.decide(decision.state(), input, now).events()).as("repeat of %s", input).isEmpty();
      }
      state = decision.state();
    }
    if (stored) {
      var codecs = new Codecs(new InMemoryRegistry());
      assertThat(codecs.read(VerdictState.class, "state", codecs.write(VerdictState.class, "state", state)))
          .isEqualTo(state);
    }
  }

  private void check(VerdictState before, Decision<VerdictState> decision, Set<Integer> judged) {
    var after = decision.state();
    if (before.phase() == Phase.ENDED) {
      assertThat(after.phase()).isEqualTo(Phase.ENDED);
      assertThat(decision.events()).isEmpty();
    }
    for (var event : decision.events()) {
      assertThat(judged.add((Integer) event.get(2))).as("one verdict per run: %s", event).isTrue();
      if (event instanceof TestPassed || event instanceof CutoverVerified) {
        assertThat(before.checked()).as("instance of %s", event).isEqualTo(after.checked()).isNotNull();
      }
    }
    decider.wanted(after).forEach(operation -> assertThat(operation.header().round()).isEqualTo(after.round()));
  }

  private Input<ValidationOutcome> input(Random random, VerdictState state, Instant now) {
    var wanted = decider.wanted(state);
    if (!wanted.isEmpty() && random.nextBoolean()) {
      var operation = (RunChecks) wanted.getFirst();
      return new Input.Reported<>(
          random.nextBoolean() ? Launches.passed(operation) : Launches.progressed(operation));
    }
    return random.nextInt(6) == 0 ? new Input.Tick<>() : new Input.Message<>(fact(random, now));
  }

  private static Object fact(Random random, Instant now) {
    int round = 1 + random.nextInt(3);
    return switch (random.nextInt(20)) {
      case 0, 1, 2, 3, 4 -> Launches.build(Launches.http());
      case 5, 6, 7, 8, 9 -> Launches.test(round, 1 + random.nextInt(2));
      case 10, 11, 12 -> Launches.cutover(round);
      case 13, 14, 15 -> Launches.retry(now);
      case 16 -> Launches.retest(round);
      case 17 -> Launches.rollback(round);
      default -> random.nextInt(10) == 0 ? Launches.finalized() : Launches.retry(now);
    };
  }
}
