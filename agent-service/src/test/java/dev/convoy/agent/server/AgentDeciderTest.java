package dev.convoy.agent.server;

import dev.convoy.agent.server.AgentOperation.CheckPrerequisites;
import dev.convoy.agent.server.AgentOperation.InstallAgent;
import dev.convoy.agent.server.AgentOperation.ProfileSource;
import dev.convoy.agent.server.AgentOperation.Quiesce;
import dev.convoy.agent.server.AgentOperation.Resume;
import dev.convoy.agent.server.AgentOutcome.Begun;
import dev.convoy.agent.server.AgentOutcome.Checked;
import dev.convoy.agent.server.AgentOutcome.Failed;
import dev.convoy.agent.server.AgentOutcome.Installed;
import dev.convoy.agent.server.AgentOutcome.Profiled;
import dev.convoy.agent.server.AgentOutcome.Pushed;
import dev.convoy.agent.server.AgentOutcome.RunbookDone;
import dev.convoy.agent.server.AgentOutcome.Served;
import dev.convoy.agent.server.AgentOutcome.SourceFacts;
import dev.convoy.agent.server.AgentOutcome.Unserved;
import dev.convoy.agent.server.WorkerGroups.Selection;
import dev.convoy.events.agent.AgentInstallFailed;
import dev.convoy.events.agent.AgentInstalled;
import dev.convoy.events.agent.InstallerPushProgressed;
import dev.convoy.events.agent.PrerequisitesFailed;
import dev.convoy.events.agent.PrerequisitesPassed;
import dev.convoy.events.agent.SourceProfiled;
import dev.convoy.events.agent.SourceQuiesceFailed;
import dev.convoy.events.agent.SourceQuiesced;
import dev.convoy.events.agent.SourceResumeFailed;
import dev.convoy.events.agent.SourceResumed;
import dev.convoy.events.common.FailedCheck;
import dev.convoy.events.common.OsFamily;
import dev.convoy.events.common.ServerDecision;
import dev.convoy.events.common.SourceHost;
import dev.convoy.events.common.Stage;
import dev.convoy.events.common.TargetSettings;
import dev.convoy.events.common.Tier;
import dev.convoy.events.inventory.BuildAuthorized;
import dev.convoy.events.inventory.CutoverAuthorized;
import dev.convoy.events.inventory.RetestRequested;
import dev.convoy.events.inventory.RetryRequested;
import dev.convoy.events.inventory.ServerHeld;
import dev.convoy.events.inventory.ServerResumed;
import dev.convoy.events.inventory.TestAuthorized;
import dev.convoy.events.inventory.WithdrawalRequested;
import dev.convoy.events.launch.QuiesceAuthorized;
import dev.convoy.events.launch.RollbackStarted;
import dev.convoy.events.replication.AccountPrepared;
import dev.convoy.kit.core.Backoff;
import dev.convoy.kit.core.DeciderScenario;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.Input;
import dev.convoy.kit.core.LifecycleChecks;
import dev.convoy.kit.core.Operation;
import dev.convoy.kit.core.OutcomeHeader;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AgentDeciderTest {

  private static final Set<String> VISITED = DeciderScenario.coverage();
  private static final String SERVER = "web-1";
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
  private static final Failure PASSING = AgentFacts.PASSING;
  private static final Failure LASTING = AgentFacts.LASTING;
  private static final SourceFacts FACTS = AgentFacts.FACTS;

  private long said;
  private final AgentDecider decider = new AgentDecider(AgentFacts.policy());
  private final DeciderScenario<AgentServer, AgentOperation, AgentOutcome> server =
      DeciderScenario.of(decider, SERVER, VISITED);

  @AfterAll
  static void everyTransitionIsTaken() throws IOException {
    VISITED.addAll(ReinstallTest.rows());
    VISITED.addAll(RemovalTest.rows());
    VISITED.addAll(ScriptsTest.rows());
    var lifecycle = new AgentDecider(new AgentPolicy(new Backoff(1, Duration.ZERO, Duration.ZERO),
        new Backoff(1, Duration.ZERO, Duration.ZERO), new Backoff(1, Duration.ZERO, Duration.ZERO), Duration.ZERO,
        Duration.ZERO, CheckLevels.AS_FOUND)).lifecycle();
    LifecycleChecks.everyRowVisited(lifecycle, VISITED);
    LifecycleChecks.diagramIsCurrent(lifecycle, "agent", "A server in agent-service");
  }

  private static BuildAuthorized build() {
    return AgentFacts.build(1, AT);
  }

  private static AccountPrepared account() {
    return AgentFacts.account(1, AT);
  }

  private static QuiesceAuthorized turn(int round) {
    return AgentFacts.turn(round, AT);
  }

  private static RollbackStarted rollback() {
    return AgentFacts.rollback(1, AT);
  }

  private RetryRequested retry() {
    return AgentFacts.retry(1, tick());
  }

  private ServerHeld held() {
    return AgentFacts.held(1, tick());
  }

  private ServerResumed resumed() {
    return AgentFacts.resumed(1, tick());
  }

  private Instant tick() {
    return AT.plusSeconds(++said);
  }

  private OutcomeHeader header(Operation operation) {
    return OutcomeHeader.of(operation.header(), server.now());
  }

  private void checked(FailedCheck... failures) {
    server.when(CheckPrerequisites.class, o -> new Checked(header(o), List.of(failures), List.of(), FACTS, null));
  }

  private void failed(Class<? extends AgentOperation> type, Failure why) {
    server.when(type, o -> new Failed(header(o), why));
  }

  private void begun() {
    server.when(InstallAgent.class, o -> new Begun(header(o)));
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

  private void installed() {
    server.given(build(), account());
    checked();
    server.when(InstallAgent.class, o -> new Installed(header(o), "s-11111111111111111", false));
  }

  private void quiesced() {
    installed();
    server.given(turn(1)).when(Quiesce.class, o -> new RunbookDone(header(o), "stop", "writes stopped"));
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

  private void checkedWhole(List<FailedCheck> failures, List<FailedCheck> decisions) {
    server.when(CheckPrerequisites.class,
        o -> new Checked(header(o), failures, List.of(), AgentFacts.WHOLE, decisions));
  }

  private static FailedCheck cluster(String detail) {
    return AgentFacts.check("cluster-node", "CVY-2242", detail);
  }

  private static Profiled profiled(ProfileSource o, Instant now, SourceFacts facts, String... unheld) {
    return new Profiled(OutcomeHeader.of(o.header(), now), facts, List.of(unheld));
  }

  private void profiled(SourceFacts facts, String... unheld) {
    server.when(ProfileSource.class, o -> profiled(o, server.now(), facts, unheld));
  }

  private void seenWhole() {
    server.given(build(), account());
    checkedWhole(List.of(), List.of());
    server.when(InstallAgent.class, o -> new Installed(header(o), "s-11111111111111111", false)).forget();
  }

  @Test
  void aServerOfASpecialKindIsParkedBeforeAnythingIsInstalledAndGoesOnByName() {
    server.given(build(), account());
    checkedWhole(List.of(), List.of(cluster("corosync"), AgentFacts.check("dongle", "CVY-2247", "USB 0529:0001")));
    var parked = server.event(PrerequisitesFailed.class);
    assertThat(parked.getNeedsDecision()).isTrue();
    assertThat(parked.getFinal$()).isTrue();
    assertThat(parked.getCode()).isEqualTo("CVY-2242");
    assertThat(parked.getMessage()).contains("cluster-node: corosync").doesNotContain("dongle");
    server.thenWants().given(AgentFacts.decided(1, 2, tick())).thenWants()
        .given(AgentFacts.decided(1, 1, tick())).thenWants(CheckPrerequisites.class);
    checkedWhole(List.of(), List.of(cluster("corosync"), cluster("kubelet")));
    assertThat(server.event(PrerequisitesFailed.class).getMessage()).as("decided was about another finding")
        .contains("kubelet").doesNotContain("corosync");
    server.given(AgentFacts.decided(1, 1, tick())).thenWants().given(AgentFacts.decided(1, 2, tick()));
    checkedWhole(List.of(), List.of(cluster("corosync"), cluster("kubelet")));
    server.thenWants(InstallAgent.class);
  }

  @Test
  void whoeverIsMovedWithoutTestOrWithoutRollbackGoesOnAndWhatNobodyAskedAboutAnswersNothing() {
    server.given(build());
    checkedWhole(List.of(), List.of(cluster("corosync")));
    server.given(AgentFacts.decided(ServerDecision.NORMAL, 1, "", tick())).thenWants()
        .given(AgentFacts.decided(ServerDecision.EXCLUDE, 1, "CVY-2242", tick())).thenWants()
        .given(AgentFacts.decided(ServerDecision.WITHOUT_TEST, 1, "CVY-2242", tick())).thenWants(CheckPrerequisites.class);
    checkedWhole(List.of(), List.of(cluster("kubelet")));
    server.thenWants().given(AgentFacts.decided(ServerDecision.WITHOUT_ROLLBACK, 2, "CVY-2242", tick()))
        .thenWants(CheckPrerequisites.class);
  }

  @Test
  void everyFaultAndEveryQuestionIsInOneReportAndFaultsAreNotDecidedAway() {
    server.given(build());
    checkedWhole(List.of(AgentFacts.check("ram", "CVY-2210", "10 MiB, 300 MiB needed")), List.of(cluster("had")));
    var parked = server.event(PrerequisitesFailed.class);
    assertThat(parked.getNeedsDecision()).isFalse();
    assertThat(parked.getCode()).isEqualTo("CVY-2210");
    assertThat(parked.getFailures()).extracting(FailedCheck::getCheck).containsExactly("ram", "cluster-node");
    server.given(AgentFacts.decided(1, 1, tick())).thenWants().given(retry()).thenWants(CheckPrerequisites.class);
  }

  @Test
  void theLevelOfAnEnvironmentTurnsAFailureIntoAWarning() {
    server.given(build());
    checkedWhole(List.of(AgentFacts.check("kernel-headers", "CVY-2218", "none")), List.of());
    assertThat(server.event(PrerequisitesPassed.class).getWarnings()).extracting(FailedCheck::getCheck)
        .containsExactly("kernel-headers");
  }

  @Test
  void aLockThatPassesByItselfIsWaitedFor() {
    var lock = List.of(AgentFacts.check("package-lock", "CVY-2223", "held"));
    server.given(build());
    checkedWhole(lock, List.of());
    assertThat(server.event(PrerequisitesFailed.class).getFinal$()).isFalse();
    server.thenWants().after(Duration.ofSeconds(30)).thenWants(CheckPrerequisites.class).forget();
    checkedWhole(lock, List.of());
    assertThat(server.event(PrerequisitesFailed.class).getFinal$()).isTrue();
  }

  @Test
  void aSourceIsLookedAtOnceMoreBeforeItsQuiesce() {
    seenWhole();
    server.given(turn(1)).thenWants(ProfileSource.class);
    profiled(AgentFacts.WHOLE);
    server.thenEvents(SourceProfiled.class).thenWants(Quiesce.class);
    assertThat(server.event(SourceProfiled.class).getBeforeQuiesce()).isTrue();
    assertThat(server.event(SourceProfiled.class).getChanges()).isEmpty();
    server.when(Quiesce.class, o -> new RunbookDone(header(o), "stop", "writes stopped"))
        .given(rollback()).thenWants(Resume.class);
  }

  @Test
  void aDiskThatReplicationDoesNotHoldIsNamedBeforeTheQuiesce() {
    seenWhole();
    server.given(turn(1));
    profiled(AgentFacts.whole("6.1", "/dev/sda 100", "/dev/sdb 50"), "/dev/sdb 50");
    var parked = server.event(SourceQuiesceFailed.class);
    assertThat(parked.getCode()).isEqualTo("CVY-2251");
    assertThat(parked.getMessage()).contains("/dev/sdb 50");
    assertThat(parked.getNeedsDecision()).isTrue();
    assertThat(server.event(SourceProfiled.class).getChanges()).containsExactly("replication does not hold disk /dev/sdb 50");
    server.thenWants().given(retry()).thenWants(ProfileSource.class).forget();
    profiled(AgentFacts.whole("6.1", "/dev/sda 100", "/dev/sdb 50"), "/dev/sdb 50");
    server.thenWants().given(AgentFacts.decided(1, 2, tick())).thenWants(ProfileSource.class);
    profiled(AgentFacts.whole("6.1", "/dev/sda 100", "/dev/sdb 50"), "/dev/sdb 50");
    server.thenWants(Quiesce.class);
  }

  @Test
  void anotherKernelThanTheTestedOneIsNamedAndTheTestOfTheNextRoundSpeaksForIt() {
    seenWhole();
    server.given(turn(1));
    profiled(AgentFacts.whole("6.2", "/dev/sdc 7"));
    assertThat(server.event(SourceQuiesceFailed.class).getCode()).isEqualTo("CVY-2252");
    assertThat(server.event(SourceProfiled.class).getChanges()).containsExactly("kernel is 6.2, tested was 6.1",
        "disk /dev/sdc 7 was not tested", "disk /dev/sda 100 is gone, tested with it");
    server.given(rollback()).when(Resume.class, o -> new RunbookDone(header(o), "start", "writes resumed"))
        .given(AgentFacts.retest(2, AT), turn(2)).thenWants(ProfileSource.class);
    profiled(AgentFacts.whole("6.2", "/dev/sdc 7"));
    server.thenWants(Quiesce.class);
  }

  @Test
  void aLookThatFailsIsTriedAgainThenParkedAndDoesNotWaitForEver() {
    seenWhole();
    server.given(turn(1));
    failed(ProfileSource.class, PASSING);
    server.thenWants().after(Duration.ofSeconds(30)).thenWants(ProfileSource.class);
    failed(ProfileSource.class, PASSING);
    server.thenWants().given(retry()).thenWants(ProfileSource.class).forget().after(Duration.ofMinutes(15)).thenWants();
    assertThat(server.event(SourceQuiesceFailed.class).getCode()).isEqualTo("CVY-2301");
    assertThat(server.event(SourceQuiesceFailed.class).getNeedsDecision()).isFalse();
    server.given(retry()).thenWants(ProfileSource.class).given(rollback()).thenWants(Resume.class);
  }

  @Test
  void aLevelOfACheckThatDoesNotExistIsRefusedByItsName() {
    var levels = new CheckLevels(Map.of(), Map.of("prod", Map.of("kernle", CheckLevels.Level.WARN)));
    assertThatThrownBy(() -> levels.requireKnown(Set.of("kernel")))
        .hasMessage("[CVY-2302] agent-service: convoy.agent.checks.environments.prod.kernle is the level of no check; use one of kernel");
  }

  private static final WorkerGroups DMZ = new WorkerGroups(Map.of("dmz", new Selection(Set.of("default"), Set.of())));

  private void unserved(Class<? extends AgentOperation> type) {
    server.when(type, o -> new Unserved(header(o)));
  }

  private DeciderScenario<AgentServer, AgentOperation, AgentOutcome> of(WorkerGroups groups) {
    return DeciderScenario.of(new AgentDecider(AgentFacts.policy(), groups), SERVER, VISITED);
  }

  @Test
  void anOperationNamesTheOneGroupOfWorkersThatMayActOnIt() {
    assertThat(of(DMZ).given(build()).wanted(CheckPrerequisites.class).header().workers()).isEqualTo("dmz");
    assertThat(server.given(build()).wanted(CheckPrerequisites.class).header().workers()).isNull();
    var wave = new WorkerGroups(Map.of("big", new Selection(Set.of(), Set.of("wave-1"))));
    assertThat(of(wave).given(build()).wanted(CheckPrerequisites.class).header().workers()).isEqualTo("big");
  }

  @Test
  void aCheckThatNobodyServesIsToldOnceAndStandsUntilSomebodyIsThere() {
    server.given(build());
    unserved(CheckPrerequisites.class);
    server.thenEvents(PrerequisitesFailed.class).thenWants(CheckPrerequisites.class);
    var told = server.event(PrerequisitesFailed.class);
    assertThat(told.getCode()).isEqualTo("CVY-2012");
    assertThat(told.getFinal$()).isTrue();
    assertThat(told.getAttempt()).isEqualTo(1);
    assertThat(told.getMessage()).isEqualTo("no worker serves site default");
    assertThat(told.getRemedy()).contains("neither convoy.worker.sites nor convoy.worker.waves", "goes on by itself");
    var waits = server.wanted(CheckPrerequisites.class).header();
    assertThat(waits.attempt()).isEqualTo(2);
    assertThat(waits.unservedSince()).isEqualTo(server.now());
    unserved(CheckPrerequisites.class);
    server.thenEvents(PrerequisitesFailed.class).after(Duration.ofDays(3)).thenWants(CheckPrerequisites.class);
    server.when(CheckPrerequisites.class, o -> new Served(header(o)));
    assertThat(server.wanted(CheckPrerequisites.class).header().unservedSince()).isNull();
    assertThat(server.wanted(CheckPrerequisites.class).header().attempt()).isEqualTo(2);
    checked();
    server.thenEvents(PrerequisitesFailed.class, PrerequisitesPassed.class, SourceProfiled.class);
  }

  @Test
  void timeInWhichNobodyCouldInstallDoesNotCountAgainstTheInstallation() {
    server.given(build(), account());
    checked();
    server.forget();
    unserved(InstallAgent.class);
    server.thenEvents(AgentInstallFailed.class).after(Duration.ofDays(1)).thenWants(InstallAgent.class);
    server.when(InstallAgent.class, o -> new Served(header(o))).after(Duration.ofDays(1)).thenWants(InstallAgent.class);
    server.when(InstallAgent.class, o -> new Begun(header(o))).after(Duration.ofMinutes(59)).thenWants(InstallAgent.class);
    server.after(Duration.ofMinutes(1)).thenEvents(AgentInstallFailed.class, AgentInstallFailed.class).thenWants();
  }

  @Test
  void thatNobodyWasThereBeforeSomebodyCameSaysNothingAnyMore() {
    server.given(build());
    unserved(CheckPrerequisites.class);
    var late = new Unserved(header(server.wanted(CheckPrerequisites.class)));
    server.after(Duration.ofSeconds(1)).when(CheckPrerequisites.class, o -> new Served(header(o)))
        .when(CheckPrerequisites.class, o -> late).thenEvents(PrerequisitesFailed.class);
    assertThat(server.wanted(CheckPrerequisites.class).header().unservedSince()).isNull();
  }

  @Test
  void aRetryWhileNobodyServesIsAnsweredByTellingItAgain() {
    server.given(build());
    unserved(CheckPrerequisites.class);
    server.given(retry());
    assertThat(server.wanted(CheckPrerequisites.class).header().unservedSince()).isNull();
    unserved(CheckPrerequisites.class);
    server.thenEvents(PrerequisitesFailed.class, PrerequisitesFailed.class);
    server.given(account());
    checked();
    server.forget();
    unserved(InstallAgent.class);
    server.given(retry());
    unserved(InstallAgent.class);
    server.thenEvents(AgentInstallFailed.class, AgentInstallFailed.class);
    assertThat(server.events().stream().map(each -> ((AgentInstallFailed) each).getAttempt()).toList())
        .containsExactly(1, 2);
  }

  @Test
  void aQuiesceThatNobodyServesIsGivenUpSoThatItDoesNotBeginByItselfLater() {
    installed();
    server.given(turn(1)).forget();
    unserved(Quiesce.class);
    server.thenEvents(SourceQuiesceFailed.class).thenWants();
    assertThat(server.event(SourceQuiesceFailed.class).getFinal$()).isTrue();
    assertThat(server.event(SourceQuiesceFailed.class).getRemedy()).contains("retry the server, or roll back");
    server.given(retry()).thenWants(Quiesce.class);
  }

  @Test
  void aLookBeforeTheQuiesceThatNobodyServesIsGivenUp() {
    server.given(build(), account());
    server.when(CheckPrerequisites.class,
        o -> new Checked(header(o), List.of(), List.of(), AgentFacts.WHOLE, List.of()));
    server.when(InstallAgent.class, o -> new Installed(header(o), "s-1", false)).given(turn(1)).forget();
    unserved(ProfileSource.class);
    server.thenEvents(SourceQuiesceFailed.class).thenWants();
  }

  @Test
  void aResumeThatNobodyServesIsToldOnceAndStands() {
    quiesced();
    server.given(rollback()).forget();
    unserved(Resume.class);
    server.thenEvents(SourceResumeFailed.class).thenWants(Resume.class);
    assertThat(server.event(SourceResumeFailed.class).getRemedy()).contains("by hand");
    unserved(Resume.class);
    server.thenEvents(SourceResumeFailed.class).thenWants(Resume.class);
  }

  /** The settings are other ones after a restart; what stands is not taken from workers that may be at it. */
  @Test
  void anAttemptStaysWithItsGroupAndGoesToAnotherOnlyWhenNobodyOfTheFirstIsThere() {
    for (var way : List.<List<Object>>of(List.of(), List.of("install"), List.of("install", "turn"),
        List.of("install", "look"), List.of("install", "turn", "back"), List.of("install", "turn", "back", "late"))) {
      var before = playedTo(way);
      var then = new AgentDecider(AgentFacts.policy(), DMZ);
      var stands = then.wanted(before).getFirst().header();
      assertThat(stands.workers()).as("%s", way).isNull();
      var decision = then.decide(before, new Input.Reported<>(new Unserved(OutcomeHeader.of(stands, AT))), AT);
      VISITED.addAll(decision.transitions());
      var next = then.wanted(decision.state()).getFirst().header();
      assertThat(decision.events()).isEmpty();
      assertThat(next.workers()).isEqualTo("dmz");
      assertThat(next.attempt()).isEqualTo(stands.attempt() + 1);
    }
  }

  private AgentServer playedTo(List<Object> way) {
    var played = DeciderScenario.of(decider, SERVER, VISITED);
    played.given(build());
    if (way.contains("install")) {
      played.given(account()).when(CheckPrerequisites.class,
          o -> new Checked(OutcomeHeader.of(o.header(), played.now()), List.of(), List.of(),
              way.contains("look") ? AgentFacts.WHOLE : FACTS, List.of()));
    }
    if (way.size() > 1) {
      played.when(InstallAgent.class, o -> new Installed(OutcomeHeader.of(o.header(), played.now()), "s-1", false))
          .given(turn(1));
    }
    if (way.contains("back")) {
      played.given(rollback());
    }
    if (way.contains("late")) {
      played.after(Duration.ofMinutes(15));
    }
    return played.state();
  }
}
