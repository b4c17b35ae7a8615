package dev.convoy.agent.power;

import dev.convoy.agent.remote.Knock.Sign;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.agent.server.AgentOperation.AwaitSource;
import dev.convoy.agent.server.AgentOperation.WatchSource;
import dev.convoy.agent.server.AgentOutcome;
import dev.convoy.kit.worker.Observation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WatchHandlersTest {

  private final PowerFixture host = new PowerFixture();
  private final WatchHandler watch = new WatchHandler(host.work, host::knock, host, Duration.ofMinutes(5));
  private final AwaitHandler await = new AwaitHandler(host.work, host::knock, host, Duration.ofSeconds(15));

  private Observation<AgentOutcome> watch(boolean awake) throws InterruptedException {
    host.pass(Duration.ofMinutes(5));
    var operation = new WatchSource(PowerFixture.header("WatchSource"), PowerFixture.source(), awake);
    return watch.observe(List.of(operation)).get(operation.id());
  }

  private Observation<AgentOutcome> await(String shutdown) throws InterruptedException {
    host.pass(Duration.ofSeconds(15));
    var operation = new AwaitSource(PowerFixture.header("AwaitSource"), PowerFixture.source(), shutdown);
    return await.observe(List.of(operation)).get(operation.id());
  }

  private static boolean is(Observation<AgentOutcome> seen, Class<? extends AgentOutcome> outcome) {
    return seen instanceof Observation.Ended<AgentOutcome>(var ended) && outcome.isInstance(ended);
  }

  @Test
  void twoAnswersInARowAreAWakeAndOneIsNot() throws InterruptedException {
    assertThat(watch(false)).isEqualTo(Observation.Running.silently());
    host.sign = Sign.ANSWERS;
    assertThat(watch(false)).isEqualTo(Observation.Running.silently());
    host.sign = Sign.UNKNOWN;
    assertThat(watch(false)).isEqualTo(Observation.Running.silently());
    host.sign = Sign.ANSWERS;
    assertThat(watch(false)).isEqualTo(Observation.Running.silently());
    assertThat(is(watch(false), AgentOutcome.Woke.class)).isTrue();
    assertThat(host.asked).as("nobody was entered").isEmpty();
    assertThat(watch.pollInterval()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void oneThatWokeIsOffAgainWhenItIsSilentTwice() throws InterruptedException {
    assertThat(watch(true)).isEqualTo(Observation.Running.silently());
    var first = host.instant();
    assertThat(watch(true)).isInstanceOfSatisfying(Observation.Ended.class, ended -> assertThat(ended.outcome())
        .isInstanceOfSatisfying(AgentOutcome.SwitchedOff.class, off -> assertThat(off.offAt()).isEqualTo(first)));
  }

  @Test
  void aSourceIsToBeResumedWhenItAnswersTwiceAndIsNotBeingShutDown() throws InterruptedException {
    assertThat(await("web-1:ShutDownSource:1:1")).isEqualTo(Observation.Running.silently());
    host.sign = Sign.ANSWERS;
    host.answer = Map.of("state", "running", "started", "1");
    for (int i = 0; i < 4; i++) {
      assertThat(await("web-1:ShutDownSource:1:1")).isEqualTo(Observation.Running.silently());
    }
    assertThat(host.asked).containsOnly("status web-1:ShutDownSource:1:1");
    host.answer = Map.of("state", "lost");
    assertThat(await("web-1:ShutDownSource:1:1")).isEqualTo(Observation.Running.silently());
    assertThat(is(await("web-1:ShutDownSource:1:1"), AgentOutcome.Woke.class)).isTrue();
  }

  @Test
  void aHostThatLetsNobodyInYetIsWaitedForAndOneThatRefusesIsUp() throws InterruptedException {
    host.sign = Sign.ANSWERS;
    host.refusal = PushFailure.Kind.BUSY;
    for (int i = 0; i < 4; i++) {
      assertThat(await("web-1:ShutDownSource:1:1")).isEqualTo(Observation.Running.silently());
    }
    host.refusal = PushFailure.Kind.AUTH_FAILED;
    assertThat(await("web-1:ShutDownSource:1:1")).isEqualTo(Observation.Running.silently());
    assertThat(is(await("web-1:ShutDownSource:1:1"), AgentOutcome.Woke.class)).isTrue();
  }
}
