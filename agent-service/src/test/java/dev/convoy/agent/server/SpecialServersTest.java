package dev.convoy.agent.server;

import dev.convoy.agent.server.AgentOperation.CheckPrerequisites;
import dev.convoy.agent.server.AgentOperation.InstallAgent;
import dev.convoy.agent.server.AgentOperation.ProfileSource;
import dev.convoy.agent.server.AgentOperation.Quiesce;
import dev.convoy.agent.server.AgentOperation.Resume;
import dev.convoy.agent.server.AgentOutcome.Checked;
import dev.convoy.agent.server.AgentOutcome.Installed;
import dev.convoy.agent.server.AgentOutcome.Profiled;
import dev.convoy.agent.server.AgentOutcome.RunbookDone;
import dev.convoy.agent.server.AgentOutcome.SourceFacts;
import dev.convoy.events.agent.PrerequisitesFailed;
import dev.convoy.events.agent.PrerequisitesPassed;
import dev.convoy.events.agent.SourceProfiled;
import dev.convoy.events.agent.SourceQuiesceFailed;
import dev.convoy.events.common.FailedCheck;
import dev.convoy.events.common.ServerDecision;
import dev.convoy.kit.core.DeciderScenario;
import dev.convoy.kit.core.OutcomeHeader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Servers that need a decision, checks and their levels, and the look at a source before its quiesce. */
class SpecialServersTest extends AgentScenario {

  private static final Set<String> VISITED = DeciderScenario.coverage();

  SpecialServersTest() {
    super(VISITED);
  }

  /** Every row that is of this, taken. */
  static Set<String> rows() {
    new SpecialServersTest().aServerOfASpecialKindIsParkedBeforeAnythingIsInstalledAndGoesOnByName();
    new SpecialServersTest().whoeverIsMovedWithoutTestOrWithoutRollbackGoesOnAndWhatNobodyAskedAboutAnswersNothing();
    new SpecialServersTest().everyFaultAndEveryQuestionIsInOneReportAndFaultsAreNotDecidedAway();
    new SpecialServersTest().theLevelOfAnEnvironmentTurnsAFailureIntoAWarning();
    new SpecialServersTest().aLockThatPassesByItselfIsWaitedFor();
    new SpecialServersTest().aSourceIsLookedAtOnceMoreBeforeItsQuiesce();
    new SpecialServersTest().aDiskThatReplicationDoesNotHoldIsNamedBeforeTheQuiesce();
    new SpecialServersTest().anotherKernelThanTheTestedOneIsNamedAndTheTestOfTheNextRoundSpeaksForIt();
    new SpecialServersTest().aLookThatFailsIsTriedAgainThenParkedAndDoesNotWaitForEver();
    new SpecialServersTest().aLevelOfACheckThatDoesNotExistIsRefusedByItsName();
    return VISITED;
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
}
