package dev.convoy.lab.aws.cloud;

import dev.convoy.lab.aws.cloud.LifeCycleRules.Action;
import dev.convoy.lab.aws.cloud.LifeCycleRules.Standing;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class LifeCycleRulesTest {

  private static Standing standing(LifeCycleState state) {
    return new Standing(state, true, false, false, true);
  }

  @ParameterizedTest
  @CsvSource({
      "START_TEST, READY_FOR_TEST TESTING",
      "START_CUTOVER, READY_FOR_CUTOVER",
      "TERMINATE, STOPPED NOT_READY READY_FOR_TEST READY_FOR_CUTOVER DISCONNECTED",
      "TO_READY_FOR_TEST, TESTING READY_FOR_CUTOVER",
      "TO_READY_FOR_CUTOVER, READY_FOR_TEST TESTING CUTTING_OVER",
      "TO_CUTOVER, CUTTING_OVER",
      "FINALIZE, CUTTING_OVER",
      "ARCHIVE, CUTOVER DISCONNECTED",
      "DELETE, CUTOVER DISCONNECTED"})
  void an_action_is_allowed_in_these_states_and_no_others(Action action, String states) {
    for (var state : LifeCycleState.values()) {
      assertThat(LifeCycleRules.refusal(action, standing(state)).isEmpty())
          .as("%s in %s", action, state).isEqualTo((" " + states + " ").contains(" " + state + " "));
    }
  }

  @ParameterizedTest
  @EnumSource(Action.class)
  void a_server_in_a_job_is_busy_whatever_is_asked(Action action) {
    for (var state : LifeCycleState.values()) {
      assertThat(LifeCycleRules.refusal(action, new Standing(state, true, true, false, true)))
          .contains(LifeCycleRules.BUSY);
    }
  }

  @Test
  void a_test_needs_a_snapshot_to_launch_from() {
    assertThat(LifeCycleRules.refusal(Action.START_TEST,
        new Standing(LifeCycleState.TESTING, false, false, false, false))).isPresent();
  }

  @Test
  void a_lifecycle_cannot_change_once_replication_is_gone() {
    assertThat(LifeCycleRules.refusal(Action.TO_READY_FOR_CUTOVER,
        new Standing(LifeCycleState.CUTTING_OVER, false, false, false, true))).isPresent();
  }

  @Test
  void a_cutover_without_an_instance_cannot_be_finalized() {
    assertThat(LifeCycleRules.refusal(Action.FINALIZE,
        new Standing(LifeCycleState.CUTTING_OVER, true, false, false, false))).isPresent();
  }

  @Test
  void an_archived_server_can_only_be_deleted() {
    var archived = new Standing(LifeCycleState.CUTOVER, false, false, true, true);

    assertThat(LifeCycleRules.refusal(Action.DELETE, archived)).isEmpty();
    assertThat(LifeCycleRules.refusal(Action.ARCHIVE, archived)).isPresent();
    assertThat(LifeCycleRules.refusal(Action.DISCONNECT, archived)).isPresent();
  }

  @Test
  void marking_a_tested_server_ready_finalizes_its_test() {
    var now = Instant.parse("2026-01-01T00:00:00Z");
    var tested = new LifeCycle(LifeCycleState.READY_FOR_TEST, now, null, null).testing(now, "mgnjob-1")
        .changed(LifeCycleState.READY_FOR_CUTOVER, now.plusSeconds(5));

    assertThat(tested.lastTest()).isEqualTo(new LifeCycle.Launch(now, "mgnjob-1", null, now.plusSeconds(5)));
  }

  @Test
  void reverting_a_cutover_is_noted_as_reverted_and_not_as_finalized() {
    var now = Instant.parse("2026-01-01T00:00:00Z");
    var reverted = new LifeCycle(LifeCycleState.READY_FOR_CUTOVER, now, null, null).cuttingOver(now, "mgnjob-2")
        .changed(LifeCycleState.READY_FOR_CUTOVER, now.plusSeconds(5));

    assertThat(reverted.lastCutover()).isEqualTo(new LifeCycle.Launch(now, "mgnjob-2", now.plusSeconds(5), null));
  }
}
