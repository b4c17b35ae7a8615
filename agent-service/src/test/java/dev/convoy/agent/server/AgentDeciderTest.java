package dev.convoy.agent.server;

import dev.convoy.agent.server.AgentOperation.CheckPrerequisites;
import dev.convoy.agent.server.AgentOperation.InstallAgent;
import dev.convoy.agent.server.AgentOperation.Quiesce;
import dev.convoy.agent.server.AgentOperation.Resume;
import dev.convoy.agent.server.AgentOutcome.Checked;
import dev.convoy.agent.server.AgentOutcome.Failed;
import dev.convoy.agent.server.AgentOutcome.Installed;
import dev.convoy.agent.server.AgentOutcome.RunbookDone;
import dev.convoy.events.agent.AgentInstallFailed;
import dev.convoy.events.agent.AgentInstalled;
import dev.convoy.events.agent.PrerequisitesFailed;
import dev.convoy.events.agent.PrerequisitesPassed;
import dev.convoy.events.agent.SourceProfiled;
import dev.convoy.events.agent.SourceQuiesceFailed;
import dev.convoy.events.agent.SourceQuiesced;
import dev.convoy.events.agent.SourceResumeFailed;
import dev.convoy.events.agent.SourceResumed;
import dev.convoy.events.common.FailedCheck;
import dev.convoy.events.common.Tier;
import dev.convoy.events.inventory.CutoverAuthorized;
import dev.convoy.events.inventory.RetestRequested;
import dev.convoy.events.inventory.TestAuthorized;
import dev.convoy.events.inventory.WithdrawalRequested;
import dev.convoy.kit.core.Backoff;
import dev.convoy.kit.core.DeciderScenario;
import dev.convoy.kit.core.LifecycleChecks;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AgentDeciderTest extends AgentScenario {

  private static final Set<String> VISITED = DeciderScenario.coverage();

  AgentDeciderTest() {
    super(VISITED);
  }

  @AfterAll
  static void everyTransitionIsTaken() throws IOException {
    VISITED.addAll(ReinstallTest.rows());
    VISITED.addAll(RemovalTest.rows());
    VISITED.addAll(ScriptsTest.rows());
    VISITED.addAll(PushingTest.rows());
    VISITED.addAll(SpecialServersTest.rows());
    VISITED.addAll(UnservedTest.rows());
    var lifecycle = new AgentDecider(new AgentPolicy(new Backoff(1, Duration.ZERO, Duration.ZERO),
        new Backoff(1, Duration.ZERO, Duration.ZERO), new Backoff(1, Duration.ZERO, Duration.ZERO), Duration.ZERO,
        Duration.ZERO, CheckLevels.AS_FOUND)).lifecycle();
    LifecycleChecks.everyRowVisited(lifecycle, VISITED);
    LifecycleChecks.diagramIsCurrent(lifecycle, "agent", "A server in agent-service");
  }

  @Test
  void aServerIsCheckedThenInstalledOnceItsAccountIsPrepared() {
    server.given(build()).thenWants(CheckPrerequisites.class);
    checked();
    server.thenEvents(PrerequisitesPassed.class, SourceProfiled.class).thenWants();
    server.forget().given(account()).thenWants(InstallAgent.class)
        .when(InstallAgent.class, o -> new Installed(header(o), "s-11111111111111111", false))
        .thenEvents(AgentInstalled.class).thenWants();
  }

  @Test
  void factsMayComeInAnyOrder() {
    server.given(account(), build());
    checked();
    server.thenWants(InstallAgent.class);
  }

  @Test
  void prerequisitesThatDoNotHoldAreAllNamedAndNeedAPerson() {
    server.given(build());
    checked(new FailedCheck("root-space", "CVY-2210", "1 MiB free", "free 2 GiB"),
        new FailedCheck("ram", "CVY-2211", "10 MiB", "add memory"));
    server.thenEvents(PrerequisitesFailed.class).thenWants();
    assertThat(server.event(PrerequisitesFailed.class).getFailures()).hasSize(2);
    assertThat(server.event(PrerequisitesFailed.class).getFinal$()).isTrue();
    server.given(retry()).thenWants(CheckPrerequisites.class);
    assertThat(server.wanted(CheckPrerequisites.class).header().attempt()).isEqualTo(2);
  }

  @Test
  void anUnreachableHostIsTriedAgainAndThenParked() {
    server.given(build());
    failed(CheckPrerequisites.class, PASSING);
    server.thenWants().after(Duration.ofSeconds(30)).thenWants(CheckPrerequisites.class);
    failed(CheckPrerequisites.class, PASSING);
    server.thenEvents(PrerequisitesFailed.class, PrerequisitesFailed.class).thenWants();
    assertThat(server.event(PrerequisitesFailed.class).getFinal$()).isTrue();
  }

  @Test
  void aRefusedCredentialIsNotTriedTwice() {
    server.given(build());
    failed(CheckPrerequisites.class, LASTING);
    assertThat(server.event(PrerequisitesFailed.class).getFinal$()).isTrue();
    server.after(Duration.ofHours(5)).thenWants();
  }

  @Test
  void aFailedInstallIsTriedAgainThenParkedThenRetriedOnRequest() {
    server.given(build(), account());
    checked();
    failed(InstallAgent.class, PASSING);
    server.after(Duration.ofMinutes(1));
    assertThat(server.wanted(InstallAgent.class).header().attempt()).isEqualTo(2);
    failed(InstallAgent.class, PASSING);
    assertThat(server.event(AgentInstallFailed.class).getFinal$()).isTrue();
    server.thenWants().given(retry());
    assertThat(server.wanted(InstallAgent.class).header().attempt()).isEqualTo(3);
  }

  @Test
  void anInstallThatNeverEndsIsParked() {
    server.given(build(), account());
    checked();
    begun();
    server.after(Duration.ofHours(1)).thenWants();
    assertThat(server.event(AgentInstallFailed.class).getCode()).isEqualTo("CVY-2301");
  }

  @Test
  void anInstallThatWaitsForItsTurnBehindThousandsIsNotOverdue() {
    server.given(build(), account());
    checked();
    server.after(Duration.ofHours(9)).thenWants(InstallAgent.class);
    begun();
    server.after(Duration.ofMinutes(59)).thenWants(InstallAgent.class);
    begun();
    server.after(Duration.ofMinutes(2)).thenWants();
    assertThat(server.event(AgentInstallFailed.class).getCode()).isEqualTo("CVY-2301");
  }

  @Test
  void anotherAttemptHasItsWholeTimeAgain() {
    server.given(build(), account());
    checked();
    begun();
    server.after(Duration.ofMinutes(50));
    failed(InstallAgent.class, PASSING);
    server.after(Duration.ofMinutes(20)).thenWants(InstallAgent.class);
  }

  @Test
  void aHeldServerIsNotInstalledAndARunningInstallIsOnlyWatched() {
    server.given(build(), held(), account());
    checked();
    server.thenWants().given(resumed()).thenWants(InstallAgent.class).given(held());
    assertThat(server.wanted(InstallAgent.class).header().act()).isFalse();
    server.after(Duration.ofHours(3)).given(resumed());
    assertThat(server.wanted(InstallAgent.class).header().act()).isTrue();
  }

  @Test
  void theSourceIsQuiescedWhenItsTurnComesAndResumedOnRollback() {
    installed();
    server.forget().given(turn(1)).thenWants(Quiesce.class)
        .when(Quiesce.class, o -> new RunbookDone(header(o), "stop", "writes stopped"))
        .thenEvents(SourceQuiesced.class).thenWants()
        .forget().given(rollback()).thenWants(Resume.class)
        .when(Resume.class, o -> new RunbookDone(header(o), "start", "writes resumed"))
        .thenEvents(SourceResumed.class).thenWants()
        .given(turn(1), rollback()).thenWants();
  }

  @Test
  void aNewRoundMayQuiesceAgain() {
    quiesced();
    server.given(rollback()).when(Resume.class, o -> new RunbookDone(header(o), "start", "writes resumed"))
        .given(RetestRequested.newBuilder().setServerId(SERVER).setRound(2).setAttempt(0).setOccurredAt(AT)
            .setRequestedBy("me").build())
        .given(TestAuthorized.newBuilder().setServerId(SERVER).setRound(2).setAttempt(0).setOccurredAt(AT)
            .setWaveId("wave-1").build())
        .given(CutoverAuthorized.newBuilder().setServerId(SERVER).setRound(2).setAttempt(0).setOccurredAt(AT)
            .setWaveId("wave-1").setMoveGroup("g").setMoveGroupSize(1)
            .setGroupPolicy(dev.convoy.events.common.GroupPolicy.HOLD).setTier(Tier.WEB).setWindowEnd(AT)
            .setBackOutBy(AT).build())
        .given(turn(2)).thenWants(Quiesce.class);
    assertThat(server.wanted(Quiesce.class).header().round()).isEqualTo(2);
  }

  @Test
  void aHoldDoesNotKeepTheSourceFromBeingResumed() {
    quiesced();
    server.given(held(), rollback()).thenWants(Resume.class);
    assertThat(server.wanted(Resume.class).header().act()).isTrue();
  }

  @Test
  void aRetryThatComesAgainLaterIsNotCarriedOutAgain() {
    server.given(build());
    failed(CheckPrerequisites.class, LASTING);
    var retry = retry();
    server.given(retry).thenWants(CheckPrerequisites.class);
    failed(CheckPrerequisites.class, LASTING);
    server.given(retry).thenWants();
  }

  @Test
  void aHoldThatComesAgainAfterItsEndChangesNothing() {
    server.given(build());
    var held = held();
    var resumed = resumed();
    server.given(held, resumed);
    var before = server.wanted(CheckPrerequisites.class);
    server.after(Duration.ofMinutes(1)).given(held, resumed);
    assertThat(server.wanted(CheckPrerequisites.class)).isEqualTo(before);
  }

  @Test
  void aFailedQuiesceIsTriedAgainThenParked() {
    installed();
    server.given(turn(1));
    failed(Quiesce.class, PASSING);
    server.after(Duration.ofSeconds(30)).thenWants(Quiesce.class);
    failed(Quiesce.class, PASSING);
    assertThat(server.event(SourceQuiesceFailed.class).getFinal$()).isTrue();
    server.thenWants().given(retry()).thenWants(Quiesce.class);
  }

  @Test
  void aQuiesceThatNeverEndsIsParkedAndCanBeRolledBack() {
    installed();
    server.given(turn(1)).after(Duration.ofMinutes(15)).thenWants();
    assertThat(server.event(SourceQuiesceFailed.class).getFinal$()).isTrue();
    server.given(rollback()).thenWants(Resume.class);
  }

  @Test
  void aRollbackDuringTheWaitForTheNextQuiesceAttemptResumes() {
    installed();
    server.given(turn(1));
    failed(Quiesce.class, PASSING);
    server.given(rollback()).thenWants(Resume.class);
  }

  @Test
  void aRollbackInTheMiddleOfTheQuiesceResumes() {
    installed();
    server.given(turn(1), rollback()).thenWants(Resume.class);
  }

  @Test
  void aRollbackOfAHeldServerWhoseTurnWasGivenResumesToo() {
    installed();
    server.given(held(), turn(1), rollback()).thenWants(Resume.class);
  }

  @Test
  void resumingNeverGivesUp() {
    quiesced();
    server.given(rollback()).forget();
    failed(Resume.class, PASSING);
    server.after(Duration.ofSeconds(30));
    failed(Resume.class, LASTING);
    assertThat(server.event(SourceResumeFailed.class).getFinal$()).isTrue();
    server.after(Duration.ofMinutes(10)).thenWants(Resume.class);
    assertThat(server.wanted(Resume.class).header().attempt()).isEqualTo(3);
    server.after(Duration.ofMinutes(20)).thenWants(Resume.class);
    failed(Resume.class, PASSING);
    server.given(retry()).thenWants(Resume.class).after(Duration.ofMinutes(20))
        .when(Resume.class, o -> new RunbookDone(header(o), "start", "writes resumed")).thenWants();
  }

  @Test
  void aWithdrawnServerIsLeftAloneAtEveryPhaseBeforeTheOutage() {
    var withdrawal = WithdrawalRequested.newBuilder().setServerId(SERVER).setRound(1).setAttempt(0).setOccurredAt(AT)
        .setRequestedBy("me").build();
    fresh().given(withdrawal).thenWants();
    fresh().given(build(), withdrawal).thenWants();
    var waiting = fresh().given(build());
    waiting.when(CheckPrerequisites.class, o -> new Failed(header(o), PASSING)).given(withdrawal).thenWants();
    var stuck = fresh().given(build());
    stuck.when(CheckPrerequisites.class, o -> new Failed(header(o), LASTING)).given(withdrawal).thenWants();
    var ready = fresh().given(build());
    ready.when(CheckPrerequisites.class, o -> new Checked(header(o), List.of(), List.of(), FACTS, null));
    ready.given(withdrawal).thenWants();
    var installing = installing();
    installing.given(withdrawal).thenWants();
    var installWaiting = installing();
    installWaiting.when(InstallAgent.class, o -> new Failed(header(o), PASSING)).given(withdrawal).thenWants();
    var installStuck = installing();
    installStuck.when(InstallAgent.class, o -> new Failed(header(o), LASTING)).given(withdrawal).thenWants();
    installed();
    server.given(withdrawal, turn(1)).thenWants();
  }

  private DeciderScenario<AgentServer, AgentOperation, AgentOutcome> fresh() {
    return DeciderScenario.of(decider, SERVER, VISITED);
  }

  private DeciderScenario<AgentServer, AgentOperation, AgentOutcome> installing() {
    return fresh().given(build(), account())
        .when(CheckPrerequisites.class, o -> new Checked(header(o), List.of(), List.of(), FACTS, null));
  }

  @Test
  void aWithdrawnServerThatIsDeclaredAgainBeginsAnew() {
    installed();
    server.given(AgentFacts.withdrawal(1, AT), AgentFacts.withdrawn(1, AT)).thenWants()
        .given(build()).thenWants()
        .given(AgentFacts.account(2, AT), AgentFacts.build(2, AT)).thenWants(CheckPrerequisites.class)
        .given(AgentFacts.withdrawal(1, AT), AgentFacts.withdrawn(1, AT), turn(1), rollback())
        .thenWants(CheckPrerequisites.class);
    assertThat(server.wanted(CheckPrerequisites.class).header().round()).isEqualTo(2);
    assertThat(server.state().sourceServerId()).isNull();
    checked();
    server.thenWants(InstallAgent.class);
    assertThat(server.wanted(InstallAgent.class).header().attempt()).isEqualTo(1);
    server.given(AgentFacts.withdrawal(2, AT)).thenWants().given(AgentFacts.build(2, AT)).thenWants();
  }

  /** Read again, what came before its beginning says nothing new. */
  @Test
  void aLaterRoundThatWasKnownBeforeTheNewBeginningStaysKnown() {
    quiesced();
    server.given(rollback(), AgentFacts.withdrawal(1, AT), AgentFacts.withdrawn(1, AT), AgentFacts.build(2, AT), AgentFacts.retest(3, AT))
        .when(Resume.class, o -> new RunbookDone(header(o), "start", "writes resumed"));
    assertThat(server.wanted(CheckPrerequisites.class).header().round()).isEqualTo(3);
    server.given(AgentFacts.retest(3, AT));
    assertThat(server.wanted(CheckPrerequisites.class).header().round()).isEqualTo(3);
  }

  @Test
  void aSourceIsResumedInItsRoundBeforeTheNextBegins() {
    quiesced();
    server.given(rollback(), AgentFacts.withdrawal(1, AT), AgentFacts.withdrawn(1, AT), AgentFacts.build(2, AT))
        .thenWants(Resume.class);
    assertThat(server.wanted(Resume.class).header().round()).isEqualTo(1);
    failed(Resume.class, LASTING);
    assertThat(server.event(SourceResumeFailed.class).getRound()).as("so that the person is called in it").isEqualTo(2);
    server.given(retry()).when(Resume.class, o -> new RunbookDone(header(o), "start", "writes resumed"))
        .thenWants(CheckPrerequisites.class);
    assertThat(server.event(SourceResumed.class).getRound()).isEqualTo(1);
    assertThat(server.wanted(CheckPrerequisites.class).header().round()).isEqualTo(2);
  }

  @Test
  void aTurnThatBecameKnownAfterTheWithdrawalIsTakenBackAsWell() {
    installed();
    server.given(AgentFacts.withdrawal(1, AT), turn(1)).thenWants().given(rollback()).thenWants(Resume.class)
        .when(Resume.class, o -> new RunbookDone(header(o), "start", "writes resumed")).thenWants()
        .given(AgentFacts.build(2, AT)).thenWants(CheckPrerequisites.class);
  }

  @Test
  void whatIsWithdrawnOnceMoreBeforeItBeganIsLeftAlone() {
    quiesced();
    server.given(rollback(), AgentFacts.withdrawal(1, AT), AgentFacts.build(2, AT), AgentFacts.withdrawal(2, AT))
        .when(Resume.class, o -> new RunbookDone(header(o), "start", "writes resumed")).thenWants()
        .given(AgentFacts.build(2, AT)).thenWants().given(AgentFacts.build(3, AT)).thenWants(CheckPrerequisites.class);
  }
}
