package dev.convoy.launch.names;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.OperationHeader;
import dev.convoy.kit.worker.Acted;
import dev.convoy.kit.worker.Observation;
import dev.convoy.kit.worker.UnreachableException;
import dev.convoy.launch.names.NameGateway.Changed;
import dev.convoy.launch.server.FormerName;
import dev.convoy.launch.server.LaunchOperation.ChangeNames;
import dev.convoy.launch.server.LaunchOperation.ReadNames;
import dev.convoy.launch.server.LaunchOutcome;
import dev.convoy.launch.server.LaunchOutcome.NamesRead;
import dev.convoy.launch.server.LaunchOutcome.StepDone;
import dev.convoy.launch.server.LaunchOutcome.StepFailed;
import dev.convoy.launch.server.NameChange;
import dev.convoy.launch.server.NameRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What is made of the records of names. */
class NameHandlersTest {

  private static final AccountKey ACCOUNT = new AccountKey("111122223333", "eu-central-1", null);
  private static final Duration ABSENCE = Duration.ofMinutes(3);
  private static final NameRecord OLD = new NameRecord("192.0.2.10", 60);
  private static final NameRecord NEW = new NameRecord("198.51.100.7", 60);
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final FakeNames names = new FakeNames();
  private Clock clock = Clock.fixed(START, ZoneOffset.UTC);
  private final Clock moving = new Clock() {
    @Override
    public java.time.ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return clock.instant();
    }
  };
  private final ChangeNamesHandler handler = new ChangeNamesHandler(names, ABSENCE, Duration.ofSeconds(20), moving);
  private final ChangeNames change = new ChangeNames(header("ChangeNames"), ACCOUNT, "s-1",
      List.of(new NameChange("Z1", "web.example.com", List.of(OLD), NEW), new NameChange("Z1", "shop.example.com", List.of(OLD), NEW)));

  NameHandlersTest() {
    names.records.put("web.example.com", OLD);
    names.records.put("shop.example.com", OLD);
  }

  private static OperationHeader header(String kind) {
    return new OperationHeader("web-1", kind, 1, 1, ACCOUNT.limitKey(), true, START, "wave-1");
  }

  private Observation<LaunchOutcome> look() throws InterruptedException {
    return handler.observe(List.of(change)).get(change.id());
  }

  private Acted<LaunchOutcome> act() throws InterruptedException {
    return handler.act(List.of(change)).get(change.id());
  }

  private void after(Duration time) {
    clock = Clock.offset(clock, time);
  }

  private static StepFailed failed(Observation<LaunchOutcome> seen) {
    assertThat(seen).isInstanceOf(Observation.Ended.class);
    return (StepFailed) ((Observation.Ended<LaunchOutcome>) seen).outcome();
  }

  @Test
  void all_names_of_a_zone_are_led_elsewhere_together_and_it_has_ended_when_all_name_servers_know() throws InterruptedException {
    names.everywhere = false;
    assertThat(look()).isInstanceOf(Observation.NotDone.class);
    assertThat(act()).isInstanceOf(Acted.Accepted.class);
    assertThat(names.batches).singleElement().satisfies(batch -> assertThat(batch).hasSize(2));
    assertThat(look()).isInstanceOf(Observation.Running.class);
    names.everywhere = true;
    assertThat(look()).isEqualTo(new Observation.Ended<>(new StepDone(
        dev.convoy.kit.core.OutcomeHeader.of(change.header(), START), null)));
  }

  @Test
  void what_another_instance_has_sent_is_adopted_late() throws InterruptedException {
    names.records.replaceAll((name, old) -> NEW);
    assertThat(look()).isInstanceOf(Observation.Running.class);
    after(ABSENCE);
    assertThat(look()).isInstanceOf(Observation.Ended.class);
    assertThat(names.batches).isEmpty();
  }

  @Test
  void a_lost_answer_is_looked_for_in_the_records_and_never_sent_twice() throws InterruptedException {
    look();
    names.next = () -> {
      names.records.replaceAll((name, old) -> NEW);
      return new Changed.Unknown(null);
    };
    assertThat(act()).isInstanceOf(Acted.Unknown.class);
    assertThat(act()).as("sent once more by what was seen before").isInstanceOf(Acted.NotAccepted.class);
    assertThat(names.batches).isEmpty();
    look();
    after(ABSENCE);
    assertThat(look()).isInstanceOf(Observation.Ended.class);
  }

  @Test
  void what_somebody_else_wrote_stays_and_is_named_with_what_was_expected() throws InterruptedException {
    names.records.put("web.example.com", new NameRecord("203.0.113.9", 300));
    assertThat(look()).as("an old answer").isInstanceOf(Observation.Running.class);
    after(ABSENCE);
    var failure = failed(look()).failure();
    assertThat(failure.code()).isEqualTo("CVY-4402");
    assertThat(failure.permanent()).isTrue();
    assertThat(failure.message()).contains("203.0.113.9 for 300 s", "192.0.2.10 for 60 s", "web.example.com");
    assertThat(failure.remedy()).contains("198.51.100.7 for 60 s");
    assertThat(names.records).containsEntry("shop.example.com", OLD);
  }

  @Test
  void an_old_answer_that_passes_is_no_change_of_somebody_else() throws InterruptedException {
    names.foreign.put("web.example.com", "a record of type CNAME");
    assertThat(look()).isInstanceOf(Observation.Running.class);
    after(ABSENCE.dividedBy(2));
    names.foreign.clear();
    assertThat(look()).isInstanceOf(Observation.NotDone.class);
    names.foreign.put("web.example.com", "a record of type CNAME");
    after(ABSENCE.dividedBy(2));
    assertThat(look()).isInstanceOf(Observation.Running.class);
  }

  @Test
  void a_change_of_somebody_else_between_look_and_act_is_not_overwritten() throws InterruptedException {
    look();
    names.records.put("web.example.com", new NameRecord("203.0.113.9", 300));
    assertThat(act()).isInstanceOf(Acted.NotAccepted.class);
    assertThat(names.records.get("shop.example.com")).as("all or none").isEqualTo(OLD);
  }

  @Test
  void refusals_that_pass_are_waited_out_and_others_end_it() throws InterruptedException {
    look();
    names.next = FakeNames::throttled;
    assertThat(act()).isEqualTo(new Acted.NotAccepted<>(Duration.ofSeconds(1)));
    names.next = () -> FakeNames.refused(false);
    act();
    assertThat(look()).isInstanceOf(Observation.NotDone.class);
    after(ABSENCE);
    assertThat(failed(look()).failure().code()).isEqualTo("CVY-4404");
    names.next = () -> FakeNames.refused(true);
    assertThat(act()).isInstanceOfSatisfying(Acted.Ended.class,
        ended -> assertThat(((StepFailed) ended.outcome()).failure().permanent()).isTrue());
  }

  @Test
  void a_change_that_does_not_get_everywhere_is_told() throws InterruptedException {
    names.everywhere = false;
    look();
    act();
    look();
    after(ABSENCE.multipliedBy(2));
    assertThat(failed(look()).failure().code()).isEqualTo("CVY-4405");
  }

  @Test
  void names_that_cannot_be_read_are_told() throws InterruptedException {
    names.unreadable.put("Z1", FakeNames.hidden());
    assertThat(failed(look()).failure().code()).isEqualTo("CVY-4403");
  }

  @Test
  void names_are_read_as_they_are_and_what_is_not_convoys_to_switch_is_named() throws InterruptedException {
    var reader = new ReadNamesHandler(names, Duration.ofSeconds(20), moving);
    var read = new ReadNames(header("ReadNames"), ACCOUNT, "s-1", List.of(
        new FormerName("Z1", "web.example.com", NameRecord.NONE), new FormerName("Z1", "new.example.com", NameRecord.NONE)));
    assertThat(reader.observe(List.of(read)).get(read.id())).isInstanceOfSatisfying(Observation.Ended.class, ended ->
        assertThat(((NamesRead) ended.outcome()).names()).extracting(FormerName::record).containsExactly(OLD, NameRecord.NONE));
    names.foreign.put("new.example.com", "an alias record to lb.example.com.");
    var failure = failed(reader.observe(List.of(read)).get(read.id())).failure();
    assertThat(failure.code()).isEqualTo("CVY-4401");
    assertThat(failure.message()).contains("new.example.com", "an alias record to lb.example.com.");
    names.unreadable.put("Z1", FakeNames.hidden());
    assertThat(failed(reader.observe(List.of(read)).get(read.id())).failure().code()).isEqualTo("CVY-4403");
  }

  @Test
  void a_zone_that_cannot_be_asked_now_holds_up_the_names_of_no_other() throws InterruptedException {
    var other = new ChangeNames(new OperationHeader("db-1", "ChangeNames", 1, 1, ACCOUNT.limitKey(), true, START, "wave-1"), ACCOUNT,
        "s-2", List.of(new NameChange("hook:bind/example.org", "db.example.org", List.of(NameRecord.NONE), NEW)));
    names.unreadable.put("hook:bind/example.org", new UnreachableException("no answer"));
    assertThat(handler.observe(List.of(other, change))).containsOnlyKeys(change.id());
    assertThatExceptionOfType(UnreachableException.class).isThrownBy(() -> handler.observe(List.of(other)));
  }

  @Test
  void a_change_that_may_have_happened_and_goes_on_failing_without_effect_is_told() throws InterruptedException {
    look();
    names.next = () -> new Changed.Unknown(new Failure("CVY-4407", "hook bind failed", "mend it", false));
    assertThat(act()).isInstanceOf(Acted.Unknown.class);
    assertThat(look()).isInstanceOf(Observation.NotDone.class);
    after(ABSENCE);
    assertThat(failed(look()).failure().code()).isEqualTo("CVY-4407");
  }

  @Test
  void what_was_found_with_a_record_goes_back_with_its_change_and_names_the_operation() throws InterruptedException {
    look();
    act();
    assertThat(names.batches.getFirst()).allSatisfy(each -> {
      assertThat(each.version()).isEqualTo("v1");
      assertThat(each.operation()).isEqualTo(change.id());
    });
  }

  private ChangeNames of(String server) {
    names.records.put(server + ".example.com", OLD);
    return new ChangeNames(new OperationHeader(server, "ChangeNames", 1, 1, ACCOUNT.limitKey(), true, START, "wave-1"), ACCOUNT,
        "s-" + server, List.of(new NameChange("Z1", server + ".example.com", List.of(OLD), NEW)));
  }

  @Test
  void names_of_many_servers_are_led_elsewhere_in_one_change_and_asked_for_once() throws InterruptedException {
    var many = IntStream.range(0, 50).mapToObj(n -> of("many-" + n)).toList();
    assertThat(handler.observe(many).values()).allMatch(Observation.NotDone.class::isInstance);
    assertThat(handler.act(many).values()).hasSize(50).allMatch(Acted.Accepted.class::isInstance);
    assertThat(names.batches).singleElement().satisfies(batch -> assertThat(batch).hasSize(50));
    assertThat(handler.observe(many).values()).hasSize(50).allMatch(Observation.Ended.class::isInstance);
    assertThat(names.asked).isEqualTo(1);
  }

  @Test
  void a_change_that_is_refused_for_one_server_is_made_for_the_others() throws InterruptedException {
    var many = IntStream.range(0, 50).mapToObj(n -> of("many-" + n)).toList();
    handler.observe(many);
    names.records.put("many-17.example.com", new NameRecord("203.0.113.9", 300));
    var acted = handler.act(many);
    assertThat(acted).hasSize(50).allSatisfy((id, became) -> {
      if (id.equals(many.get(17).id())) {
        assertThat(became).isInstanceOf(Acted.NotAccepted.class);
      } else {
        assertThat(became).isInstanceOf(Acted.Accepted.class);
      }
    });
    assertThat(names.records).containsEntry("many-17.example.com", new NameRecord("203.0.113.9", 300));
    assertThat(names.records.values().stream().filter(NEW::equals)).hasSize(49);
    assertThat(names.batches.size()).as("halves, not one by one").isLessThan(12);
  }

  @Test
  void who_was_refused_before_does_not_go_with_the_others_again() throws InterruptedException {
    var one = of("one");
    var other = of("other");
    handler.observe(List.of(one, other));
    names.next = () -> FakeNames.refused(false);
    handler.act(List.of(one));
    assertThat(handler.act(List.of(one, other)).values()).allMatch(Acted.Accepted.class::isInstance);
    assertThat(names.batches).hasSize(2).allSatisfy(batch -> assertThat(batch).hasSize(1));
  }

  @Test
  void more_names_than_a_change_may_have_go_in_several() throws InterruptedException {
    var many = IntStream.range(0, 50).mapToObj(n -> new ChangeNames(new OperationHeader("many-" + n, "ChangeNames", 1, 1,
        ACCOUNT.limitKey(), true, START, "wave-1"), ACCOUNT, "s-" + n, IntStream.range(0, 20).mapToObj(name -> {
          names.records.put(name + ".many-" + n, OLD);
          return new NameChange("Z1", name + ".many-" + n, List.of(OLD), NEW);
        }).toList())).toList();
    handler.observe(many);
    assertThat(handler.act(many).values()).allMatch(Acted.Accepted.class::isInstance);
    assertThat(names.batches).allSatisfy(batch -> assertThat(batch.size()).isLessThanOrEqualTo(400));
    assertThat(names.batches.stream().mapToInt(List::size).sum()).isEqualTo(1000);
  }

  @Test
  void a_look_that_takes_long_ends_while_what_was_seen_is_fresh() throws InterruptedException {
    var many = IntStream.range(0, 50).mapToObj(n -> of("many-" + n)).toList();
    var more = new ArrayList<>(many);
    more.add(change);
    names.onRead = () -> after(Duration.ofSeconds(17));
    assertThat(handler.observe(more)).containsOnlyKeys(many.stream().map(ChangeNames::id).toList());
    assertThat(handler.observe(List.of(change))).containsOnlyKeys(change.id());
  }
}
