package dev.convoy.agent.server;

import dev.convoy.agent.server.AgentOperation.CheckPrerequisites;
import dev.convoy.agent.server.AgentOperation.InstallAgent;
import dev.convoy.agent.server.AgentOperation.RemoveAgent;
import dev.convoy.agent.server.AgentOutcome.Checked;
import dev.convoy.agent.server.AgentOutcome.Failed;
import dev.convoy.agent.server.AgentOutcome.Installed;
import dev.convoy.agent.server.AgentOutcome.Removed;
import dev.convoy.agent.server.AgentOutcome.Unserved;
import dev.convoy.agent.server.WorkerGroups.Selection;
import dev.convoy.events.agent.AgentRemovalFailed;
import dev.convoy.events.agent.AgentRemoved;
import dev.convoy.kit.core.DeciderScenario;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.Operation;
import dev.convoy.kit.core.OutcomeHeader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of the agent of a server that has left. */
class RemovalTest {

  private static final Set<String> VISITED = DeciderScenario.coverage();
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration WITHIN = Duration.ofHours(1);
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Failure PASSING = new Failure("CVY-2341", "exit code 22", "wait", false);
  private static final Failure LASTING = new Failure("CVY-2342", "still there", "remove it by hand", true);

  private DeciderScenario<AgentServer, AgentOperation, AgentOutcome> server = installed(WITHIN, false);

  /** Every row that is of this, taken. */
  static Set<String> rows() {
    new RemovalTest().anAgentThatConvoyInstalledIsRemovedShortlyAfterItsServerHasLeft();
    new RemovalTest().aRemovalIsTriedAgainThenToldToAPerson();
    new RemovalTest().aRemovalThatTakesTooLongIsGivenUp();
    new RemovalTest().whereNobodyServesTheSiteAPersonIsTold();
    new RemovalTest().anotherGroupTakesItOver();
    return VISITED;
  }

  private DeciderScenario<AgentServer, AgentOperation, AgentOutcome> installed(Duration within, boolean adopted) {
    return installed(new AgentDecider(AgentFacts.removing(within)), adopted);
  }

  private DeciderScenario<AgentServer, AgentOperation, AgentOutcome> installed(AgentDecider decider, boolean adopted) {
    server = DeciderScenario.of(decider, AgentFacts.SERVER, VISITED);
    return server.given(AgentFacts.build(1, AT), AgentFacts.account(1, AT))
        .when(CheckPrerequisites.class, o -> new Checked(header(o), List.of(), List.of(), AgentFacts.FACTS, null))
        .when(InstallAgent.class, o -> new Installed(header(o), "s-1", adopted)).forget();
  }

  private OutcomeHeader header(Operation operation) {
    return OutcomeHeader.of(operation.header(), server.now());
  }

  private DeciderScenario<AgentServer, AgentOperation, AgentOutcome> left() {
    return server.given(AgentFacts.withdrawal(1, AT), AgentFacts.withdrawn(1, AT)).thenWants();
  }

  private void removed() {
    server.when(RemoveAgent.class, o -> new Removed(header(o), "the replication agent is removed"));
  }

  @Test
  void anAgentThatConvoyInstalledIsRemovedShortlyAfterItsServerHasLeft() {
    left().after(SOON).thenWants(RemoveAgent.class);
    removed();
    server.thenEvents(AgentRemoved.class).thenWants();
    assertThat(server.event(AgentRemoved.class)).satisfies(event -> {
      assertThat(event.getSourceServerId()).isEqualTo("s-1");
      assertThat(event.getEvidence()).contains("removed");
    });
    server.given(AgentFacts.withdrawn(1, AT)).after(Duration.ofDays(1)).thenWants().thenEvents(AgentRemoved.class);
  }

  @Test
  void anAgentThatWasThereBeforeStays() {
    server = installed(WITHIN, true);
    left().after(Duration.ofDays(1)).thenWants().thenEvents();
  }

  @Test
  void switchedOffNothingIsRemoved() {
    server = installed(Duration.ZERO, false);
    left().after(Duration.ofDays(1)).thenWants().thenEvents();
    assertThat(server.state().removal()).isNull();
  }

  @Test
  void nothingIsRemovedWhereNothingWasInstalled() {
    server = DeciderScenario.of(new AgentDecider(AgentFacts.removing(WITHIN)), AgentFacts.SERVER, VISITED);
    server.given(AgentFacts.build(1, AT));
    left().after(Duration.ofDays(1)).thenWants().thenEvents();
  }

  @Test
  void aRemovalIsTriedAgainThenToldToAPerson() {
    left().after(SOON).when(RemoveAgent.class, o -> new Failed(header(o), PASSING)).thenWants()
        .after(SOON).thenWants(RemoveAgent.class);
    assertThat(server.wanted(RemoveAgent.class).header().attempt()).isEqualTo(2);
    server.when(RemoveAgent.class, o -> new Failed(header(o), PASSING)).thenWants()
        .thenEvents(AgentRemovalFailed.class, AgentRemovalFailed.class).after(Duration.ofDays(1)).thenWants();
    assertThat(server.event(AgentRemovalFailed.class).getFinal$()).isTrue();
  }

  @Test
  void whatIsStillThereIsNotRemovedTwice() {
    left().after(SOON).when(RemoveAgent.class, o -> new Failed(header(o), LASTING)).after(Duration.ofDays(1)).thenWants()
        .thenEvents(AgentRemovalFailed.class);
    assertThat(server.event(AgentRemovalFailed.class).getCode()).isEqualTo("CVY-2342");
  }

  @Test
  void aRemovalThatTakesTooLongIsGivenUp() {
    left().after(SOON).thenWants(RemoveAgent.class).after(WITHIN).thenWants().thenEvents(AgentRemovalFailed.class);
    assertThat(server.event(AgentRemovalFailed.class)).satisfies(failed -> {
      assertThat(failed.getCode()).isEqualTo("CVY-2343");
      assertThat(failed.getFinal$()).isTrue();
      assertThat(failed.getRemedy()).contains("uninstall-agent.sh", "archive");
    });
  }

  @Test
  void aServerThatIsDeclaredAgainInTheSameMomentKeepsItsAgent() {
    left().given(AgentFacts.registered(2, AT)).after(Duration.ofDays(1)).thenWants().thenEvents();
    server.given(AgentFacts.registered(2, AT), AgentFacts.withdrawn(2, AT)).thenWants().after(SOON)
        .thenWants(RemoveAgent.class);
    removed();
    server.thenEvents(AgentRemoved.class);
  }

  @Test
  void aNextRoundWaitsForTheEndOfARemovalThatIsUnderWay() {
    left().after(SOON).given(AgentFacts.registered(2, AT), AgentFacts.build(2, AT)).thenWants(RemoveAgent.class);
    removed();
    server.thenEvents(AgentRemoved.class).thenWants(CheckPrerequisites.class);
    assertThat(server.state().removal()).isNull();
  }

  @Test
  void aNextRoundThatComesFirstBegins() {
    left().given(AgentFacts.build(2, AT)).thenWants(CheckPrerequisites.class).after(SOON).thenWants(CheckPrerequisites.class);
  }

  @Test
  void whereNobodyServesTheSiteAPersonIsTold() {
    left().after(SOON).when(RemoveAgent.class, o -> new Unserved(header(o))).thenWants()
        .thenEvents(AgentRemovalFailed.class);
    assertThat(server.event(AgentRemovalFailed.class)).satisfies(failed -> {
      assertThat(failed.getCode()).isEqualTo("CVY-2012");
      assertThat(failed.getRemedy()).contains("by hand");
    });
  }

  @Test
  void anotherGroupTakesItOver() {
    left().after(SOON);
    var state = server.state();
    var moved = new AgentDecider(AgentFacts.removing(WITHIN),
        new WorkerGroups(Map.of("north", new Selection(Set.of("default"), Set.of()))));
    var decision = moved.decide(state, new dev.convoy.kit.core.Input.Reported<>(
        new Unserved(header(server.wanted(RemoveAgent.class)))), server.now());
    VISITED.addAll(decision.transitions());
    assertThat(moved.wanted(decision.state())).singleElement().satisfies(again -> {
      assertThat(again.header().attempt()).isEqualTo(2);
      assertThat(again.header().workers()).isEqualTo("north");
    });
  }
}
