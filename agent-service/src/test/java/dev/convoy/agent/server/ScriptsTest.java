package dev.convoy.agent.server;

import dev.convoy.agent.server.AgentOperation.CheckPrerequisites;
import dev.convoy.agent.server.AgentOperation.CopyScripts;
import dev.convoy.agent.server.AgentOperation.InstallAgent;
import dev.convoy.agent.server.AgentOperation.RemoveAgent;
import dev.convoy.agent.server.AgentOutcome.Begun;
import dev.convoy.agent.server.AgentOutcome.Checked;
import dev.convoy.agent.server.AgentOutcome.Failed;
import dev.convoy.agent.server.AgentOutcome.Installed;
import dev.convoy.agent.server.AgentOutcome.ScriptsCopied;
import dev.convoy.events.agent.AgentInstalled;
import dev.convoy.events.agent.PostLaunchScriptsCopied;
import dev.convoy.events.agent.PostLaunchScriptsFailed;
import dev.convoy.kit.core.DeciderScenario;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.Operation;
import dev.convoy.kit.core.OutcomeHeader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Scripts that MGN runs after a launch: nothing replicates before they are on the host. */
class ScriptsTest {

  private static final Set<String> VISITED = DeciderScenario.coverage();
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
  private static final Failure PASSING = new Failure("CVY-2351", "no space", "free some", false);
  private static final Failure LASTING = new Failure("CVY-2353", "no agent", "install it whole", true);

  private final DeciderScenario<AgentServer, AgentOperation, AgentOutcome> server =
      DeciderScenario.of(new AgentDecider(AgentFacts.copying()), AgentFacts.SERVER, VISITED);

  ScriptsTest() {
    server.given(AgentFacts.build(1, AT), AgentFacts.account(1, AT))
        .when(CheckPrerequisites.class, o -> new Checked(header(o), List.of(), List.of(), AgentFacts.FACTS, null)).forget();
    installed();
  }

  /** Every row that is of this, taken. */
  static Set<String> rows() {
    new ScriptsTest().theAgentIsSaidToBeInstalledWhenTheScriptsAreInPlace();
    new ScriptsTest().whatFailsIsTriedAgainThenHoldsTheServerUntilAPersonRetries();
    new ScriptsTest().aCopyThatNeverEndsHoldsTheServer();
    return VISITED;
  }

  private OutcomeHeader header(Operation operation) {
    return OutcomeHeader.of(operation.header(), server.now());
  }

  private void installed() {
    server.when(InstallAgent.class, o -> new Installed(header(o), "s-1", false));
  }

  private void copied() {
    server.when(CopyScripts.class, o -> new ScriptsCopied(header(o), List.of("fix.sh abc"), "1 in place"));
  }

  @Test
  void theAgentIsSaidToBeInstalledWhenTheScriptsAreInPlace() {
    server.thenEvents().thenWants(CopyScripts.class);
    assertThat(server.wanted(CopyScripts.class).environment()).isEqualTo("lab");
    copied();
    server.thenEvents(PostLaunchScriptsCopied.class, AgentInstalled.class).thenWants();
    assertThat(server.event(PostLaunchScriptsCopied.class).getScripts()).containsExactly("fix.sh abc");
    assertThat(server.event(AgentInstalled.class).getSourceServerId()).isEqualTo("s-1");
  }

  @Test
  void whatFailsIsTriedAgainThenHoldsTheServerUntilAPersonRetries() {
    server.when(CopyScripts.class, o -> new Failed(header(o), PASSING)).thenWants().after(Duration.ofSeconds(30))
        .when(CopyScripts.class, o -> new Failed(header(o), PASSING)).thenWants().after(Duration.ofDays(1)).thenWants()
        .thenEvents(PostLaunchScriptsFailed.class, PostLaunchScriptsFailed.class);
    assertThat(server.event(PostLaunchScriptsFailed.class).getFinal$()).isTrue();
    server.given(AgentFacts.retry(1, AT.plusSeconds(1))).thenWants(CopyScripts.class);
    assertThat(server.wanted(CopyScripts.class).header().attempt()).isEqualTo(3);
    copied();
    assertThat(server.event(AgentInstalled.class).getAttempt()).isEqualTo(3);
  }

  @Test
  void whereThereIsNoAgentItIsNotTriedTwice() {
    server.when(CopyScripts.class, o -> new Failed(header(o), LASTING)).after(Duration.ofDays(1)).thenWants();
    assertThat(server.event(PostLaunchScriptsFailed.class).getCode()).isEqualTo("CVY-2353");
  }

  @Test
  void aCopyThatNeverEndsHoldsTheServer() {
    server.after(Duration.ofHours(9)).thenWants(CopyScripts.class).when(CopyScripts.class, o -> new Begun(header(o)))
        .after(Duration.ofHours(1)).thenWants();
    assertThat(server.event(PostLaunchScriptsFailed.class).getCode()).isEqualTo("CVY-2351");
  }

  @Test
  void installedAgainTheyAreCopiedAgain() {
    copied();
    server.forget().given(AgentFacts.reinstall(1, true, AT.plusSeconds(1)));
    installed();
    server.thenEvents().thenWants(CopyScripts.class);
    assertThat(server.wanted(CopyScripts.class).header().attempt()).isEqualTo(2);
    copied();
    server.thenEvents(PostLaunchScriptsCopied.class, AgentInstalled.class).thenWants();
    assertThat(server.state().reinstall().wanted()).isFalse();
  }

  @Test
  void aServerThatLeavesMeanwhileIsRidOfTheAgentThatItHas() {
    server.given(AgentFacts.withdrawal(1, AT)).thenWants().after(Duration.ofSeconds(30)).thenWants(RemoveAgent.class);
  }
}
