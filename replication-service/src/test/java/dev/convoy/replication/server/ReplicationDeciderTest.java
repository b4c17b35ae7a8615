package dev.convoy.replication.server;

import dev.convoy.events.agent.AgentInstalled;
import dev.convoy.events.replication.AccountPreparationFailed;
import dev.convoy.events.replication.AccountPrepared;
import dev.convoy.events.replication.ReplicationDrainFailed;
import dev.convoy.events.replication.ReplicationDrained;
import dev.convoy.events.replication.ReplicationFailed;
import dev.convoy.events.replication.ReplicationHealthy;
import dev.convoy.events.replication.ReplicationProgressed;
import dev.convoy.events.replication.ReplicationStarted;
import dev.convoy.events.replication.ReplicationUnhealthy;
import dev.convoy.kit.core.DeciderScenario;
import dev.convoy.kit.core.LifecycleChecks;
import dev.convoy.replication.quota.QuotaAnswer.PlaceTaken;
import dev.convoy.replication.quota.QuotaDecider;
import dev.convoy.replication.quota.QuotaMessage.ReturnPlace;
import dev.convoy.replication.quota.QuotaMessage.TakePlace;
import dev.convoy.replication.server.ReplicationOperation.CheckLaunch;
import dev.convoy.replication.server.ReplicationOperation.ConfigureReplication;
import dev.convoy.replication.server.ReplicationOperation.FollowReplication;
import dev.convoy.replication.server.ReplicationOperation.PrepareAccount;
import dev.convoy.replication.server.ReplicationOperation.RetryReplication;
import dev.convoy.replication.server.ReplicationOperation.StartReplication;
import dev.convoy.replication.server.ReplicationOutcome.AccountReady;
import dev.convoy.replication.server.ReplicationOutcome.LaunchForeseen;
import dev.convoy.replication.server.ReplicationOutcome.ReplicationRetried;
import dev.convoy.replication.server.ReplicationOutcome.ReplicationRunning;
import dev.convoy.replication.server.ReplicationOutcome.SettingsInPlace;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import static dev.convoy.replication.server.Journey.POLICY;
import static dev.convoy.replication.server.Journey.continuous;
import static dev.convoy.replication.server.Journey.header;
import static dev.convoy.replication.server.Journey.sight;
import static org.assertj.core.api.Assertions.assertThat;

class ReplicationDeciderTest {

  private static final Set<String> VISITED = DeciderScenario.coverage();

  @AfterAll
  static void everyTransitionIsVisited() {
    LifecycleChecks.everyRowVisited(new ReplicationDecider(POLICY).lifecycle(), VISITED);
  }

  @Test
  void theDiagramIsCurrent() throws IOException {
    LifecycleChecks.diagramIsCurrent(
        new ReplicationDecider(POLICY).lifecycle(), "replication", "States of a server in replication-service");
  }

  @Test
  void aServerGoesFromTheBuildGateToADrainedReplication() {
    var scenario = Journey.start(VISITED).given(Journey.build(1)).thenWants(PrepareAccount.class)
        .when(PrepareAccount.class, o -> new AccountReady(header(o, Instant.EPOCH), 150, List.of("subnet differs")))
        .thenWants().given(Journey.installed()).thenWants(ConfigureReplication.class)
        .when(ConfigureReplication.class, o -> new SettingsInPlace(header(o, Instant.EPOCH)))
        .thenWants().given(new PlaceTaken(Journey.SERVER, 0)).thenWants(StartReplication.class)
        .when(StartReplication.class, o -> new ReplicationRunning(header(o, Instant.EPOCH)))
        .thenWants(FollowReplication.class);
    sight(scenario, Journey.state("INITIAL_SYNC"));
    sight(scenario, continuous(Duration.ofSeconds(20), null));
    Journey.drain(Journey.quiesce(scenario)).thenWants(FollowReplication.class)
        .thenEvents(AccountPrepared.class, ReplicationStarted.class, ReplicationProgressed.class,
            ReplicationProgressed.class, ReplicationHealthy.class, ReplicationProgressed.class,
            ReplicationDrained.class);
    assertThat(scenario.event(AccountPrepared.class).getTemplateDrift()).containsExactly("subnet differs");
    assertThat(scenario.event(ReplicationDrained.class).getReadAt())
        .isAfter(scenario.event(ReplicationDrained.class).getQuiescedAt());
  }

  @Test
  void anInstalledAgentThatIsKnownEarlyIsConfiguredAsSoonAsTheAccountIsReady() {
    Journey.start(VISITED).given(Journey.installed(), Journey.build(1))
        .when(PrepareAccount.class, o -> new AccountReady(header(o, Instant.EPOCH), 150, List.of()))
        .thenWants(ConfigureReplication.class);
  }

  @Test
  void aPlaceIsAskedForWithTheQuotaThatWasRead() {
    var scenario = Journey.to(Phase.CONFIGURING, VISITED)
        .when(ConfigureReplication.class, o -> new SettingsInPlace(header(o, Instant.EPOCH)));
    assertThat(scenario.sends()).singleElement().satisfies(send -> {
      assertThat(send.topic()).isEqualTo(QuotaDecider.REQUESTS);
      assertThat(send.key()).isEqualTo("111122223333/eu-central-1");
      assertThat(send.message()).isEqualTo(new TakePlace(Journey.SERVER, 150, 0));
    });
  }

  @Test
  void aPassingFailureIsTriedAgainAfterAWaitWithTheNextAttempt() {
    var scenario = Journey.to(Phase.PREPARING, VISITED)
        .when(PrepareAccount.class, o -> Journey.failed(o, Journey.PASSING)).thenWants()
        .after(Duration.ofSeconds(30));
    assertThat(scenario.wanted(PrepareAccount.class).header().attempt()).isEqualTo(2);
    assertThat(scenario.event(AccountPreparationFailed.class).getFinal$()).isFalse();
  }

  @Test
  void configuringAndStartingAreTriedAgainToo() {
    Journey.to(Phase.CONFIGURING, VISITED)
        .when(ConfigureReplication.class, o -> Journey.failed(o, Journey.PASSING))
        .after(Duration.ofMinutes(1)).thenWants(ConfigureReplication.class);
    Journey.to(Phase.STARTING, VISITED)
        .when(StartReplication.class, o -> Journey.failed(o, Journey.PASSING))
        .after(Duration.ofMinutes(1)).thenWants(StartReplication.class);
  }

  @Test
  void theLastAttemptIsFinal() {
    var scenario = Journey.to(Phase.STARTING, VISITED);
    for (int i = 0; i < 3; i++) {
      scenario.when(StartReplication.class, o -> Journey.failed(o, Journey.PASSING)).after(Duration.ofHours(1));
    }
    scenario.thenWants().thenEvents(ReplicationFailed.class, ReplicationFailed.class, ReplicationFailed.class);
    assertThat(scenario.events()).extracting(e -> ((ReplicationFailed) e).getFinal$())
        .containsExactly(false, false, true);
    assertThat(scenario.events()).extracting(e -> ((ReplicationFailed) e).getAttempt()).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource(names = {"PREPARATION_FAILED", "CONFIGURATION_FAILED", "START_FAILED", "OVERDUE", "DRAIN_FAILED"})
  void aPersonsRetryIsFollowedOnce(Phase phase) {
    var scenario = Journey.to(phase, VISITED).after(Duration.ofMinutes(5));
    scenario.given(Journey.retry(scenario.now()));
    assertThat(scenario.state().phase()).isNotEqualTo(phase);
  }

  @Test
  void aRetryOlderThanTheFailureIsNotFollowed() {
    Journey.to(Phase.START_FAILED, VISITED).given(Journey.retry(Instant.EPOCH)).thenWants();
  }

  @Test
  void aHeldServerIsWatchedButNothingIsBegun() {
    var scenario = Journey.to(Phase.STARTING, VISITED);
    scenario.given(Journey.held(scenario.now()));
    assertThat(scenario.wanted(StartReplication.class).header().act()).isFalse();
    scenario.after(Duration.ofMinutes(1)).given(Journey.released(scenario.now()));
    assertThat(scenario.wanted(StartReplication.class).header().act()).isTrue();
  }

  @Test
  void healthComesAndGoesAndEachAnnouncementHasItsNumber() {
    var scenario = Journey.to(Phase.HEALTHY, VISITED);
    sight(scenario, continuous(Duration.ofMinutes(6), null));
    sight(scenario, continuous(Duration.ofMinutes(4), null));
    scenario.thenEvents(ReplicationProgressed.class, ReplicationUnhealthy.class, ReplicationProgressed.class,
        ReplicationHealthy.class);
    assertThat(scenario.event(ReplicationUnhealthy.class).getAttempt()).isEqualTo(2);
    assertThat(scenario.event(ReplicationHealthy.class).getAttempt()).isEqualTo(3);
  }

  @Test
  void aSightingThatIsNoNewsIsNotPublishedAgain() {
    sight(Journey.to(Phase.HEALTHY, VISITED), continuous(Duration.ZERO, null)).thenEvents();
  }

  @Test
  void aStalledReplicationIsPushedOnceAndItsCauseNamed() {
    var scenario = sight(Journey.to(Phase.SYNCING, VISITED), Journey.error("AGENT_NOT_SEEN"))
        .thenWants(FollowReplication.class, RetryReplication.class)
        .when(RetryReplication.class, o -> new ReplicationRetried(header(o, Instant.EPOCH), "accepted"))
        .thenWants(FollowReplication.class);
    assertThat(scenario.event(ReplicationUnhealthy.class).getCode()).isEqualTo("CVY-3301");
    scenario.after(POLICY.stalledWithin());
    assertThat(scenario.event(ReplicationFailed.class).getCode()).isEqualTo("CVY-3301");
    assertThat(scenario.event(ReplicationFailed.class).getFinal$()).isTrue();
  }

  @Test
  void aStallIsFinalNoSoonerThanItsPushWasGivenItsTime() {
    var scenario = sight(Journey.to(Phase.SYNCING, VISITED), Journey.error("AGENT_NOT_SEEN")).after(POLICY.stalledWithin())
        .thenWants(FollowReplication.class, RetryReplication.class);
    assertThat(scenario.state().phase()).isEqualTo(Phase.UNHEALTHY);

    scenario.when(RetryReplication.class, o -> new ReplicationRetried(header(o, scenario.now()), "accepted"))
        .after(POLICY.stalledWithin().minusSeconds(1));
    assertThat(scenario.state().phase()).isEqualTo(Phase.UNHEALTHY);

    scenario.after(Duration.ofSeconds(1));
    assertThat(scenario.event(ReplicationFailed.class).getFinal$()).isTrue();
  }

  @Test
  void anotherCauseIsAnnouncedAsWell() {
    var scenario = sight(Journey.to(Phase.SYNCING, VISITED), Journey.error("AGENT_NOT_SEEN")).forget();
    sight(scenario, Journey.error("UNSTABLE_NETWORK"));
    assertThat(scenario.event(ReplicationUnhealthy.class).getCode()).isEqualTo("CVY-3304");
  }

  @ParameterizedTest
  @EnumSource(names = {"SYNCING", "UNHEALTHY"})
  void aSlowReplicationIsReportedButStillWatched(Phase phase) {
    var scenario = Journey.to(Phase.SYNCING, VISITED);
    if (phase == Phase.UNHEALTHY) {
      sight(sight(scenario, Journey.state("PAUSED")), Journey.state("INITIAL_SYNC"));
    }
    scenario.after(POLICY.healthyWithin()).thenWants(FollowReplication.class);
    assertThat(scenario.event(ReplicationFailed.class).getCode()).isEqualTo("CVY-3325");
    sight(scenario, continuous(Duration.ZERO, null));
    assertThat(scenario.state().phase()).isEqualTo(Phase.HEALTHY);
  }

  @Test
  void aHigherRoundHearsAgainThatTheReplicationIsHealthy() {
    var scenario = Journey.to(Phase.HEALTHY, VISITED).given(Journey.testAuthorized(2))
        .thenEvents(ReplicationHealthy.class);
    assertThat(scenario.event(ReplicationHealthy.class).getRound()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(names = {"SYNCING", "HEALTHY", "UNHEALTHY", "OVERDUE"})
  void aQuiesceBeginsTheDrain(Phase phase) {
    var scenario = Journey.quiesce(Journey.to(phase, VISITED));
    assertThat(scenario.state().phase()).isEqualTo(Phase.DRAINING);
    assertThat(scenario.wanted(FollowReplication.class).quiescedAt()).isEqualTo(scenario.now());
  }

  @Test
  void aReadFromBeforeTheQuiesceDrainsNothing() {
    var scenario = Journey.to(Phase.DRAINING, VISITED);
    sight(scenario, continuous(Duration.ZERO, scenario.now().minusSeconds(1)));
    assertThat(scenario.events()).noneMatch(ReplicationDrained.class::isInstance);
  }

  @Test
  void anUnseenAgentOfAQuiescedSourceIsNoNews() {
    sight(Journey.to(Phase.DRAINED, VISITED), Journey.error("AGENT_NOT_SEEN"))
        .thenEvents(ReplicationProgressed.class).thenWants(FollowReplication.class);
  }

  @Test
  void aSourceThatWasOffForLongIsGivenItsTimeToReplicateAgainOnceItIsResumed() {
    var scenario = sight(Journey.to(Phase.DRAINED, VISITED), Journey.error("AGENT_NOT_SEEN"));
    scenario.after(POLICY.stalledWithin().multipliedBy(10)).given(Journey.resumed(1, scenario.now()));
    assertThat(scenario.state().phase()).isEqualTo(Phase.UNHEALTHY);
    sight(scenario, continuous(Duration.ZERO, scenario.now()));
    assertThat(scenario.state().phase()).isEqualTo(Phase.HEALTHY);
  }

  @Test
  void aDrainThatTakesTooLongIsFinal() {
    var scenario = Journey.to(Phase.DRAINING, VISITED).after(POLICY.drainWithin());
    assertThat(scenario.event(ReplicationDrainFailed.class).getFinal$()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"DRAINING", "DRAINED", "DRAIN_FAILED"})
  void aResumedSourceIsWatchedAsBefore(Phase phase) {
    var scenario = Journey.to(phase, VISITED);
    scenario.given(Journey.resumed(1, scenario.now()))
        .given(Journey.quiesced(1, scenario.now()))
        .thenEvents(ReplicationHealthy.class);
    assertThat(scenario.wanted(FollowReplication.class).quiescedAt()).isNull();
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = {"WITHDRAWING", "ENDED"})
  void aWithdrawalEndsAllWork(Phase phase) {
    Journey.to(phase, VISITED).given(Journey.withdrawalRequested(1)).thenWants()
        .given(Journey.withdrawn(1)).thenWants().thenEvents();
  }

  @ParameterizedTest
  @EnumSource(
      names = {"SYNCING", "HEALTHY", "UNHEALTHY", "OVERDUE", "DRAINING", "DRAINED", "DRAIN_FAILED"})
  void whateverIsSeenIsRecordedAndAFinalizedServerGivesItsPlaceBack(Phase phase) {
    var scenario = sight(Journey.to(phase, VISITED),
        phase == Phase.HEALTHY ? continuous(Duration.ofMinutes(1), null) : Journey.state("RESCAN")).forget();
    scenario.given(Journey.finalized()).thenWants().thenEvents();
    assertThat(scenario.sends()).singleElement()
        .satisfies(send -> assertThat(send.message()).isEqualTo(new ReturnPlace(Journey.SERVER)));
  }

  @Test
  void aStallAfterAPushThatHelpedIsPushedAgain() {
    var scenario = sight(Journey.to(Phase.UNHEALTHY, VISITED), Journey.error("UNSTABLE_NETWORK"))
        .when(RetryReplication.class, o -> new ReplicationRetried(header(o, Instant.EPOCH), "accepted"));
    sight(scenario, continuous(Duration.ZERO, null));
    sight(scenario, Journey.error("UNSTABLE_NETWORK"));
    assertThat(scenario.wanted(RetryReplication.class).header().attempt()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void aWithdrawnServerThatIsDeclaredAgainBeginsAnewFromWhereverItLeft(Phase phase) {
    var scenario = Journey.to(phase, VISITED).given(Journey.withdrawalRequested(1), Journey.withdrawn(1)).thenWants()
        .given(Journey.build(1)).thenWants()
        .given(Journey.build(2)).thenWants(PrepareAccount.class)
        .given(Journey.withdrawn(1), Journey.installed(), new PlaceTaken(Journey.SERVER, 0))
        .when(PrepareAccount.class, o -> new AccountReady(header(o, Instant.EPOCH), 150, List.of())).thenWants()
        .given(Journey.installed(2));
    assertThat(scenario.wanted(ConfigureReplication.class).header().round()).isEqualTo(2);
    scenario.when(ConfigureReplication.class, o -> new SettingsInPlace(header(o, Instant.EPOCH))).thenWants()
        .given(new PlaceTaken(Journey.SERVER, 0)).thenWants()
        .given(new PlaceTaken(Journey.SERVER, 2)).thenWants(StartReplication.class)
        .given(Journey.withdrawn(2)).thenWants().given(Journey.build(2)).thenWants();
  }

  @Test
  void whatItsLaunchWouldMeetIsTakenInAsLongAsTheSourceWrites() {
    var server = Journey.foreseen(VISITED);
    for (var sighting : List.of(Journey.state("INITIAL_SYNC"), continuous(Duration.ZERO, null), Journey.state("BACKLOG"),
        Journey.error("AGENT_NOT_SEEN"))) {
      sight(server, sighting);
      server.when(CheckLaunch.class, o -> new LaunchForeseen(header(o, server.now()), List.of()));
    }
    server.when(RetryReplication.class, o -> new ReplicationRetried(header(o, server.now()), "accepted"));
    server.after(POLICY.stalledWithin()).when(CheckLaunch.class, o -> new LaunchForeseen(header(o, server.now()), List.of()));
    assertThat(server.state().phase()).isEqualTo(Phase.OVERDUE);
  }

  @Test
  void aFinalizedServerDoesNotBeginAnew() {
    Journey.to(Phase.DRAINED, VISITED).given(Journey.finalized(), Journey.withdrawn(1), Journey.build(2)).thenWants();
  }

  @Test
  void anAgentThatIsInstalledAgainDisturbsNothing() {
    for (var phase : EnumSet.range(Phase.CONFIGURING, Phase.OVERDUE)) {
      var server = Journey.to(phase, VISITED);
      var before = server.state();
      var again = AgentInstalled.newBuilder(Journey.installed()).setAttempt(2).build();
      server.given(again, AgentInstalled.newBuilder(again).setRound(2).build()).thenEvents();
      assertThat(server.state()).as("%s", phase).isEqualTo(before);
    }
  }

  @Test
  void aDisconnectedReplicationSaysHowToInstallTheAgentAgainAndIsFollowedWhenItReplicates() {
    var server = Journey.sight(Journey.to(Phase.HEALTHY, VISITED), Journey.state(Sighting.DISCONNECTED));
    assertThat(server.event(ReplicationUnhealthy.class).getRemedy()).contains("./convoy server reinstall");
    server.given(AgentInstalled.newBuilder(Journey.installed()).setAttempt(2).build());
    Journey.sight(server, Journey.continuous(Duration.ZERO, null));
    assertThat(server.state().phase()).isEqualTo(Phase.HEALTHY);
  }
}
