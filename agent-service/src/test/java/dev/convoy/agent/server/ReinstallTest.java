package dev.convoy.agent.server;

import dev.convoy.agent.server.AgentOperation.CheckPrerequisites;
import dev.convoy.agent.server.AgentOperation.InstallAgent;
import dev.convoy.agent.server.AgentOperation.Quiesce;
import dev.convoy.agent.server.AgentOperation.Resume;
import dev.convoy.agent.server.AgentOutcome.Begun;
import dev.convoy.agent.server.AgentOutcome.Checked;
import dev.convoy.agent.server.AgentOutcome.Failed;
import dev.convoy.agent.server.AgentOutcome.Installed;
import dev.convoy.agent.server.AgentOutcome.RunbookDone;
import dev.convoy.events.agent.AgentInstallFailed;
import dev.convoy.events.agent.AgentInstalled;
import dev.convoy.kit.core.DeciderScenario;
import dev.convoy.kit.core.Operation;
import dev.convoy.kit.core.OutcomeHeader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The agent installed again over the old one, as a person asks. */
class ReinstallTest {

  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
  private static final String ID = "s-11111111111111111";

  private static final Set<String> VISITED = DeciderScenario.coverage();

  private final DeciderScenario<AgentServer, AgentOperation, AgentOutcome> server =
      DeciderScenario.of(new AgentDecider(AgentFacts.policy()), AgentFacts.SERVER, VISITED);

  ReinstallTest() {
    server.given(AgentFacts.build(1, AT), AgentFacts.account(1, AT))
        .when(CheckPrerequisites.class, o -> new Checked(header(o), List.of(), List.of(), AgentFacts.FACTS, null))
        .when(InstallAgent.class, o -> new Installed(header(o), ID, false)).forget();
  }

  /** Every row that is of this, taken. */
  static Set<String> rows() {
    new ReinstallTest().itIsInstalledAgainUnderTheIdThatItHas();
    new ReinstallTest().anotherSourceServerIsNeverBound();
    return VISITED;
  }

  private OutcomeHeader header(Operation operation) {
    return OutcomeHeader.of(operation.header(), server.now());
  }

  private void asked(int second) {
    server.given(AgentFacts.reinstall(server.state().round(), true, AT.plusSeconds(second)));
  }

  private void installed(String id) {
    server.when(InstallAgent.class, o -> new Installed(header(o), id, false));
  }

  @Test
  void itIsInstalledAgainUnderTheIdThatItHas() {
    asked(1);
    assertThat(server.wanted(InstallAgent.class)).satisfies(again -> {
      assertThat(again.header().attempt()).isEqualTo(2);
      assertThat(again.sourceServerId()).isEqualTo(ID);
      assertThat(again.replicating()).isTrue();
    });
    installed(ID);
    server.thenEvents(AgentInstalled.class).thenWants();
    assertThat(server.event(AgentInstalled.class)).satisfies(event -> {
      assertThat(event.getSourceServerId()).isEqualTo(ID);
      assertThat(event.getAttempt()).isEqualTo(2);
    });
    asked(2);
    assertThat(server.wanted(InstallAgent.class).header().attempt()).isEqualTo(3);
  }

  @Test
  void anotherSourceServerIsNeverBound() {
    asked(1);
    installed("s-22222222222222222");
    server.thenEvents(AgentInstallFailed.class).thenWants();
    assertThat(server.event(AgentInstallFailed.class)).satisfies(failed -> {
      assertThat(failed.getCode()).isEqualTo("CVY-2340");
      assertThat(failed.getMessage()).contains("s-22222222222222222", ID);
      assertThat(failed.getFinal$()).isTrue();
    });
    assertThat(server.state().sourceServerId()).isEqualTo(ID);
    server.given(AgentFacts.retry(1, AT.plusSeconds(2)));
    assertThat(server.wanted(InstallAgent.class).header().attempt()).isEqualTo(3);
    installed(ID);
    server.thenEvents(AgentInstallFailed.class, AgentInstalled.class).thenWants();
  }

  @Test
  void itHasAllItsAttemptsAndItsTimeCountsFromItsTurn() {
    asked(1);
    server.after(Duration.ofHours(9)).thenWants(InstallAgent.class)
        .when(InstallAgent.class, o -> new Failed(header(o), AgentFacts.PASSING)).thenWants()
        .after(Duration.ofSeconds(30)).thenWants(InstallAgent.class)
        .when(InstallAgent.class, o -> new Begun(header(o))).after(Duration.ofHours(1)).thenWants();
    assertThat(server.event(AgentInstallFailed.class).getCode()).isEqualTo("CVY-2301");
    asked(2);
    assertThat(server.wanted(InstallAgent.class).header().attempt()).as("asked again where it is stuck").isEqualTo(4);
  }

  @Test
  void aServerThatIsHeldWaits() {
    server.given(AgentFacts.held(1, AT.plusSeconds(1)));
    asked(2);
    server.thenWants().given(AgentFacts.resumed(1, AT.plusSeconds(3))).thenWants(InstallAgent.class);
  }

  @Test
  void itsTurnWaitsForTheEndAndARequestForTheEndOfTheOutage() {
    asked(1);
    server.given(AgentFacts.turn(1, AT)).thenWants(InstallAgent.class);
    installed(ID);
    server.thenWants(Quiesce.class);
    asked(2);
    server.when(Quiesce.class, o -> new RunbookDone(header(o), "stop", "writes stopped")).thenWants()
        .given(AgentFacts.rollback(1, AT))
        .when(Resume.class, o -> new RunbookDone(header(o), "start", "writes resumed"))
        .thenWants(InstallAgent.class);
    assertThat(server.wanted(InstallAgent.class).header().attempt()).as("known to no host yet").isGreaterThan(100);
    installed(ID);
    asked(3);
    assertThat(server.wanted(InstallAgent.class).header().attempt()).isEqualTo(102);
  }

  @Test
  void aTestThatIsAskedForMeanwhileBeginsNoSecondInstallation() {
    asked(1);
    var begun = server.wanted(InstallAgent.class);
    server.given(AgentFacts.retest(2, AT), AgentFacts.test(2, AT));
    assertThat(server.wanted(InstallAgent.class).header().id()).isEqualTo(begun.header().id());
    installed(ID);
    assertThat(server.event(AgentInstalled.class).getRound()).isEqualTo(2);
    asked(2);
    assertThat(server.wanted(InstallAgent.class).header().round()).isEqualTo(2);
  }

  @Test
  void whatWasAskedOfAnOlderRegistrationOrBeforeThereWasAnAgentMeansNothing() {
    var fresh = DeciderScenario.of(new AgentDecider(AgentFacts.policy()), AgentFacts.SERVER, DeciderScenario.coverage());
    fresh.given(AgentFacts.reinstall(1, false, AT)).thenWants();
    fresh.given(AgentFacts.build(1, AT), AgentFacts.account(1, AT))
        .when(CheckPrerequisites.class, o -> new Checked(header(o), List.of(), List.of(), AgentFacts.FACTS, null))
        .when(InstallAgent.class, o -> new Installed(header(o), ID, false))
        .given(AgentFacts.reinstall(1, false, AT)).thenWants();
    asked(1);
    server.given(AgentFacts.withdrawn(1, AT), AgentFacts.build(2, AT), AgentFacts.reinstall(1, true, AT.plusSeconds(9)))
        .thenWants(CheckPrerequisites.class)
        .when(CheckPrerequisites.class, o -> new Checked(header(o), List.of(), List.of(), AgentFacts.FACTS, null))
        .given(AgentFacts.account(2, AT)).forget();
    assertThat(server.wanted(InstallAgent.class).sourceServerId()).isNull();
    installed("s-33333333333333333");
    server.thenEvents(AgentInstalled.class).thenWants();
  }
}
