package dev.convoy.agent.server;

import dev.convoy.agent.server.AgentOperation.CheckPrerequisites;
import dev.convoy.agent.server.AgentOperation.CloseBreakGlass;
import dev.convoy.agent.server.AgentOperation.OpenBreakGlass;
import dev.convoy.agent.server.AgentOutcome.BreakGlassGone;
import dev.convoy.agent.server.AgentOutcome.BreakGlassMade;
import dev.convoy.agent.server.AgentOutcome.Failed;
import dev.convoy.agent.server.AgentOutcome.Unserved;
import dev.convoy.agent.server.WorkerGroups.Selection;
import dev.convoy.events.agent.BreakGlassClosed;
import dev.convoy.events.agent.BreakGlassFailed;
import dev.convoy.events.agent.BreakGlassOpened;
import dev.convoy.events.common.SourceHost;
import dev.convoy.events.inventory.BuildAuthorized;
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

/** The local administrator that a person asked for. */
class BreakGlassTest {

  private static final Set<String> VISITED = DeciderScenario.coverage();
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Failure PASSING = new Failure("CVY-2363", "exit code 42", "look at the host", false);
  private static final Failure LASTING = new Failure("CVY-2362", "an account of that name is there", "choose another", true);
  private static final Failure NONE = new Failure("CVY-2360", "none is configured", "configure it", true);

  private final DeciderScenario<AgentServer, AgentOperation, AgentOutcome> server =
      DeciderScenario.of(new AgentDecider(AgentFacts.policy()), AgentFacts.SERVER, VISITED);
  private int said;

  @AfterAll
  static void everyTransitionIsTaken() throws IOException {
    var lifecycle = new AgentDecider(AgentFacts.policy()).breakGlassLifecycle();
    LifecycleChecks.everyRowVisited(lifecycle, VISITED);
    LifecycleChecks.diagramIsCurrent(lifecycle, "agent-break-glass", "The break-glass account of a server in agent-service");
  }

  private static OutcomeHeader header(Operation operation, Instant at) {
    return OutcomeHeader.of(operation.header(), at);
  }

  /** Each word of a person is later than the one before. */
  private Instant tick() {
    return server.now().plusMillis(++said);
  }

  private DeciderScenario<AgentServer, AgentOperation, AgentOutcome> asked(Duration within) {
    var at = tick();
    return server.given(AgentFacts.breakGlass(1, at.plus(within), at));
  }

  private DeciderScenario<AgentServer, AgentOperation, AgentOutcome> built() {
    return server.given(AgentFacts.build(1, AT)).forget();
  }

  private DeciderScenario<AgentServer, AgentOperation, AgentOutcome> made() {
    return server.when(OpenBreakGlass.class, o -> new BreakGlassMade(header(o, server.now()), "convoy-admin", "is open"));
  }

  private DeciderScenario<AgentServer, AgentOperation, AgentOutcome> gone() {
    return server.when(CloseBreakGlass.class, o -> new BreakGlassGone(header(o, server.now()), "is not there"));
  }

  private DeciderScenario<AgentServer, AgentOperation, AgentOutcome> failed(Class<? extends AgentOperation> type, Failure why) {
    return server.when(type, o -> new Failed(header(o, server.now()), why));
  }

  private DeciderScenario<AgentServer, AgentOperation, AgentOutcome> unserved(Class<? extends AgentOperation> type) {
    return server.when(type, o -> new Unserved(header(o, server.now())));
  }

  private DeciderScenario<AgentServer, AgentOperation, AgentOutcome> open() {
    built();
    asked(HOUR);
    return made().forget();
  }

  @Test
  void itIsOpenedBesideWhateverElseIsDoneAndEndsByItsTime() {
    built();
    asked(HOUR).thenWants(CheckPrerequisites.class, OpenBreakGlass.class);
    var until = server.wanted(OpenBreakGlass.class).until();
    made().thenEvents(BreakGlassOpened.class).thenWants(CheckPrerequisites.class);
    assertThat(server.event(BreakGlassOpened.class)).satisfies(event -> {
      assertThat(event.getUser()).isEqualTo("convoy-admin");
      assertThat(event.getEndsAt()).isEqualTo(until);
    });
    assertThat(server.state().phase()).isEqualTo(AgentPhase.CHECKING);
    server.after(HOUR.minusSeconds(1)).thenWants(CheckPrerequisites.class).after(Duration.ofSeconds(2))
        .thenWants(CheckPrerequisites.class, CloseBreakGlass.class);
    gone().thenEvents(BreakGlassOpened.class, BreakGlassClosed.class).thenWants(CheckPrerequisites.class);
    assertThat(server.state().breakGlass()).satisfies(known -> {
      assertThat(known.phase()).isEqualTo(BreakGlassPhase.NONE);
      assertThat(known.until()).isNull();
    });
  }

  @Test
  void aHoldKeepsItNeitherFromBeingOpenedNorClosed() {
    built().given(AgentFacts.held(1, AT));
    asked(HOUR);
    assertThat(server.wanted(OpenBreakGlass.class).header().act()).isTrue();
    made().after(HOUR.plusSeconds(1));
    assertThat(server.wanted(CloseBreakGlass.class).header().act()).isTrue();
  }

  @Test
  void aPersonEndsIt() {
    open();
    asked(Duration.ZERO);
    gone().thenEvents(BreakGlassClosed.class).after(Duration.ofDays(1)).thenEvents(BreakGlassClosed.class);
  }

  @Test
  void whereNoneIsKnownTheEndIsCheckedAllTheSame() {
    built();
    asked(Duration.ZERO).thenWants(CheckPrerequisites.class, CloseBreakGlass.class);
    gone().thenEvents(BreakGlassClosed.class);
  }

  @Test
  void theFinalizedCutoverAndTheWithdrawalEndIt() {
    open().given(AgentFacts.finalized(1, tick())).thenWants(CheckPrerequisites.class, CloseBreakGlass.class);
    gone();
    asked(HOUR);
    made().given(AgentFacts.withdrawal(1, tick())).thenWants(CloseBreakGlass.class);
    gone().thenWants();
    assertThat(server.state().phase()).isEqualTo(AgentPhase.WITHDRAWN);
    asked(HOUR).thenWants();
  }

  @Test
  void aFinalizationOfBeforeEndsNothing() {
    open().given(AgentFacts.finalized(1, AT.minusSeconds(1))).thenWants(CheckPrerequisites.class);
  }

  @Test
  void askedAgainItIsOpenedForTheOtherTime() {
    open();
    asked(HOUR.multipliedBy(3)).thenWants(CheckPrerequisites.class, OpenBreakGlass.class);
    made().thenEvents(BreakGlassOpened.class).after(HOUR.multipliedBy(2)).thenWants(CheckPrerequisites.class);
    asked(Duration.ofMinutes(15));
    made().after(Duration.ofMinutes(16)).thenWants(CheckPrerequisites.class, CloseBreakGlass.class);
  }

  @Test
  void askedForAnotherTimeWhileItIsBeingOpenedItIsOpenedOnceMore() {
    built();
    asked(HOUR);
    var first = server.wanted(OpenBreakGlass.class);
    asked(HOUR.multipliedBy(2));
    assertThat(server.wanted(OpenBreakGlass.class)).isEqualTo(first);
    made();
    assertThat(server.wanted(OpenBreakGlass.class).until()).isAfter(first.until());
    assertThat(server.wanted(OpenBreakGlass.class).order()).isGreaterThan(first.order());
  }

  @Test
  void anOpeningIsTriedAgainThenGivenUpAndWhatMayBeThereIsClosed() {
    built();
    asked(HOUR);
    failed(OpenBreakGlass.class, PASSING).thenWants(CheckPrerequisites.class).after(Duration.ofSeconds(30))
        .thenWants(CheckPrerequisites.class, OpenBreakGlass.class);
    failed(OpenBreakGlass.class, PASSING).thenEvents(BreakGlassFailed.class, BreakGlassFailed.class)
        .thenWants(CheckPrerequisites.class, CloseBreakGlass.class);
    assertThat(server.event(BreakGlassFailed.class)).satisfies(event -> {
      assertThat(event.getFinal$()).isTrue();
      assertThat(event.getStep()).isEqualTo("OPEN");
    });
    gone().after(Duration.ofDays(1)).thenWants(CheckPrerequisites.class);
  }

  @Test
  void whatTheHostDoesNotAllowIsNotTriedAgain() {
    built();
    asked(HOUR);
    failed(OpenBreakGlass.class, LASTING).thenEvents(BreakGlassFailed.class).thenWants(CheckPrerequisites.class, CloseBreakGlass.class);
  }

  @Test
  void whereNoneIsConfiguredNothingIsClosed() {
    built();
    asked(HOUR);
    failed(OpenBreakGlass.class, NONE).thenEvents(BreakGlassFailed.class).thenWants(CheckPrerequisites.class)
        .after(Duration.ofDays(1)).thenEvents(BreakGlassFailed.class);
  }

  @Test
  void anOpeningThatIsNotSeenToEndIsGivenUp() {
    built();
    asked(HOUR).after(Duration.ofMinutes(15)).thenWants(CheckPrerequisites.class, CloseBreakGlass.class).thenEvents(BreakGlassFailed.class);
    assertThat(server.event(BreakGlassFailed.class).getCode()).isEqualTo("CVY-2363");
  }

  @Test
  void itsTimeEndsAnOpeningToo() {
    built();
    asked(Duration.ofMinutes(5)).after(Duration.ofMinutes(6)).thenWants(CheckPrerequisites.class, CloseBreakGlass.class);
    gone();
    asked(Duration.ofSeconds(20));
    failed(OpenBreakGlass.class, PASSING).after(Duration.ofSeconds(21)).thenWants(CheckPrerequisites.class, CloseBreakGlass.class);
  }

  @Test
  void aClosingNeverGivesUpAndAPersonIsToldOnce() {
    open();
    asked(Duration.ZERO);
    for (int tries = 1; tries <= 50; tries++) {
      failed(CloseBreakGlass.class, LASTING).thenWants(CheckPrerequisites.class).after(Duration.ofMinutes(10));
    }
    server.thenEvents(BreakGlassFailed.class);
    assertThat(server.event(BreakGlassFailed.class)).satisfies(event -> {
      assertThat(event.getFinal$()).isTrue();
      assertThat(event.getStep()).isEqualTo("CLOSE");
    });
    failed(CloseBreakGlass.class, PASSING);
    asked(Duration.ZERO);
    gone().thenEvents(BreakGlassFailed.class, BreakGlassClosed.class);
  }

  @Test
  void aClosingThatIsNotSeenToEndIsToldAndStands() {
    open();
    asked(Duration.ZERO);
    var closing = server.wanted(CloseBreakGlass.class);
    server.after(Duration.ofDays(1)).thenEvents(BreakGlassFailed.class);
    assertThat(server.event(BreakGlassFailed.class).getCode()).isEqualTo("CVY-2364");
    assertThat(server.wanted(CloseBreakGlass.class)).isEqualTo(closing);
  }

  @Test
  void whatIsAskedForWhileItIsClosedIsOpenedAfterwards() {
    open();
    asked(Duration.ZERO);
    asked(HOUR).thenWants(CheckPrerequisites.class, CloseBreakGlass.class);
    gone().thenWants(CheckPrerequisites.class, OpenBreakGlass.class);
  }

  @Test
  void whatIsAskedForBeforeThereAreSettingsWaitsForThemAsLongAsItsTime() {
    asked(HOUR).thenWants().given(AgentFacts.build(1, AT)).thenWants(CheckPrerequisites.class, OpenBreakGlass.class);
    var late = DeciderScenario.of(new AgentDecider(AgentFacts.policy()), AgentFacts.SERVER, VISITED);
    late.given(AgentFacts.breakGlass(1, AT.plus(HOUR), AT)).after(HOUR.plusSeconds(1)).thenEvents(BreakGlassFailed.class)
        .given(AgentFacts.build(1, AT)).thenWants(CheckPrerequisites.class);
    var left = DeciderScenario.of(new AgentDecider(AgentFacts.policy()), AgentFacts.SERVER, VISITED);
    left.given(AgentFacts.breakGlass(1, AT.plus(HOUR), AT), AgentFacts.withdrawal(1, AT)).after(HOUR.plusSeconds(1)).thenEvents();
  }

  @Test
  void theNextRoundDoesNotWaitForAClosingAndDoesNotTakeItToAnotherHost() {
    open().given(AgentFacts.withdrawal(1, AT), AgentFacts.withdrawn(1, AT));
    var other = BuildAuthorized.newBuilder(AgentFacts.build(2, AT));
    other.setSource(SourceHost.newBuilder(other.getSource()).setAddress("192.0.2.7").build());
    server.given(other.build()).thenWants(CheckPrerequisites.class, CloseBreakGlass.class);
    failed(CloseBreakGlass.class, PASSING).after(Duration.ofMinutes(1));
    assertThat(server.wanted(CloseBreakGlass.class).source().getAddress()).isEqualTo("127.0.0.1");
  }

  @Test
  void whereNobodyServesTheSiteAPersonIsTold() {
    built();
    asked(HOUR);
    unserved(OpenBreakGlass.class).thenEvents(BreakGlassFailed.class).thenWants(CheckPrerequisites.class, CloseBreakGlass.class);
    unserved(CloseBreakGlass.class).thenEvents(BreakGlassFailed.class, BreakGlassFailed.class);
    unserved(CloseBreakGlass.class).thenEvents(BreakGlassFailed.class, BreakGlassFailed.class)
        .thenWants(CheckPrerequisites.class, CloseBreakGlass.class);
    assertThat(server.event(BreakGlassFailed.class).getCode()).isEqualTo("CVY-2012");
  }

  @Test
  void anotherGroupTakesItOver() {
    var moved = new AgentDecider(AgentFacts.policy(), new WorkerGroups(Map.of("north", new Selection(Set.of("default"), Set.of()))));
    built();
    asked(HOUR);
    var opening = server.wanted(OpenBreakGlass.class);
    var decision = moved.decide(server.state(), new Input.Reported<>(new Unserved(header(opening, server.now()))), server.now());
    VISITED.addAll(decision.transitions());
    assertThat(moved.wanted(decision.state())).last().satisfies(again -> {
      assertThat(again.header().attempt()).isEqualTo(2);
      assertThat(again.header().workers()).isEqualTo("north");
    });
    asked(Duration.ZERO);
    var closing = server.wanted(CloseBreakGlass.class);
    var taken = moved.decide(server.state(), new Input.Reported<>(new Unserved(header(closing, server.now()))), server.now());
    VISITED.addAll(taken.transitions());
    assertThat(moved.wanted(taken.state())).last().isInstanceOfSatisfying(CloseBreakGlass.class,
        again -> assertThat(again.header().workers()).isEqualTo("north"));
  }

  @Test
  void whatALaterBuildHasBegunIsClosed() {
    open();
    var later = server.state().withBreakGlass(BreakGlass.of(server.state()).with(c -> c.phase = BreakGlassPhase.UNKNOWN));
    var decider = new AgentDecider(AgentFacts.policy());
    var decision = decider.decide(later, new Input.Tick<>(), server.now());
    VISITED.addAll(decision.transitions());
    assertThat(List.copyOf(decider.wanted(decision.state()))).last().isInstanceOf(CloseBreakGlass.class);
  }
}
