package dev.convoy.agent.server;

import dev.convoy.agent.server.AgentOperation.CheckPrerequisites;
import dev.convoy.agent.server.AgentOperation.InstallAgent;
import dev.convoy.agent.server.AgentOperation.Quiesce;
import dev.convoy.agent.server.AgentOutcome.Begun;
import dev.convoy.agent.server.AgentOutcome.Checked;
import dev.convoy.agent.server.AgentOutcome.Failed;
import dev.convoy.agent.server.AgentOutcome.Installed;
import dev.convoy.agent.server.AgentOutcome.RunbookDone;
import dev.convoy.agent.server.AgentOutcome.SourceFacts;
import dev.convoy.events.common.FailedCheck;
import dev.convoy.events.inventory.BuildAuthorized;
import dev.convoy.events.inventory.RetryRequested;
import dev.convoy.events.inventory.ServerHeld;
import dev.convoy.events.inventory.ServerResumed;
import dev.convoy.events.launch.QuiesceAuthorized;
import dev.convoy.events.launch.RollbackStarted;
import dev.convoy.events.replication.AccountPrepared;
import dev.convoy.kit.core.DeciderScenario;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.Operation;
import dev.convoy.kit.core.OutcomeHeader;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** What the tests of one server in agent-service have in common. */
abstract class AgentScenario {

  static final String SERVER = "web-1";
  static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
  static final Failure PASSING = AgentFacts.PASSING;
  static final Failure LASTING = AgentFacts.LASTING;
  static final SourceFacts FACTS = AgentFacts.FACTS;

  private long said;
  final AgentDecider decider = new AgentDecider(AgentFacts.policy());
  final DeciderScenario<AgentServer, AgentOperation, AgentOutcome> server;

  /** @param visited where the rows that are taken are noted */
  AgentScenario(Set<String> visited) {
    server = DeciderScenario.of(decider, SERVER, visited);
  }

  static BuildAuthorized build() {
    return AgentFacts.build(1, AT);
  }

  static AccountPrepared account() {
    return AgentFacts.account(1, AT);
  }

  static QuiesceAuthorized turn(int round) {
    return AgentFacts.turn(round, AT);
  }

  static RollbackStarted rollback() {
    return AgentFacts.rollback(1, AT);
  }

  final RetryRequested retry() {
    return AgentFacts.retry(1, tick());
  }

  final ServerHeld held() {
    return AgentFacts.held(1, tick());
  }

  final ServerResumed resumed() {
    return AgentFacts.resumed(1, tick());
  }

  final Instant tick() {
    return AT.plusSeconds(++said);
  }

  final OutcomeHeader header(Operation operation) {
    return OutcomeHeader.of(operation.header(), server.now());
  }

  final void checked(FailedCheck... failures) {
    server.when(CheckPrerequisites.class, o -> new Checked(header(o), List.of(failures), List.of(), FACTS, null));
  }

  final void failed(Class<? extends AgentOperation> type, Failure why) {
    server.when(type, o -> new Failed(header(o), why));
  }

  final void installed() {
    server.given(build(), account());
    checked();
    server.when(InstallAgent.class, o -> new Installed(header(o), "s-11111111111111111", false));
  }

  final void quiesced() {
    installed();
    server.given(turn(1)).when(Quiesce.class, o -> new RunbookDone(header(o), "stop", "writes stopped"));
  }

  final void begun() {
    server.when(InstallAgent.class, o -> new Begun(header(o)));
  }
}
