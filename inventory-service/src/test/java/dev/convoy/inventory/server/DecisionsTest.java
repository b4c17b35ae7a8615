package dev.convoy.inventory.server;

import dev.convoy.events.common.Gate;
import dev.convoy.events.common.GroupPolicy;
import dev.convoy.events.common.ServerDecision;
import dev.convoy.events.common.Stage;
import dev.convoy.events.common.WaitsFor;
import dev.convoy.events.inventory.CutoverAuthorized;
import dev.convoy.events.inventory.RetestRequested;
import dev.convoy.events.inventory.ServerDecided;
import dev.convoy.events.inventory.TestWaived;
import dev.convoy.events.status.ServerStatus;
import dev.convoy.events.wave.CommandRejected;
import dev.convoy.inventory.Facts;
import dev.convoy.inventory.Samples;
import dev.convoy.inventory.World;
import dev.convoy.inventory.command.ServerCommand;
import dev.convoy.inventory.command.WaveCommand;
import dev.convoy.inventory.command.WavePlan;
import java.util.List;
import org.junit.jupiter.api.Test;

import static dev.convoy.events.common.ServerDecision.EXCLUDE;
import static dev.convoy.events.common.ServerDecision.NORMAL;
import static dev.convoy.events.common.ServerDecision.WITHOUT_ROLLBACK;
import static dev.convoy.events.common.ServerDecision.WITHOUT_TEST;
import static org.assertj.core.api.Assertions.assertThat;

/** What people decide about a server by name, and what its gates make of it. */
class DecisionsTest {

  private static final String DC = "dc-1";
  private static final String WAVE = "wave-1";

  private final World world = new World();
  private int decisions;

  private World started() {
    return world.tell(DC, Samples.message(DC, d -> d.setApplication(null)))
        .tell(WAVE, new WaveCommand.StartWave("start", WAVE, "ann"));
  }

  private Facts facts() {
    return new Facts(DC, world.state(DC).round().number(), world.now());
  }

  private World decide(ServerDecision decision) {
    decisions++;
    return world.tell(DC, new ServerCommand.DecideServer("d" + decisions, DC, "ann", decision, "controls the domain"));
  }

  private ServerStatus status() {
    return world.last(ServerStatus.class);
  }

  private void isRefused(ServerDecision decision, String code, String because) {
    decide(decision);
    assertThat(world.last(CommandRejected.class).getCode()).isEqualTo(code);
    assertThat(world.last(CommandRejected.class).getMessage()).contains(because);
  }

  /** Authorized to be cut over, as it was decided. */
  private World authorized(ServerDecision... by) {
    started();
    List.of(by).forEach(this::decide);
    world.tellAll(DC, facts().build());
    return List.of(by).contains(WITHOUT_TEST) ? world : world.tellAll(DC, facts().test());
  }

  @Test
  void a_server_that_was_asked_about_is_moved_without_a_test() {
    started().tell(DC, facts().clusterFound(2)).forget();
    decide(WITHOUT_TEST);
    var decided = world.last(ServerDecided.class);
    assertThat(decided.getAttempt()).isEqualTo(2);
    assertThat(decided.getCode()).isEqualTo("CVY-2242");
    assertThat(decided.getWithoutTest()).isTrue();
    assertThat(decided.getWithoutRollback()).isFalse();
    assertThat(status().getParked()).isNull();
    world.forget().tellAll(DC, facts().build());
    assertThat(world.types()).containsExactly("TestWaived", "CutoverAuthorized");
    var waived = world.last(TestWaived.class);
    assertThat(waived.getDecidedBy()).isEqualTo("ann");
    assertThat(waived.getReason()).isEqualTo("controls the domain");
    assertThat(status().getWithoutTest().getDecidedBy()).isEqualTo("ann");
  }

  @Test
  void a_waived_test_needs_no_approval_but_its_cutover_does() {
    world.tell(WAVE, new WaveCommand.PlanWave("plan", WAVE, "ann",
        new WavePlan(List.of(Gate.TEST, Gate.CUTOVER), GroupPolicy.HOLD, null, null, null, null)));
    started();
    decide(WITHOUT_TEST).forget().tellAll(DC, facts().build());
    assertThat(world.types()).containsExactly("TestWaived");
    assertThat(status().getStage()).isEqualTo(Stage.TEST_WAIVED);
    assertThat(status().getWaitsFor()).isEqualTo(WaitsFor.GATE);
    assertThat(status().getWaitsForDetail()).endsWith("test waived by ann: controls the domain");
    world.forget().tell(WAVE, new WaveCommand.ApproveGate("ok", WAVE, "ann", Gate.CUTOVER));
    assertThat(world.types()).containsExactly("GateApproved", "CutoverAuthorized");
  }

  @Test
  void its_application_does_not_wait_for_its_test() {
    world.tell(DC, Samples.message(DC, d -> d)).tell("web-1", Samples.message("web-1", d -> d))
        .tell(WAVE, new WaveCommand.StartWave("start", WAVE, "ann"));
    decide(WITHOUT_TEST).tellAll(DC, facts().build());
    var web = new Facts("web-1", 1, world.now());
    world.tellAll("web-1", web.build()).forget().tellAll("web-1", web.test());
    assertThat(world.all(CutoverAuthorized.class)).extracting(CutoverAuthorized::getServerId)
        .containsExactlyInAnyOrder(DC, "web-1");
  }

  @Test
  void a_test_that_was_authorized_already_is_waived_in_a_new_round() {
    started().tellAll(DC, facts().build()).tell(DC, facts().testLaunchFailed(1, true)).forget();
    decide(WITHOUT_TEST);
    assertThat(world.types()).containsExactly("ServerDecided", "RetestRequested", "TestWaived", "CutoverAuthorized");
    assertThat(world.last(TestWaived.class).getRound()).isEqualTo(2);
    assertThat(status().getParked()).isNull();
  }

  @Test
  void a_test_that_was_passed_counts_though_none_was_needed() {
    started().tellAll(DC, facts().build()).tellAll(DC, facts().test().subList(0, 2)).forget();
    decide(WITHOUT_TEST);
    assertThat(world.types()).containsExactly("ServerDecided");
    world.tellAll(DC, facts().test());
    assertThat(world.last(CutoverAuthorized.class).getRound()).isEqualTo(1);
  }

  @Test
  void the_decision_stands_in_later_rounds_until_it_is_taken_back() {
    authorized(WITHOUT_TEST).tellAll(DC, facts().outage()).tellAll(DC, facts().rollback()).forget()
        .tell(DC, new ServerCommand.RetestServer("r", DC, "ann"));
    assertThat(world.types()).containsExactly("RetestRequested", "TestWaived", "CutoverAuthorized");
    world.tell(WAVE, new WaveCommand.RevokeCutover("v", WAVE, "ann", "think again")).forget();
    decide(NORMAL);
    assertThat(world.types()).containsExactly("ServerDecided", "RetestRequested", "TestAuthorized");
    assertThat(world.last(RetestRequested.class).getRound()).isEqualTo(3);
    assertThat(status().getWithoutTest()).isNull();
  }

  @Test
  void an_answer_answers_its_question_and_leaves_what_stands() {
    started();
    decide(WITHOUT_TEST);
    world.tell(DC, facts().clusterFound(1));
    decide(NORMAL);
    assertThat(world.last(ServerDecided.class).getWithoutTest()).isTrue();
    decide(NORMAL);
    assertThat(world.last(ServerDecided.class).getWithoutTest()).isFalse();
    assertThat(world.last(ServerDecided.class).getCode()).isEmpty();
  }

  @Test
  void what_stands_outlives_an_accepted_change_and_ends_with_the_withdrawal() {
    started();
    decide(WITHOUT_TEST).tellAll(DC, facts().build().subList(0, 2))
        .tell(DC, Samples.message(DC, d -> d.setApplication(null).setInstanceType("m5.xlarge")))
        .tell(DC, new ServerCommand.AcceptChange("a", DC, "ann")).forget().tellAll(DC, facts().build());
    assertThat(world.types()).contains("TestWaived").doesNotContain("TestAuthorized");
    world.tell(WAVE, new WaveCommand.RevokeCutover("v", WAVE, "ann", "stop"))
        .tell(DC, new ServerCommand.WithdrawServer("w", DC, "ann"))
        .tell(DC, Samples.message(DC, d -> d.setApplication(null))).forget().tellAll(DC, facts().build());
    assertThat(world.types()).contains("TestAuthorized").doesNotContain("TestWaived");
  }

  @Test
  void the_gate_of_the_cutover_freezes_that_there_is_no_rollback() {
    authorized(WITHOUT_ROLLBACK);
    assertThat(world.last(CutoverAuthorized.class).getWithoutRollback()).isTrue();
    assertThat(status().getWithoutRollback().getReason()).isEqualTo("controls the domain");
    isRefused(WITHOUT_TEST, "CVY-1162", "is frozen");
    world.tellAll(DC, facts().outage());
    decide(NORMAL);
    assertThat(world.last(ServerDecided.class).getWithoutRollback()).as("in the outage it may be taken back").isFalse();
    isRefused(WITHOUT_ROLLBACK, "CVY-1162", "is authorized");
  }

  @Test
  void a_waived_test_is_not_taken_back_under_an_authorized_cutover() {
    authorized(WITHOUT_TEST);
    isRefused(NORMAL, "CVY-1162", "is frozen");
    world.tellAll(DC, facts().outage());
    decide(NORMAL);
    assertThat(world.last(ServerDecided.class).getWithoutTest()).as("for what comes after").isFalse();
    assertThat(world.all(RetestRequested.class)).isEmpty();
  }

  @Test
  void a_server_that_does_not_go_back_refuses_once_its_target_was_launched() {
    authorized(WITHOUT_ROLLBACK).tellAll(DC, facts().outage()).tell(DC, facts().cutover().getFirst()).forget()
        .tell(DC, new ServerCommand.RollBackServer("b1", DC, "bob", "slow"));
    var refused = world.last(CommandRejected.class);
    assertThat(refused.getCode()).isEqualTo("CVY-1160");
    assertThat(refused.getMessage()).contains("decided by ann: controls the domain");
    assertThat(refused.getRemedy()).contains("./convoy server decide dc-1 normal");
    decide(NORMAL).tell(DC, new ServerCommand.RollBackServer("b2", DC, "bob", "slow"));
    assertThat(world.types()).containsExactly("CommandRejected", "ServerDecided", "RollbackRequested");
  }

  @Test
  void before_its_target_was_launched_it_goes_back_like_any_other() {
    authorized(WITHOUT_ROLLBACK).tellAll(DC, facts().outage()).forget()
        .tell(DC, new ServerCommand.RollBackServer("b", DC, "bob", "slow")).tellAll(DC, facts().rollback());
    assertThat(world.types()).startsWith("RollbackRequested");
    assertThat(status().getStage()).isEqualTo(Stage.ROLLED_BACK);
    assertThat(status().getWithoutRollback()).isNotNull();
  }

  @Test
  void a_rollback_that_launch_service_withholds_is_over_and_needs_a_person() {
    authorized(WITHOUT_ROLLBACK).tellAll(DC, facts().outage())
        .tell(WAVE, new WaveCommand.RollBackWave("b", WAVE, "bob", "slow")).forget()
        .tell(DC, facts().rollbackWithheld(1));
    assertThat(world.parked()).containsExactly("CVY-4160");
    assertThat(world.state(DC).round().rollbackRequested()).isFalse();
    world.tell(WAVE, new WaveCommand.ResumeWave("on", WAVE, "bob")).tellAll(DC, facts().cutover())
        .after(World.SETTINGS.soak().multipliedBy(2));
    assertThat(world.types()).as("completed after all").endsWith("ServerMigrated", "FinalizeAuthorized");
    assertThat(status().getParked()).isNull();
  }

  @Test
  void what_makes_no_sense_is_refused() {
    started();
    isRefused(NORMAL, "CVY-1302", "waits for no decision");
    isRefused(EXCLUDE, "CVY-1302", "waits for no decision");
    decide(WITHOUT_TEST);
    isRefused(WITHOUT_TEST, "CVY-1302", "decided about so already");
    world.tell(DC, new ServerCommand.WithdrawServer("w", DC, "ann"));
    isRefused(WITHOUT_ROLLBACK, "CVY-1302", "has ended");
    isRefused(NORMAL, "CVY-1302", "has ended");
  }
}
