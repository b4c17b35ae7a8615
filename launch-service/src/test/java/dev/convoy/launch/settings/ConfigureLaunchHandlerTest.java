package dev.convoy.launch.settings;

import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.kit.time.MovedClock;
import dev.convoy.kit.worker.Acted;
import dev.convoy.kit.worker.Observation;
import dev.convoy.kit.worker.UnreachableException;
import dev.convoy.launch.FakeAccount;
import dev.convoy.launch.Operations;
import dev.convoy.launch.server.LaunchOperation.ConfigureLaunch;
import dev.convoy.launch.server.LaunchOutcome;
import dev.convoy.launch.server.LaunchOutcome.LaunchConfigured;
import dev.convoy.launch.server.LaunchOutcome.StepFailed;
import dev.convoy.launch.server.LaunchTemplate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static dev.convoy.launch.Operations.acting;
import static dev.convoy.launch.Operations.action;
import static dev.convoy.launch.Operations.configure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ConfigureLaunchHandlerTest {

  private final FakeAccount account = new FakeAccount();
  private final MovedClock clock = new MovedClock(FakeAccount.NOW);
  private final ConfigureLaunchHandler handler =
      new ConfigureLaunchHandler(account, account, account, Operations.TIMES, clock);

  @Test
  void settings_are_written_made_default_and_read_back() throws InterruptedException {
    account.server("s-1", "READY_FOR_TEST");
    assertThat(observe()).isInstanceOf(Observation.NotDone.class);
    assertThat(act()).isInstanceOf(Acted.Accepted.class);
    assertThat(account.calls).containsExactly(
        "UpdateLaunchConfiguration s-1", "CreateLaunchTemplateVersion lt-s-1", "ModifyLaunchTemplate lt-s-1 2");
    assertThat(account.configurations.get("s-1")).isEqualTo(new LaunchConfiguration("lt-s-1", false, false, true));
    assertThat(account.templates.get("lt-s-1")).extracting(TemplateVersion::tags).asString()
        .contains("Name=s-1", "app=shop");
    assertThat(((Observation.Ended<LaunchOutcome>) observe()).outcome()).isInstanceOf(LaunchConfigured.class)
        .extracting(o -> ((LaunchConfigured) o).template()).isEqualTo(new LaunchTemplate("lt-s-1", 2));
  }

  @Test
  void writing_costs_one_look_before_and_one_after() throws InterruptedException {
    account.server("s-1", "READY_FOR_TEST");
    observe();
    assertThat(act()).isInstanceOf(Acted.Accepted.class);
    assertThat(observe()).isInstanceOf(Observation.Ended.class);
    assertThat(account.reads).containsExactly("GetLaunchConfiguration s-1", "DescribeLaunchTemplateVersions lt-s-1",
        "DescribeLaunchTemplateVersions lt-s-1");
  }

  @Test
  void a_configuration_that_mgn_has_stored_otherwise_is_read_back_and_not_taken_for_done() throws InterruptedException {
    account.server("s-1", "READY_FOR_TEST");
    account.stopped = true;
    observe();
    account.reads.clear();
    assertThat(act()).isInstanceOf(Acted.Accepted.class);
    assertThat(observe()).isInstanceOf(Observation.NotDone.class);
    assertThat(account.reads).containsExactly("GetLaunchConfiguration s-1", "DescribeLaunchTemplateVersions lt-s-1");
  }

  @Test
  void what_was_not_written_is_not_read_back() throws InterruptedException {
    account.server("s-1", "READY_FOR_TEST");
    account.configurations.put("s-1", new LaunchConfiguration("lt-s-1", false, false, true));
    observe();
    assertThat(act()).isInstanceOf(Acted.Accepted.class);
    assertThat(observe()).isInstanceOf(Observation.Ended.class);
    assertThat(account.reads).containsExactly("GetLaunchConfiguration s-1", "DescribeLaunchTemplateVersions lt-s-1",
        "DescribeLaunchTemplateVersions lt-s-1");

    account.configurations.put("s-1", new LaunchConfiguration("lt-s-1", true, false, true));
    account.reads.clear();
    observe();
    assertThat(act()).isInstanceOf(Acted.Ended.class);
    assertThat(account.reads).containsExactly("GetLaunchConfiguration s-1", "DescribeLaunchTemplateVersions lt-s-1");
  }

  @Test
  void a_version_that_ec2_has_stored_otherwise_is_not_taken_for_done() throws InterruptedException {
    account.server("s-1", "READY_FOR_TEST");
    account.stored = "subnet-ffff";
    observe();
    assertThat(act()).isInstanceOf(Acted.Accepted.class);
    assertThat(observe()).isInstanceOf(Observation.NotDone.class);
  }

  @Test
  void a_throttled_write_needs_no_other_look_and_the_template_is_read_back_once_after_the_last() throws InterruptedException {
    account.server("s-1", "READY_FOR_TEST");
    observe();
    for (var throttled : List.of("UpdateLaunchConfiguration", "CreateLaunchTemplateVersion", "ModifyLaunchTemplate")) {
      account.throttled = throttled;
      account.reads.clear();
      assertThat(act()).as(throttled).isEqualTo(new Acted.NotAccepted<>(Duration.ofSeconds(3)));
      assertThat(observe()).as(throttled).isInstanceOf(Observation.NotDone.class);
      assertThat(account.reads).as(throttled).isEmpty();
    }
    assertThat(act()).isInstanceOf(Acted.Accepted.class);
    assertThat(observe()).isInstanceOf(Observation.Ended.class);
    assertThat(account.reads).containsExactly("DescribeLaunchTemplateVersions lt-s-1");
    assertThat(account.calls).containsExactly("UpdateLaunchConfiguration s-1", "UpdateLaunchConfiguration s-1",
        "CreateLaunchTemplateVersion lt-s-1", "CreateLaunchTemplateVersion lt-s-1",
        "ModifyLaunchTemplate lt-s-1 2", "ModifyLaunchTemplate lt-s-1 2");
  }

  @Test
  void of_several_actions_those_before_the_one_that_was_throttled_are_not_written_again() throws InterruptedException {
    account.server("s-1", "READY_FOR_TEST");
    settled();
    var gone = action("gone", 1002, false);
    account.actions.put(gone.id(), new FoundAction(gone.id(), true, gone));
    var operation = configure("s-1", acting(action("one", 1001, true)));
    handler.observe(List.of(operation));
    account.throttled = "PutSourceServerAction";
    account.calls.clear();
    account.reads.clear();
    assertThat(handler.act(List.of(operation)).get(operation.id())).isEqualTo(new Acted.NotAccepted<>(Duration.ofSeconds(3)));
    assertThat(handler.observe(List.of(operation)).get(operation.id())).isInstanceOf(Observation.NotDone.class);
    assertThat(handler.act(List.of(operation)).get(operation.id())).isInstanceOf(Acted.Ended.class);
    assertThat(account.calls).containsExactly("RemoveSourceServerAction " + gone.id(), "PutSourceServerAction one",
        "PutSourceServerAction one");
    assertThat(account.reads).as("MGN has answered what it stored").isEmpty();
  }

  @Test
  void an_action_that_mgn_has_stored_otherwise_is_read_back_and_not_taken_for_done() throws InterruptedException {
    account.server("s-1", "READY_FOR_TEST");
    account.altered = true;
    var operation = configure("s-1", acting(action("one", 1001, true)));
    handler.observe(List.of(operation));
    account.throttled = "ModifyLaunchTemplate";
    account.reads.clear();
    assertThat(handler.act(List.of(operation)).get(operation.id())).isEqualTo(new Acted.NotAccepted<>(Duration.ofSeconds(3)));
    assertThat(handler.act(List.of(operation)).get(operation.id())).isInstanceOf(Acted.Accepted.class);
    assertThat(account.calls).containsOnlyOnce("PutSourceServerAction one");
    assertThat(account.reads).isEmpty();
    assertThat(handler.observe(List.of(operation)).get(operation.id())).isInstanceOf(Observation.NotDone.class);
    assertThat(account.reads).containsExactly("DescribeLaunchTemplateVersions lt-s-1", "ListSourceServerActions s-1");
  }

  @Test
  void what_was_seen_stands_for_a_minute_only() throws InterruptedException {
    account.server("s-1", "READY_FOR_TEST");
    observe();
    account.throttled = "UpdateLaunchConfiguration";
    act();
    clock.move(Duration.ofMinutes(1));
    account.reads.clear();
    observe();
    assertThat(account.reads).startsWith("GetLaunchConfiguration s-1");
    clock.move(Duration.ofMinutes(1));
    account.reads.clear();
    act();
    assertThat(account.reads).startsWith("GetLaunchConfiguration s-1");
  }

  @Test
  void a_look_stands_also_where_its_writes_had_to_wait_for_their_turn() throws InterruptedException {
    account.server("s-1", "READY_FOR_TEST");
    observe();
    account.reads.clear();
    clock.move(Duration.ofSeconds(59));
    assertThat(observe()).isInstanceOf(Observation.NotDone.class);
    act();
    assertThat(account.reads).isEmpty();
    assertThat(account.calls).isNotEmpty();
  }

  @Test
  void in_doubt_only_what_was_to_be_written_is_read_again() throws InterruptedException {
    account.server("s-1", "READY_FOR_TEST");
    var operation = configure("s-1", acting(action("one", 1001, true)));
    handler.observe(List.of(operation));
    for (var doubt : List.of("PutSourceServerAction", "UpdateLaunchConfiguration", "CreateLaunchTemplateVersion",
        "ModifyLaunchTemplate")) {
      account.lost = doubt;
      assertThat(handler.act(List.of(operation)).get(operation.id())).as(doubt).isInstanceOf(Acted.Unknown.class);
      account.reads.clear();
      handler.observe(List.of(operation));
      assertThat(account.reads).as(doubt).containsExactly(switch (doubt) {
        case "PutSourceServerAction" -> "ListSourceServerActions s-1";
        case "UpdateLaunchConfiguration" -> "GetLaunchConfiguration s-1";
        default -> "DescribeLaunchTemplateVersions lt-s-1";
      });
    }
    assertThat(account.calls).as("all of it was done, though no answer came").containsExactly("PutSourceServerAction one",
        "UpdateLaunchConfiguration s-1", "CreateLaunchTemplateVersion lt-s-1", "ModifyLaunchTemplate lt-s-1 2");
    assertThat(handler.observe(List.of(operation)).get(operation.id())).isInstanceOf(Observation.Ended.class);
  }

  @Test
  void what_is_long_in_doubt_and_a_new_owner_look_at_all_of_it() throws InterruptedException {
    account.server("s-1", "READY_FOR_TEST");
    observe();
    account.lost = "ModifyLaunchTemplate";
    assertThat(act()).isInstanceOf(Acted.Unknown.class);
    clock.move(Duration.ofMinutes(1));
    account.reads.clear();
    assertThat(observe()).isInstanceOf(Observation.Ended.class);
    assertThat(account.reads).startsWith("GetLaunchConfiguration s-1");

    account.server("s-2", "READY_FOR_TEST");
    var other = configure("s-2");
    handler.observe(List.of(other));
    account.lost = "UpdateLaunchConfiguration";
    handler.act(List.of(other));
    handler.left(other.id());
    account.reads.clear();
    assertThat(handler.act(List.of(other)).get(other.id())).isInstanceOf(Acted.Accepted.class);
    assertThat(account.reads).startsWith("GetLaunchConfiguration s-2");
  }

  @Test
  void the_templates_of_many_servers_are_read_together_before_and_after() throws InterruptedException {
    var operations = servers("s-1", "s-2", "s-3");
    assertThat(handler.observe(operations).values()).hasSize(3).allMatch(Observation.NotDone.class::isInstance);
    for (var operation : operations) {
      assertThat(handler.act(List.of(operation)).get(operation.id())).isInstanceOf(Acted.Accepted.class);
    }
    assertThat(handler.observe(operations).values()).hasSize(3).allMatch(Observation.Ended.class::isInstance);
    assertThat(account.reads).filteredOn(read -> read.startsWith("Describe"))
        .containsExactly("DescribeLaunchTemplateVersions", "DescribeLaunchTemplateVersions");
  }

  @Test
  void a_list_serves_those_that_are_looked_at_within_seconds() throws InterruptedException {
    var operations = servers("s-1", "s-2", "s-3", "s-4", "s-5", "s-6", "s-7", "s-8", "s-9");
    handler.observe(operations.subList(0, 3));
    clock.move(Duration.ofSeconds(4));
    handler.observe(operations.subList(3, 6));
    assertThat(lists()).isEqualTo(1);
    clock.move(Duration.ofSeconds(1));
    handler.observe(operations.subList(6, 9));
    assertThat(lists()).isEqualTo(2);
  }

  @Test
  void no_list_from_before_the_last_write_is_read_back_from() throws InterruptedException {
    var operations = servers("s-1", "s-2", "s-3", "s-4", "s-5", "s-6");
    handler.observe(operations);
    clock.move(Duration.ofSeconds(1));
    for (var operation : operations) {
      handler.act(List.of(operation));
    }
    clock.move(Duration.ofSeconds(1));
    assertThat(handler.observe(operations.subList(0, 3)).values()).allMatch(Observation.Ended.class::isInstance);
    assertThat(lists()).isEqualTo(2);
    clock.move(Duration.ofSeconds(1));
    assertThat(handler.observe(operations.subList(3, 6)).values()).allMatch(Observation.Ended.class::isInstance);
    assertThat(lists()).as("it was read after their writes too").isEqualTo(2);
  }

  @Test
  void what_a_list_for_others_says_is_as_wanted_is_read_by_itself() throws InterruptedException {
    var operations = servers("s-1", "s-2", "s-3");
    settled();
    handler.observe(operations.subList(1, 3));
    account.reads.clear();
    assertThat(observe()).isInstanceOf(Observation.Ended.class);
    assertThat(account.reads).containsExactly("GetLaunchConfiguration s-1", "DescribeLaunchTemplateVersions lt-s-1");
  }

  private long lists() {
    return account.reads.stream().filter("DescribeLaunchTemplateVersions"::equals).count();
  }

  @Test
  void templates_are_read_one_by_one_where_a_list_takes_as_many_calls_or_cannot_be_had() throws InterruptedException {
    var operations = servers("s-1", "s-2");
    account.pages = 2;
    assertThat(handler.observe(operations).values()).hasSize(2).allMatch(Observation.NotDone.class::isInstance);
    operations.forEach(operation -> handler.left(operation.id()));
    account.pages = 1;
    account.unlistable = true;
    assertThat(handler.observe(operations).values()).hasSize(2).allMatch(Observation.NotDone.class::isInstance);
    assertThat(account.reads).filteredOn(read -> read.startsWith("Describe")).containsExactlyInAnyOrder(
        "DescribeLaunchTemplateVersions lt-s-1", "DescribeLaunchTemplateVersions lt-s-2", "DescribeLaunchTemplateVersions",
        "DescribeLaunchTemplateVersions lt-s-1", "DescribeLaunchTemplateVersions lt-s-2");
  }

  @Test
  void whose_write_was_throttled_is_no_reason_to_list() throws InterruptedException {
    var operations = servers("s-1", "s-2");
    handler.observe(operations);
    account.throttled = "UpdateLaunchConfiguration";
    handler.act(operations.subList(0, 1));
    clock.move(Duration.ofSeconds(5));
    handler.left(operations.getLast().id());
    account.reads.clear();
    handler.observe(operations);
    assertThat(account.reads).containsExactly("GetLaunchConfiguration s-2", "DescribeLaunchTemplateVersions lt-s-2");
  }

  private List<ConfigureLaunch> servers(String... ids) {
    List.of(ids).forEach(id -> account.server(id, "READY_FOR_TEST"));
    return Stream.of(ids).map(Operations::configure).toList();
  }

  @Test
  void what_is_right_already_is_not_written() throws InterruptedException {
    account.server("s-1", "READY_FOR_TEST");
    settled();
    account.calls.clear();
    act();
    assertThat(account.calls).isEmpty();
  }

  @Test
  void a_new_version_that_did_not_become_the_default_is_not_taken_for_done() throws InterruptedException {
    account.server("s-1", "READY_FOR_TEST");
    account.configurations.put("s-1", new LaunchConfiguration("lt-s-1", false, false, true));
    account.next = new Answer.Unknown<>("time-out");
    assertThat(act()).isInstanceOf(Acted.Unknown.class);
    assertThat(observe()).isInstanceOf(Observation.NotDone.class);
  }

  @Test
  void refusals_end_the_attempt_and_throttling_waits() throws InterruptedException {
    account.server("s-1", "READY_FOR_TEST");
    account.next = FakeAccount.refusal("ValidationException", "bad");
    assertThat(act()).isInstanceOf(Acted.Ended.class);
    account.next = new Answer.Throttled<>(Duration.ofSeconds(3));
    assertThat(act()).isEqualTo(new Acted.NotAccepted<>(Duration.ofSeconds(3)));
  }

  @Test
  void a_server_that_mgn_does_not_know_needs_a_person() throws InterruptedException {
    assertThat(observe()).isInstanceOf(Observation.Ended.class);
    assertThat(((Observation.Ended<LaunchOutcome>) observe()).outcome()).isInstanceOf(StepFailed.class);
  }

  @Test
  void a_server_that_cannot_be_read_now_holds_up_no_other() throws InterruptedException {
    List.of("s-1", "s-2", "s-3").forEach(id -> account.server(id, "READY_FOR_TEST"));
    account.unreadable.add("s-1");
    assertThat(handler.observe(List.of(configure("s-1"), configure("s-2"), configure("s-3"))))
        .containsOnlyKeys(configure("s-2").id(), configure("s-3").id());
    assertThatThrownBy(() -> handler.observe(List.of(configure("s-1")))).isInstanceOf(UnreachableException.class);
  }

  @Test
  void a_version_that_only_has_to_be_made_the_default_is_not_written_again() throws InterruptedException {
    account.server("s-1", "READY_FOR_TEST");
    settled();
    account.templates.computeIfPresent("lt-s-1", (id, v) -> new TemplateVersion(1, "", Set.of(), "t3.small", null, null,
        "default", v.tags()));
    account.calls.clear();
    assertThat(act()).isInstanceOf(Acted.Accepted.class);
    assertThat(account.calls).containsExactly("ModifyLaunchTemplate lt-s-1 2");
  }

  @Test
  void actions_are_put_and_removed_where_they_differ_while_those_of_others_stay() throws InterruptedException {
    account.server("s-1", "READY_FOR_TEST");
    settled();
    account.calls.clear();
    account.reads.clear();
    var stands = action("stands", 1001, false);
    var gone = action("gone", 1002, false);
    var theirs = new FoundAction("by-hand", true, action("theirs", 1005, true));
    account.actions.putAll(Map.of(stands.id(), new FoundAction(stands.id(), true, stands),
        gone.id(), new FoundAction(gone.id(), true, gone), theirs.id(), theirs));
    var operation = configure("s-1", acting(stands, action("new", 1003, true)));

    assertThat(handler.observe(List.of(operation)).get(operation.id())).isInstanceOf(Observation.NotDone.class);
    assertThat(handler.act(List.of(operation)).get(operation.id())).isInstanceOf(Acted.Ended.class);
    assertThat(account.calls).containsExactly("RemoveSourceServerAction " + gone.id(), "PutSourceServerAction new");
    assertThat(account.actions.values()).extracting(each -> each.settings().name())
        .containsExactlyInAnyOrder("stands", "new", "theirs");
    assertThat(account.reads).filteredOn(read -> read.startsWith("List")).hasSize(1);
    assertThat(handler.observe(List.of(operation)).get(operation.id())).isInstanceOf(Observation.Ended.class);
  }

  @Test
  void an_action_that_somebody_changed_is_written_again_and_none_is_asked_for_where_none_ever_was() throws InterruptedException {
    account.server("s-1", "READY_FOR_TEST");
    settled();
    assertThat(account.reads).noneMatch(read -> read.startsWith("List"));
    var wanted = action("join", 1001, true);
    account.actions.put(wanted.id(), new FoundAction(wanted.id(), false, wanted));
    var operation = configure("s-1", acting(wanted));
    account.calls.clear();
    assertThat(handler.act(List.of(operation)).get(operation.id())).isInstanceOf(Acted.Ended.class);
    assertThat(account.calls).containsExactly("PutSourceServerAction join");

    var undeclared = configure("s-1", acting());
    assertThat(handler.act(List.of(undeclared)).get(undeclared.id())).isInstanceOf(Acted.Ended.class);
    assertThat(account.actions).isEmpty();
  }

  @Test
  void actions_that_mgn_refuses_or_hides_end_the_attempt_and_in_doubt_are_looked_at_again() throws InterruptedException {
    account.server("s-1", "READY_FOR_TEST");
    var operation = configure("s-1", acting(action("join", 1001, true)));
    account.next = FakeAccount.refusal("ValidationException", "no such document");
    assertThat(failure(handler.act(List.of(operation)).get(operation.id()))).isEqualTo("CVY-4120 false");
    account.next = new Answer.Unknown<>("time-out");
    assertThat(handler.act(List.of(operation)).get(operation.id())).isInstanceOf(Acted.Unknown.class);
    assertThat(handler.observe(List.of(operation)).get(operation.id())).isInstanceOf(Observation.NotDone.class);
    account.hidden = true;
    handler.left(operation.id());
    assertThat(failure(handler.act(List.of(operation)).get(operation.id()))).isEqualTo("CVY-4120 true");
    assertThat(((Observation.Ended<LaunchOutcome>) handler.observe(List.of(operation)).getOrDefault(operation.id(),
        new Observation.NotDone<>())).outcome()).isInstanceOf(StepFailed.class);
    assertThat(account.calls).noneMatch(call -> call.startsWith("Update") || call.startsWith("Create"));
  }

  private static String failure(Acted<LaunchOutcome> acted) {
    var failure = ((StepFailed) ((Acted.Ended<LaunchOutcome>) acted).outcome()).failure();
    return failure.code() + " " + failure.permanent();
  }

  private void settled() throws InterruptedException {
    act();
    assertThat(observe()).isInstanceOf(Observation.Ended.class);
  }

  private Observation<LaunchOutcome> observe() throws InterruptedException {
    return handler.observe(List.of(configure("s-1"))).getOrDefault(configure("s-1").id(), new Observation.NotDone<>());
  }

  private Acted<LaunchOutcome> act() throws InterruptedException {
    return handler.act(List.of(configure("s-1"))).getOrDefault(configure("s-1").id(), new Acted.Unknown<>());
  }
}
