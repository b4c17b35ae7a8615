package dev.convoy.agent.server;

import dev.convoy.agent.server.AgentOperation.CheckPrerequisites;
import dev.convoy.agent.server.AgentOperation.InstallAgent;
import dev.convoy.agent.server.AgentOperation.ProfileSource;
import dev.convoy.agent.server.AgentOperation.Quiesce;
import dev.convoy.agent.server.AgentOperation.Resume;
import dev.convoy.agent.server.AgentOutcome.Begun;
import dev.convoy.agent.server.AgentOutcome.Checked;
import dev.convoy.agent.server.AgentOutcome.Installed;
import dev.convoy.agent.server.AgentOutcome.Served;
import dev.convoy.agent.server.AgentOutcome.Unserved;
import dev.convoy.agent.server.WorkerGroups.Selection;
import dev.convoy.events.agent.AgentInstallFailed;
import dev.convoy.events.agent.PrerequisitesFailed;
import dev.convoy.events.agent.PrerequisitesPassed;
import dev.convoy.events.agent.SourceProfiled;
import dev.convoy.events.agent.SourceQuiesceFailed;
import dev.convoy.events.agent.SourceResumeFailed;
import dev.convoy.kit.core.DeciderScenario;
import dev.convoy.kit.core.Input;
import dev.convoy.kit.core.OutcomeHeader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Operations that no worker serves. */
class UnservedTest extends AgentScenario {

  private static final Set<String> VISITED = DeciderScenario.coverage();

  UnservedTest() {
    super(VISITED);
  }

  /** Every row that is of this, taken. */
  static Set<String> rows() {
    new UnservedTest().anOperationNamesTheOneGroupOfWorkersThatMayActOnIt();
    new UnservedTest().aCheckThatNobodyServesIsToldOnceAndStandsUntilSomebodyIsThere();
    new UnservedTest().timeInWhichNobodyCouldInstallDoesNotCountAgainstTheInstallation();
    new UnservedTest().thatNobodyWasThereBeforeSomebodyCameSaysNothingAnyMore();
    new UnservedTest().aRetryWhileNobodyServesIsAnsweredByTellingItAgain();
    new UnservedTest().aQuiesceThatNobodyServesIsGivenUpSoThatItDoesNotBeginByItselfLater();
    new UnservedTest().aLookBeforeTheQuiesceThatNobodyServesIsGivenUp();
    new UnservedTest().aResumeThatNobodyServesIsToldOnceAndStands();
    new UnservedTest().anAttemptStaysWithItsGroupAndGoesToAnotherOnlyWhenNobodyOfTheFirstIsThere();
    return VISITED;
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
      var looks = before.phase() == AgentPhase.CHECKING || before.phase() == AgentPhase.PROFILING;
      assertThat(decision.events()).as("the end of what may run on, in %s", before.phase()).hasSize(looks ? 0 : 1)
          .allSatisfy(event -> assertThat(event.toString()).contains("\"attempt\": " + stands.attempt(), "CVY-2012", "\"final\": false"));
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
