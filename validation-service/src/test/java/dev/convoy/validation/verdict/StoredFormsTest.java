package dev.convoy.validation.verdict;

import dev.convoy.kit.core.Input;
import dev.convoy.kit.streams.Codecs;
import dev.convoy.schemas.registry.InMemoryRegistry;
import dev.convoy.validation.verdict.ValidationOperation.RunChecks;
import java.time.Instant;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Everything that this service writes to Kafka comes back as it was. */
class StoredFormsTest {

  private final Codecs codecs = new Codecs(new InMemoryRegistry());

  @Test
  void statesOperationsAndOutcomes() {
    var decider = new VerdictDecider(Launches.POLICY);
    var state = decider.initial(Launches.SERVER);
    comesBack(VerdictState.class, state);
    for (var fact : new Object[] {Launches.build(Launches.http()), Launches.profiled(1, 1, 22, 80, 443), Launches.test(1, 1)}) {
      state = decider.decide(state, new Input.Message<>(fact), Instant.EPOCH).state();
      comesBack(VerdictState.class, state);
    }
    var operation = (RunChecks) decider.wanted(state).getFirst();
    comesBack(ValidationOperation.class, operation);
    comesBack(ValidationOutcome.class, Launches.passed(operation));
    comesBack(ValidationOutcome.class, Launches.progressed(operation));
    comesBack(VerdictState.class,
        decider.decide(state, new Input.Reported<>(Launches.progressed(operation)), Instant.EPOCH).state());
  }

  private <T> void comesBack(Class<T> type, T value) {
    assertThat(codecs.read(type, "topic", codecs.write(type, "topic", value))).isEqualTo(value);
  }
}
