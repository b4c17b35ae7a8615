package dev.convoy.agent.server;

import dev.convoy.agent.server.AgentOperation.InstallAgent;
import dev.convoy.agent.server.AgentOutcome.Begun;
import dev.convoy.agent.server.AgentOutcome.Pushed;
import dev.convoy.events.agent.AgentInstallFailed;
import dev.convoy.events.agent.InstallerPushProgressed;
import dev.convoy.kit.core.DeciderScenario;
import dev.convoy.kit.core.Input;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is told of an installer while it is pushed. */
class PushingTest extends AgentScenario {

  private static final Set<String> VISITED = DeciderScenario.coverage();

  PushingTest() {
    super(VISITED);
  }

  /** Every row that is of this, taken. */
  static Set<String> rows() {
    new PushingTest().aPushTellsHowMuchHasArrivedAndBeginsNoTimeOfItsOwn();
    new PushingTest().anotherAttemptTellsOfItsPushAnew();
    new PushingTest().aPushIsToldOnceThoughTheNextRoundIsKnown();
    return VISITED;
  }

  private void pushed(long arrived) {
    server.when(InstallAgent.class, o -> new Begun(header(o), new Pushed(arrived, 100)));
  }

  @Test
  void aPushTellsHowMuchHasArrivedAndBeginsNoTimeOfItsOwn() {
    server.given(build(), account());
    checked();
    server.forget();
    pushed(0);
    pushed(40);
    pushed(40);
    pushed(20);
    server.thenEvents(InstallerPushProgressed.class, InstallerPushProgressed.class);
    server.after(Duration.ofHours(2)).thenWants(InstallAgent.class);
    begun();
    server.after(Duration.ofMinutes(59)).thenWants(InstallAgent.class);
    pushed(60);
    server.after(Duration.ofMinutes(1)).thenEvents(InstallerPushProgressed.class, InstallerPushProgressed.class,
        InstallerPushProgressed.class, AgentInstallFailed.class).thenWants();
  }

  @Test
  void anotherAttemptTellsOfItsPushAnew() {
    server.given(build(), account());
    checked();
    server.forget();
    pushed(40);
    failed(InstallAgent.class, AgentFacts.PASSING);
    server.after(Duration.ofDays(1));
    pushed(40);
    server.thenEvents(InstallerPushProgressed.class, AgentInstallFailed.class, InstallerPushProgressed.class);
  }

  /** What is known of a later round makes no other push of it. */
  @Test
  void aPushIsToldOnceThoughTheNextRoundIsKnown() {
    server.given(build(), account());
    checked();
    var begun = new Begun(header(decider.wanted(server.state()).getFirst()), new Pushed(40, 100));
    var told = decider.decide(server.state(), new Input.Reported<>(begun), server.now());
    var later = decider.decide(told.state(), new Input.Message<>(turn(2)), server.now());
    assertThat(told.events()).hasOnlyElementsOfType(InstallerPushProgressed.class).hasSize(1);
    assertThat(decider.decide(later.state(), new Input.Reported<>(begun), server.now()).events()).isEmpty();
  }
}
