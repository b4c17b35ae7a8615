package dev.convoy.agent.server;

import dev.convoy.agent.server.AgentOperation.AdoptAgent;
import dev.convoy.agent.server.AgentOperation.CheckPrerequisites;
import dev.convoy.agent.server.AgentOperation.InstallAgent;
import dev.convoy.agent.server.AgentOutcome.Checked;
import dev.convoy.agent.server.AgentOutcome.Failed;
import dev.convoy.agent.server.AgentOutcome.Installed;
import dev.convoy.events.agent.AgentInstallFailed;
import dev.convoy.events.agent.AgentInstalled;
import dev.convoy.kit.core.DeciderScenario;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.Operation;
import dev.convoy.kit.core.OutcomeHeader;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A server that was bound by name to a source server of somebody else. */
class AdoptTest {

  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
  private static final String THEIRS = "s-11111111111111111";

  private final DeciderScenario<AgentServer, AgentOperation, AgentOutcome> server =
      DeciderScenario.of(new AgentDecider(AgentFacts.policy()), AgentFacts.SERVER, DeciderScenario.coverage());

  AdoptTest() {
    server.given(AgentFacts.bound(1, THEIRS, AT), AgentFacts.account(1, AT));
    assertThat(server.wanted(CheckPrerequisites.class).bound()).isEqualTo(THEIRS);
    server.when(CheckPrerequisites.class, o -> new Checked(header(o), List.of(), List.of(), AgentFacts.FACTS, null)).forget();
  }

  private OutcomeHeader header(Operation operation) {
    return OutcomeHeader.of(operation.header(), server.now());
  }

  @Test
  void itIsLookedForAndAdoptedWithoutAnInstallation() {
    server.thenWants(AdoptAgent.class);
    assertThat(server.wanted(AdoptAgent.class).sourceServerId()).isEqualTo(THEIRS);
    server.when(AdoptAgent.class, o -> new Installed(header(o), THEIRS, true)).thenEvents(AgentInstalled.class).thenWants();
    assertThat(server.event(AgentInstalled.class).getAdopted()).isTrue();
    assertThat(server.state().adopted()).isTrue();
  }

  @Test
  void whatIsNotThereParksItAndOnARetryIsLookedForAgain() {
    server.when(AdoptAgent.class, o -> new Failed(header(o), new Failure("CVY-2333", "no agent", "look", true)))
        .thenEvents(AgentInstallFailed.class).thenWants();
    assertThat(server.event(AgentInstallFailed.class).getFinal$()).isTrue();
    server.given(AgentFacts.retry(1, AT.plusSeconds(5))).thenWants(AdoptAgent.class);
    assertThat(server.wanted(AdoptAgent.class).header().attempt()).isEqualTo(2);
  }

  @Test
  void aPersonMayHaveItInstalledAgainOnceItIsAdopted() {
    server.when(AdoptAgent.class, o -> new Installed(header(o), THEIRS, true))
        .given(AgentFacts.reinstall(1, true, AT.plusSeconds(5))).thenWants(InstallAgent.class);
    assertThat(server.wanted(InstallAgent.class).sourceServerId()).isEqualTo(THEIRS);
  }
}
