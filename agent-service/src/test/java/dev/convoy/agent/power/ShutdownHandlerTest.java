package dev.convoy.agent.power;

import dev.convoy.agent.remote.Knock.Sign;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.agent.server.AgentOperation.ShutDownSource;
import dev.convoy.agent.server.AgentOutcome;
import dev.convoy.kit.worker.Acted;
import dev.convoy.kit.worker.Observation;
import dev.convoy.kit.worker.UnreachableException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ShutdownHandlerTest {

  private final PowerFixture host = new PowerFixture();
  private final ShutdownHandler handler = new ShutdownHandler(host.work, host::knock, host, Duration.ofSeconds(15),
      Duration.ofMinutes(10), Duration.ofSeconds(30));

  private static ShutDownSource shutdown(boolean asked) {
    return new ShutDownSource(PowerFixture.header("ShutDownSource"), PowerFixture.source(), asked);
  }

  private Observation<AgentOutcome> look(boolean asked) throws InterruptedException {
    host.pass(Duration.ofSeconds(15));
    return handler.observe(List.of(shutdown(asked))).get(shutdown(asked).id());
  }

  private AgentOutcome outcome(Observation<AgentOutcome> seen) {
    assertThat(seen).isInstanceOf(Observation.Ended.class);
    return ((Observation.Ended<AgentOutcome>) seen).outcome();
  }

  @Test
  void aHostThatWasToldIsOffWhenItDidNotAnswerSeveralTimesOverASpanOfTime() throws InterruptedException {
    host.answer = Map.of("state", "started");
    assertThat(handler.act(List.of(shutdown(false))).values()).containsExactly(new Acted.Accepted<>());
    assertThat(host.asked).containsExactly("start web-1:ShutDownSource:1:1");
    assertThat(look(false)).as("it is recorded that it was told").isInstanceOfSatisfying(Observation.Running.class,
        running -> assertThat(running.progress()).isInstanceOf(AgentOutcome.Begun.class));
    host.answer = Map.of();
    assertThat(look(true)).isEqualTo(Observation.Running.silently());
    Instant first = host.instant();
    assertThat(look(true)).isEqualTo(Observation.Running.silently());
    assertThat(outcome(look(true))).isInstanceOfSatisfying(AgentOutcome.SwitchedOff.class, off -> {
      assertThat(off.offAt()).isEqualTo(first);
      assertThat(off.evidence()).isEqualTo("port 22 is SILENT, 3 times in 30 s");
    });
  }

  @Test
  void theSilenceOfAHostThatWasNotToldIsNoSign() {
    for (int i = 0; i < 9; i++) {
      assertThatThrownBy(() -> look(false)).isInstanceOf(UnreachableException.class);
    }
    assertThat(host.knocks).isZero();
  }

  @Test
  void anInstanceThatTakesOverGoesOnWithWhatWasTold() throws InterruptedException {
    look(true);
    look(true);
    assertThat(outcome(look(true))).isInstanceOf(AgentOutcome.SwitchedOff.class);
  }

  @Test
  void aWayThatIsNotKnownToBeOpenProvesNothing() throws InterruptedException {
    look(true);
    look(true);
    host.sign = Sign.UNKNOWN;
    assertThatThrownBy(() -> look(true)).isInstanceOf(UnreachableException.class);
    host.sign = Sign.SILENT;
    assertThat(look(true)).isInstanceOf(Observation.Running.class);
    assertThat(look(true)).isInstanceOf(Observation.Running.class);
    assertThat(outcome(look(true))).isInstanceOf(AgentOutcome.SwitchedOff.class);
  }

  @Test
  void aHostThatAnswersInBetweenIsNotOff() throws InterruptedException {
    look(true);
    look(true);
    host.answer = Map.of("state", "running", "started", "1");
    assertThat(look(true)).isInstanceOf(Observation.Running.class);
    host.answer = Map.of();
    assertThat(look(true)).isInstanceOf(Observation.Running.class);
    host.sign = Sign.ANSWERS;
    for (int i = 0; i < 5; i++) {
      assertThat(look(true)).as("its port answers, though it lets nobody in").isInstanceOf(Observation.Running.class);
    }
  }

  @Test
  void whatTheOrderEndedWithIsTold() throws InterruptedException {
    assertThat(failure("1").failure().code()).isEqualTo("CVY-2411");
    assertThat(failure("75").failure().code()).isEqualTo("CVY-2410");
    assertThat(failure("124").failure().code()).isEqualTo("CVY-2410");
    assertThat(failure("124").failure().permanent()).isTrue();
    for (var killed : List.of("143", "137", "1073807364", "-1")) {
      host.answer = Map.of("state", "ended", "exit", killed);
      assertThat(look(true)).as("ended by the shutdown itself").isInstanceOf(Observation.Running.class);
    }
    host.answer = Map.of("state", "lost");
    assertThat(look(true)).isInstanceOf(Observation.Running.class);
    host.answer = Map.of("state", "absent");
    assertThat(look(false)).isInstanceOf(Observation.NotDone.class);
  }

  private AgentOutcome.Failed failure(String exit) throws InterruptedException {
    host.answer = Map.of("state", "ended", "exit", exit, "output", "Failed to talk to init daemon.");
    return (AgentOutcome.Failed) outcome(look(true));
  }

  @Test
  void aHostThatRefusesTheOneWhoTellsItNeedsAPerson() throws InterruptedException {
    host.refusal = PushFailure.Kind.AUTH_FAILED;
    assertThat(outcome(look(false))).isInstanceOfSatisfying(AgentOutcome.Failed.class,
        failed -> assertThat(failed.failure().code()).isEqualTo("CVY-2104"));
  }
}
