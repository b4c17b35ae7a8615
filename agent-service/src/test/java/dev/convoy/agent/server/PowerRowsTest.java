package dev.convoy.agent.server;

import dev.convoy.agent.server.AgentOperation.AwaitSource;
import dev.convoy.agent.server.AgentOperation.CheckPrerequisites;
import dev.convoy.agent.server.AgentOperation.InstallAgent;
import dev.convoy.agent.server.AgentOperation.PowerOnSource;
import dev.convoy.agent.server.AgentOperation.Quiesce;
import dev.convoy.agent.server.AgentOperation.Resume;
import dev.convoy.agent.server.AgentOperation.ShutDownSource;
import dev.convoy.agent.server.AgentOperation.WatchSource;
import dev.convoy.agent.server.AgentOutcome.Begun;
import dev.convoy.agent.server.AgentOutcome.Checked;
import dev.convoy.agent.server.AgentOutcome.Failed;
import dev.convoy.agent.server.AgentOutcome.HookRan;
import dev.convoy.agent.server.AgentOutcome.Installed;
import dev.convoy.agent.server.AgentOutcome.RunbookDone;
import dev.convoy.agent.server.AgentOutcome.SwitchedOff;
import dev.convoy.agent.server.AgentOutcome.Unserved;
import dev.convoy.agent.server.AgentOutcome.Woke;
import dev.convoy.agent.server.WorkerGroups.Selection;
import dev.convoy.events.agent.SourcePowerOnFailed;
import dev.convoy.events.agent.SourcePoweredOn;
import dev.convoy.events.agent.SourceResumed;
import dev.convoy.events.agent.SourceShutDown;
import dev.convoy.events.agent.SourceShutdownFailed;
import dev.convoy.events.agent.SourceWoke;
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

class PowerRowsTest {

  private static final Set<String> VISITED = DeciderScenario.coverage();
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
  private static final Failure NO_HOOK = new Failure("CVY-2420", "no hook", "power it on by hand", true);
  private static final WorkerGroups DMZ = new WorkerGroups(Map.of("dmz", new Selection(Set.of("default"), Set.of())));

  private final DeciderScenario<AgentServer, AgentOperation, AgentOutcome> server = quiesced(AgentFacts.power());
  private int said;

  @AfterAll
  static void everyTransitionIsTaken() throws IOException {
    var lifecycle = decider(AgentFacts.power(), WorkerGroups.NONE).powerLifecycle();
    LifecycleChecks.everyRowVisited(lifecycle, phase -> phase != PowerPhase.UNKNOWN, VISITED);
    LifecycleChecks.diagramIsCurrent(lifecycle, "agent-power", "The power of a source in agent-service");
  }

  private static AgentDecider decider(PowerPolicy power, WorkerGroups groups) {
    return new AgentDecider(AgentFacts.policy(), groups, power);
  }

  private static DeciderScenario<AgentServer, AgentOperation, AgentOutcome> quiesced(PowerPolicy power) {
    var played = DeciderScenario.of(decider(power, WorkerGroups.NONE), AgentFacts.SERVER, VISITED);
    return played.given(AgentFacts.build(1, AT), AgentFacts.account(1, AT))
        .when(CheckPrerequisites.class, o -> new Checked(header(o, AT), List.of(), List.of(), AgentFacts.FACTS, null))
        .when(InstallAgent.class, o -> new Installed(header(o, AT), "s-11111111111111111", false))
        .given(AgentFacts.turn(1, AT))
        .when(Quiesce.class, o -> new RunbookDone(header(o, AT), "stop", "writes stopped")).forget();
  }

  private static OutcomeHeader header(Operation operation, Instant at) {
    return OutcomeHeader.of(operation.header(), at);
  }

  private Instant tick() {
    return AT.plusSeconds(++said);
  }

  private void off() {
    server.given(AgentFacts.drained(1, AT))
        .when(ShutDownSource.class, o -> new SwitchedOff(header(o, server.now()), server.now(), "refused 3 times"));
  }

  private void back() {
    server.given(AgentFacts.rollback(1, AT));
  }

  private void failed(Class<? extends AgentOperation> type, Failure why) {
    server.when(type, o -> new Failed(header(o, server.now()), why));
  }

  private void unserved(Class<? extends AgentOperation> type) {
    server.when(type, o -> new Unserved(header(o, server.now())));
  }

  private void answers() {
    server.when(AwaitSource.class, o -> new Woke(header(o, server.now()), "answers"));
  }

  private void hookRuns() {
    server.when(PowerOnSource.class, o -> new Begun(header(o, server.now())))
        .when(PowerOnSource.class, o -> new HookRan(header(o, server.now()), "on"));
  }

  @Test
  void aSourceIsShutDownAfterTheDrainOfItsRoundAndWatchedUntilItIsFinalized() {
    server.given(AgentFacts.drained(1, AT)).thenWants(ShutDownSource.class).thenEvents();
    assertThat(server.wanted(ShutDownSource.class).asked()).isFalse();
    server.when(ShutDownSource.class, o -> new Begun(header(o, server.now())));
    assertThat(server.wanted(ShutDownSource.class).asked()).isTrue();
    off();
    server.thenEvents(SourceShutDown.class).thenWants(WatchSource.class);
    assertThat(server.event(SourceShutDown.class).getEvidence()).isEqualTo("refused 3 times");
    server.after(Duration.ofDays(3)).thenWants(WatchSource.class).given(AgentFacts.finalized(1, AT)).thenWants()
        .given(AgentFacts.drained(1, AT)).thenWants();
  }

  @Test
  void nothingIsShutDownUnlessItIsSaidSo() {
    quiesced(PowerPolicy.OFF).given(AgentFacts.drained(1, AT)).thenWants().given(AgentFacts.rollback(1, AT))
        .thenWants(Resume.class);
    var policy = AgentFacts.power();
    assertThat(policy.isToBeOff(server.state())).isTrue();
    assertThat(policy.isToBeOff(AgentServer.initial("spared").withBuild(AgentFacts.build(1, AT)))).isFalse();
    assertThat(new PowerPolicy(Set.of("prod"), Set.of(), Duration.ZERO, Duration.ZERO, Duration.ZERO, policy.hook())
        .isToBeOff(server.state())).isFalse();
    assertThat(new PowerPolicy(Set.of("*"), Set.of(), Duration.ZERO, Duration.ZERO, Duration.ZERO, policy.hook())
        .isToBeOff(server.state())).isTrue();
  }

  @Test
  void aHoldStopsAShutdownBeforeItBeginsAndTakesNothingOfItsTime() {
    var held = AgentFacts.held(1, tick());
    var resumed = AgentFacts.resumed(1, tick());
    server.given(held, AgentFacts.drained(1, AT)).thenWants().given(resumed).thenWants(ShutDownSource.class)
        .given(AgentFacts.held(1, tick()));
    assertThat(server.wanted(ShutDownSource.class).header().act()).isFalse();
    server.after(Duration.ofHours(5)).thenWants(ShutDownSource.class).given(AgentFacts.resumed(1, tick()))
        .after(Duration.ofMinutes(9)).thenWants(ShutDownSource.class);
  }

  @Test
  void theDrainOfAnotherRoundShutsNothingDownAndNothingIsOnTheWayBack() {
    server.given(AgentFacts.drained(2, AT)).thenWants();
    var other = quiesced(AgentFacts.power());
    other.given(AgentFacts.rollback(1, AT), AgentFacts.drained(1, AT)).thenWants(Resume.class);
    var withdrawn = quiesced(AgentFacts.power());
    withdrawn.given(AgentFacts.withdrawal(1, AT), AgentFacts.drained(1, AT)).thenWants();
    var finalized = quiesced(AgentFacts.power());
    finalized.given(AgentFacts.finalized(1, AT), AgentFacts.drained(1, AT)).thenWants();
  }

  @Test
  void aShutdownThatFailsIsToldAndTriedAgainWhenAPersonAsks() {
    server.given(AgentFacts.drained(1, AT));
    failed(ShutDownSource.class, AgentFacts.LASTING);
    server.thenEvents(SourceShutdownFailed.class).thenWants().after(Duration.ofDays(1)).thenWants()
        .given(AgentFacts.retry(1, tick())).thenWants(ShutDownSource.class);
    assertThat(server.wanted(ShutDownSource.class).header().attempt()).isEqualTo(2);
    server.after(Duration.ofMinutes(10)).thenEvents(SourceShutdownFailed.class, SourceShutdownFailed.class).thenWants();
    assertThat(server.event(SourceShutdownFailed.class).getCode()).isEqualTo("CVY-2410");
    server.given(AgentFacts.finalized(1, AT), AgentFacts.retry(1, tick())).thenWants();
  }

  @Test
  void aShutdownThatNobodyServesIsGivenUp() {
    server.given(AgentFacts.drained(1, AT));
    unserved(ShutDownSource.class);
    server.thenEvents(SourceShutdownFailed.class).thenWants();
    assertThat(server.event(SourceShutdownFailed.class).getCode()).isEqualTo("CVY-2012");
    back();
    server.thenWants(AwaitSource.class);
  }

  @Test
  void aSourceThatWakesIsToldAndWatchedForBeingOffAgain() {
    off();
    server.forget().when(WatchSource.class, o -> new Woke(header(o, server.now()), "answers"))
        .thenEvents(SourceWoke.class).thenWants(WatchSource.class);
    assertThat(server.wanted(WatchSource.class).awake()).isTrue();
    server.when(WatchSource.class, o -> new SwitchedOff(header(o, server.now()), server.now(), "refused"))
        .thenEvents(SourceWoke.class, SourceShutDown.class).thenWants(WatchSource.class);
    assertThat(server.wanted(WatchSource.class).header().attempt()).isEqualTo(3);
    server.when(WatchSource.class, o -> new Woke(header(o, server.now()), "answers"))
        .given(AgentFacts.withdrawal(1, AT)).thenWants();
    back();
    server.thenWants(AwaitSource.class);
  }

  @Test
  void theWatchEndsWithTheWithdrawalAndTheSourceStillFindsItsWayBack() {
    off();
    server.given(AgentFacts.withdrawal(1, AT)).thenWants();
    back();
    server.thenWants(PowerOnSource.class, AwaitSource.class);
  }

  @Test
  void aSourceThatIsOffIsPoweredOnBeforeItIsResumedWhateverIsHeld() {
    off();
    server.given(AgentFacts.held(1, tick())).forget();
    back();
    server.thenWants(PowerOnSource.class, AwaitSource.class);
    assertThat(server.wanted(PowerOnSource.class).header().act()).isTrue();
    assertThat(server.wanted(PowerOnSource.class).asked()).isFalse();
    assertThat(server.wanted(AwaitSource.class).shutdown()).isEqualTo("web-1:ShutDownSource:1:1");
    server.when(PowerOnSource.class, o -> new Begun(header(o, server.now())));
    assertThat(server.wanted(PowerOnSource.class).asked()).isTrue();
    server.when(PowerOnSource.class, o -> new HookRan(header(o, server.now()), "on")).thenWants(AwaitSource.class);
    answers();
    server.thenWants(Resume.class).when(Resume.class, o -> new RunbookDone(header(o, server.now()), "start", "on"))
        .thenEvents(SourcePoweredOn.class, SourceResumed.class).thenWants();
  }

  @Test
  void aSourceThatAnswersIsResumedThoughItsHookNeverEnded() {
    off();
    back();
    answers();
    server.thenWants(Resume.class);
  }

  @Test
  void withoutAHookAPersonIsCalledOnceAndConvoyGoesOnLooking() {
    off();
    back();
    server.forget();
    failed(PowerOnSource.class, NO_HOOK);
    server.thenEvents(SourcePowerOnFailed.class).thenWants(AwaitSource.class).after(Duration.ofDays(2))
        .thenEvents(SourcePowerOnFailed.class).thenWants(AwaitSource.class);
    assertThat(server.event(SourcePowerOnFailed.class).getFinal$()).isTrue();
    server.given(AgentFacts.retry(1, tick())).thenWants(PowerOnSource.class, AwaitSource.class);
    assertThat(server.wanted(PowerOnSource.class).header().attempt()).isEqualTo(2);
    answers();
    server.thenWants(Resume.class);
  }

  @Test
  void aHookThatFailsIsTriedForEverAndAPersonIsCalledAfterItsUsualAttempts() {
    off();
    back();
    server.forget();
    for (int attempt = 1; attempt <= 4; attempt++) {
      assertThat(server.wanted(PowerOnSource.class).header().attempt()).isEqualTo(attempt);
      failed(PowerOnSource.class, AgentFacts.PASSING);
      assertThat(server.event(SourcePowerOnFailed.class).getFinal$()).isEqualTo(attempt >= 2);
      server.thenWants(AwaitSource.class).after(Duration.ofMinutes(10));
    }
    server.thenWants(PowerOnSource.class, AwaitSource.class);
  }

  @Test
  void aHostThatDoesNotAnswerAfterItsHookIsAskedAgain() {
    off();
    back();
    server.forget();
    hookRuns();
    server.thenWants(AwaitSource.class).after(Duration.ofMinutes(9)).thenEvents().after(Duration.ofMinutes(1))
        .thenEvents(SourcePowerOnFailed.class).thenWants(PowerOnSource.class, AwaitSource.class);
    assertThat(server.event(SourcePowerOnFailed.class).getCode()).isEqualTo("CVY-2421");
    assertThat(server.event(SourcePowerOnFailed.class).getFinal$()).isFalse();
    assertThat(server.wanted(PowerOnSource.class).asked()).isFalse();
  }

  @Test
  void aSourceThatWasNotSeenToBeOffIsLookedAtBeforeItsHookIsRun() {
    server.given(AgentFacts.drained(1, AT));
    back();
    server.thenWants(AwaitSource.class).after(Duration.ofSeconds(59)).thenWants(AwaitSource.class)
        .after(Duration.ofSeconds(1)).thenWants(PowerOnSource.class, AwaitSource.class);
    answers();
    server.thenWants(Resume.class);
  }

  @Test
  void aSourceThatWokeIsLookedAtBeforeItIsResumed() {
    off();
    server.when(WatchSource.class, o -> new Woke(header(o, server.now()), "answers"));
    back();
    server.thenWants(AwaitSource.class);
    answers();
    server.thenWants(Resume.class);
  }

  @Test
  void aNewRoundAfterTheWayBackIsShutDownAgain() {
    off();
    back();
    answers();
    server.when(Resume.class, o -> new RunbookDone(header(o, server.now()), "start", "on"))
        .given(AgentFacts.retest(2, AT), AgentFacts.turn(2, AT), AgentFacts.drained(2, AT))
        .when(Quiesce.class, o -> new RunbookDone(header(o, server.now()), "stop", "writes stopped"))
        .thenWants(ShutDownSource.class);
    assertThat(server.wanted(ShutDownSource.class).header().round()).isEqualTo(2);
    server.given(AgentFacts.rollback(2, AT)).thenWants(AwaitSource.class);
  }

  @Test
  void whatNobodyServesIsToldOnceAndStands() {
    off();
    back();
    server.forget();
    unserved(PowerOnSource.class);
    unserved(AwaitSource.class);
    server.thenEvents(SourcePowerOnFailed.class).thenWants(PowerOnSource.class, AwaitSource.class);
    hookRuns();
    unserved(AwaitSource.class);
    server.thenEvents(SourcePowerOnFailed.class).thenWants(AwaitSource.class);
    var late = quiesced(AgentFacts.power());
    late.given(AgentFacts.drained(1, AT), AgentFacts.rollback(1, AT))
        .when(AwaitSource.class, o -> new Unserved(header(o, AT))).thenEvents(SourcePowerOnFailed.class)
        .after(Duration.ofMinutes(1)).thenWants(PowerOnSource.class, AwaitSource.class);
  }

  /** The settings are other ones after a restart. */
  @Test
  void anotherGroupTakesOverWhatNobodyOfTheFirstSeesTo() {
    server.given(AgentFacts.drained(1, AT));
    off();
    goesToOthers(server.state());
    server.when(WatchSource.class, o -> new Woke(header(o, server.now()), "answers"));
    goesToOthers(server.state());
    back();
    goesToOthers(server.state());
    server.after(Duration.ofMinutes(1));
    goesToOthers(server.state());
  }

  private static void goesToOthers(AgentServer before) {
    var then = decider(AgentFacts.power(), DMZ);
    var stands = then.wanted(before).getFirst().header();
    assertThat(stands.workers()).isNull();
    var decision = then.decide(before, new Input.Reported<>(new Unserved(header(then.wanted(before).getFirst(), AT))), AT);
    VISITED.addAll(decision.transitions());
    var next = then.wanted(decision.state()).getFirst().header();
    assertThat(decision.events()).isEmpty();
    assertThat(next.workers()).isEqualTo("dmz");
    assertThat(next.attempt()).isEqualTo(stands.attempt() + 1);
  }
}
