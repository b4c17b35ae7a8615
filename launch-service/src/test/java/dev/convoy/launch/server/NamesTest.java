package dev.convoy.launch.server;

import dev.convoy.events.common.DnsName;
import dev.convoy.events.common.DnsSettings;
import dev.convoy.events.common.TargetSettings;
import dev.convoy.events.inventory.BuildAuthorized;
import dev.convoy.events.launch.CutoverDone;
import dev.convoy.events.launch.CutoverFinalized;
import dev.convoy.events.launch.DnsPrepared;
import dev.convoy.events.launch.DnsSwitched;
import dev.convoy.events.launch.LaunchStepFailed;
import dev.convoy.events.launch.RollbackStarted;
import dev.convoy.events.launch.RolledBack;
import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.core.DeciderScenario;
import dev.convoy.kit.core.LifecycleChecks;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.launch.server.LaunchOperation.ChangeNames;
import dev.convoy.launch.server.LaunchOperation.ConfigureLaunch;
import dev.convoy.launch.server.LaunchOperation.FinalizeCutover;
import dev.convoy.launch.server.LaunchOperation.MarkReadyForCutover;
import dev.convoy.launch.server.LaunchOperation.ReadNames;
import dev.convoy.launch.server.LaunchOperation.RevertLifecycle;
import dev.convoy.launch.server.LaunchOperation.SnapshotTarget;
import dev.convoy.launch.server.LaunchOperation.StartCutover;
import dev.convoy.launch.server.LaunchOperation.StartTest;
import dev.convoy.launch.server.LaunchOperation.StopTarget;
import dev.convoy.launch.server.LaunchOperation.TerminateTest;
import dev.convoy.launch.server.LaunchOutcome.NamesRead;
import dev.convoy.launch.slots.Purpose;
import dev.convoy.schemas.registry.InMemoryRegistry;
import dev.convoy.schemas.serde.RecordSerde;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import static dev.convoy.launch.server.Facts.SERVER;
import static dev.convoy.launch.server.Facts.START;
import static dev.convoy.launch.server.Facts.TARGET_INSTANCE;
import static dev.convoy.launch.server.Facts.TEST_INSTANCE;
import static dev.convoy.launch.server.Facts.done;
import static dev.convoy.launch.server.Facts.failed;
import static dev.convoy.launch.server.Facts.failedForGood;
import static dev.convoy.launch.server.Facts.launched;
import static org.assertj.core.api.Assertions.assertThat;

/** The names of a server: kept for a short time before its outage, led to the target after its verification, and back. */
class NamesTest {

  private static final Set<String> VISITED = DeciderScenario.coverage();
  private static final NameRecord FORMER = new NameRecord("192.0.2.10", 3600);
  private static final NameRecord LOWERED = new NameRecord("192.0.2.10", 60);
  private static final NameRecord LED = new NameRecord("127.61.0.9", 60);
  private static final Duration MOST = Duration.ofMinutes(10);

  @AfterAll
  static void everyTransitionIsTaken() throws IOException {
    LifecycleChecks.everyRowVisited(Journey.DECIDER.namesLifecycle(), VISITED);
    LifecycleChecks.diagramIsCurrent(Journey.DECIDER.namesLifecycle(), "launch-names", "The names of a server in launch-service");
  }

  /** The same gate for a server with a name. */
  static BuildAuthorized named(BuildAuthorized build) {
    var dns = new DnsSettings(List.of(new DnsName("web.example.com", "Z0EXAMPLECOM")), 60,
        "arn:aws:iam::222233334444:role/ConvoyNames");
    return BuildAuthorized.newBuilder(build).setTarget(TargetSettings.newBuilder(build.getTarget()).setDns(dns).build()).build();
  }

  static Function<ReadNames, LaunchOutcome> read(NameRecord record) {
    return o -> new NamesRead(OutcomeHeader.of(o.header(), START),
        o.names().stream().map(name -> new FormerName(name.zoneId(), name.name(), record)).toList());
  }

  private static DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> ready(Set<String> visited) {
    return DeciderScenario.of(Journey.DECIDER, SERVER, visited)
        .given(named(Facts.build(1)), Facts.agentInstalled(), Facts.healthy(1), Facts.testAuthorized(1))
        .when(ConfigureLaunch.class, Facts.configured()).given(Facts.slot(Purpose.TEST, 1, 1))
        .when(StartTest.class, launched("job-1", TEST_INSTANCE)).given(Facts.testPassed(1, TEST_INSTANCE))
        .when(MarkReadyForCutover.class, done()).given(Facts.slot(Purpose.TERMINATE, 1, 1))
        .when(TerminateTest.class, done()).forget();
  }

  private static DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> reading() {
    return ready(VISITED).given(Facts.cutoverAuthorized(1));
  }

  private static DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> lowering() {
    return reading().when(ReadNames.class, read(FORMER));
  }

  private static DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> lowered() {
    return lowering().when(ChangeNames.class, done());
  }

  /** With a name that is not led to the target yet. */
  private static DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> verified(Set<String> visited) {
    return ready(visited).given(Facts.cutoverAuthorized(1)).when(ReadNames.class, read(FORMER)).when(ChangeNames.class, done())
        .when(ConfigureLaunch.class, Facts.configured()).given(Facts.reserved(1), Facts.quiesceNow(1),
        Facts.quiesced(1, 600), Facts.drained(1, 600), Facts.launchNow(1))
        .when(StartCutover.class, launched("job-2", TARGET_INSTANCE)).given(Facts.verified(1, TARGET_INSTANCE)).forget();
  }

  /** The rows of the server's own table that only a server with names takes. */
  static void everyRow(Set<String> visited) {
    verified(visited).given(Facts.accepted(1)).given(Facts.rollBackNow(1));
  }

  private static DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> verified() {
    return verified(VISITED);
  }

  private static DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> switching() {
    return verified().given(Facts.accepted(1));
  }

  private static DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> moved() {
    return switching().when(ChangeNames.class, done());
  }

  private static DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> resuming() {
    return moved().forget().given(Facts.rollBackNow(1)).when(StopTarget.class, done())
        .when(SnapshotTarget.class, Facts.taken(true, "snap-1"));
  }

  @Test
  void names_behind_a_hook_have_a_lane_of_their_own() {
    assertThat(lane("Z0EXAMPLECOM")).isEqualTo("111122223333/eu-central-1");
    assertThat(lane("Z0EXAMPLECOM", "hook:bind/corp.example")).isEqualTo("111122223333/eu-central-1/hook:bind");
  }

  private static String lane(String... zones) {
    return new Names(NamesPhase.READING, START, 1, 1, 1, new AccountKey("111122223333", "eu-central-1", null), 60,
        Stream.of(zones).map(zone -> new FormerName(zone, "web.example.com", FORMER)).toList(), null, "", null, false, false).limitKey();
  }

  @Test
  void names_are_read_and_kept_for_a_short_time_before_the_group_is_joined() {
    var s = reading().thenWants(ReadNames.class);
    assertThat(s.wanted(ReadNames.class).account().account()).as("account of the zones").isEqualTo("222233334444");
    s.when(ReadNames.class, read(FORMER)).thenWants(ChangeNames.class);
    assertThat(s.wanted(ChangeNames.class).changes())
        .containsExactly(new NameChange("Z0EXAMPLECOM", "web.example.com", List.of(FORMER), LOWERED));
    assertThat(s.state().phase()).isEqualTo(Phase.READY);
    s.when(ChangeNames.class, done()).thenWants(ConfigureLaunch.class);
  }

  @Test
  void an_outage_waits_for_answers_of_before_where_its_window_has_the_time_and_says_so() {
    var s = reading().when(ReadNames.class, read(new NameRecord("192.0.2.10", 600))).when(ChangeNames.class, done()).thenWants();
    assertThat(s.event(DnsPrepared.class).getAwaited()).isTrue();
    assertThat(s.event(DnsPrepared.class).getFormerTtlSeconds()).isEqualTo(600);
    assertThat(s.event(DnsPrepared.class).getForgottenAt()).isEqualTo(s.now().plusSeconds(600));
    s.after(Duration.ofSeconds(599)).thenWants();
    s.after(Duration.ofSeconds(1)).thenWants(ConfigureLaunch.class);
  }

  @Test
  void a_revoked_cutover_waits_no_more_and_a_held_one_goes_on_when_it_is_released() {
    var s = reading().when(ReadNames.class, read(new NameRecord("192.0.2.10", 600))).when(ChangeNames.class, done());
    s.given(Facts.held(5)).after(Duration.ofSeconds(600)).thenWants();
    s.given(Facts.resumed(6)).thenWants(ConfigureLaunch.class);
    var revoked = reading().when(ReadNames.class, read(new NameRecord("192.0.2.10", 600))).when(ChangeNames.class, done());
    revoked.given(Facts.revoked(700)).thenWants(ChangeNames.class);
    assertThat(revoked.state().names().phase()).isEqualTo(NamesPhase.RAISING);
  }

  @Test
  void longer_times_are_told_and_not_waited_for_and_shorter_ones_are_no_matter() {
    var longer = lowered().thenWants(ConfigureLaunch.class);
    assertThat(longer.event(DnsPrepared.class).getAwaited()).as("an hour, of which half is waited for at most").isFalse();
    var shorter = reading().forget().when(ReadNames.class, read(LOWERED)).when(ChangeNames.class, done());
    shorter.thenEvents().thenWants(ConfigureLaunch.class);
  }

  @Test
  void nothing_is_waited_for_that_the_cutover_needs_of_its_window() {
    var names = lowered().state().names();
    var wait = new NamesWait(Duration.ofHours(1), Duration.ofHours(2));
    assertThat(wait.covers(names, START, START.plus(Duration.ofHours(3)))).isTrue();
    assertThat(wait.covers(names, START, START.plus(Duration.ofHours(3)).minusSeconds(1))).isFalse();
    assertThat(NamesWait.NONE.covers(names, START, START.plus(Duration.ofDays(1)))).isFalse();
  }

  @Test
  void they_lead_to_the_target_only_after_its_verification_and_before_the_cutover_is_done() {
    var s = verified().thenWants().given(Facts.accepted(1)).thenWants(ChangeNames.class).thenEvents();
    assertThat(s.wanted(ChangeNames.class).changes().getFirst().from()).containsExactly(LOWERED);
    assertThat(s.wanted(ChangeNames.class).changes().getFirst().to()).isEqualTo(LED);
    s.when(ChangeNames.class, done()).thenEvents(DnsSwitched.class, CutoverDone.class);
    assertThat(s.event(DnsSwitched.class).getNames()).containsExactly("web.example.com");
    assertThat(s.event(DnsSwitched.class).getForgottenAt()).as("the former hour").isAfter(s.now().plusSeconds(3000));
  }

  @Test
  void finalized_they_are_kept_as_long_as_before() {
    var s = moved().forget().given(Facts.finalizeAuthorized(1)).when(FinalizeCutover.class, done())
        .thenEvents(CutoverFinalized.class);
    var change = s.wanted(ChangeNames.class).changes().getFirst();
    assertThat(change.from()).containsExactly(LED);
    assertThat(change.to()).isEqualTo(new NameRecord("127.61.0.9", 3600));
    s.given(Facts.held(9));
    assertThat(s.wanted(ChangeNames.class).header().act()).isFalse();
    s.when(ChangeNames.class, failed()).after(Journey.RETRY).when(ChangeNames.class, done());
    assertThat(s.state().names().phase()).isEqualTo(NamesPhase.UNTOUCHED);
  }

  @Test
  void on_the_way_back_they_lead_to_the_source_after_it_was_resumed_and_before_the_lifecycle_is_reverted() {
    var s = resuming().thenWants().thenEvents(RollbackStarted.class).given(Facts.held(9), Facts.sourceResumed(1));
    assertThat(s.wanted(ChangeNames.class).header().act()).as("never blocked").isTrue();
    assertThat(s.wanted(ChangeNames.class).changes())
        .containsExactly(new NameChange("Z0EXAMPLECOM", "web.example.com", List.of(LED, LOWERED), FORMER));
    s.thenWants(ChangeNames.class).when(ChangeNames.class, done()).thenWants(RevertLifecycle.class)
        .when(RevertLifecycle.class, done()).thenEvents(RollbackStarted.class, RolledBack.class);
  }

  @Test
  void names_that_cannot_be_led_back_hold_nobody_up_and_are_tried_for_ever() {
    var s = resuming().given(Facts.sourceResumed(1)).when(ChangeNames.class, failed()).thenWants().after(Journey.RETRY)
        .when(ChangeNames.class, failed()).thenWants(RevertLifecycle.class).when(RevertLifecycle.class, done());
    assertThat(s.events()).filteredOn(e -> e instanceof LaunchStepFailed failed && failed.getFinal$()).hasSize(1);
    s.after(MOST).when(ChangeNames.class, failedForGood()).after(MOST).thenWants(ChangeNames.class);
    assertThat(s.events()).filteredOn(e -> e instanceof LaunchStepFailed failed && failed.getFinal$()).hasSize(1);
    s.when(ChangeNames.class, done()).thenWants();
  }

  @Test
  void a_switch_that_was_under_way_is_taken_back_from_wherever_it_got() {
    var s = switching().given(Facts.rollBackNow(1)).thenWants(StopTarget.class).when(StopTarget.class, done())
        .when(SnapshotTarget.class, Facts.taken(true, "snap-1")).given(Facts.sourceResumed(1));
    assertThat(s.wanted(ChangeNames.class).changes().getFirst().from()).containsExactly(LED, LOWERED);
  }

  @Test
  void what_users_wrote_who_came_by_name_before_the_cutover_was_done_is_snapshotted() {
    var sent = switching();
    var held = switching().given(Facts.held(9)).when(ChangeNames.class, done()).thenEvents();
    for (var s : List.of(sent, held)) {
      s.forget().given(Facts.rollBackNow(1)).thenWants(StopTarget.class).when(StopTarget.class, done()).thenEvents()
          .thenWants(SnapshotTarget.class).when(SnapshotTarget.class, Facts.taken(true, "snap-1"))
          .thenEvents(RollbackStarted.class);
      assertThat(s.event(RollbackStarted.class).getSnapshotIds()).containsExactly("snap-1");
    }
    verified().given(Facts.rollBackNow(1)).when(StopTarget.class, done()).thenEvents(RollbackStarted.class);
  }

  @Test
  void nothing_is_switched_while_it_is_held_or_revoked() {
    var s = verified().given(Facts.held(9), Facts.accepted(1)).thenWants().given(Facts.resumed(10)).given(Facts.held(11));
    assertThat(s.wanted(ChangeNames.class).header().act()).isFalse();
    verified().given(Facts.revoked(9), Facts.accepted(1)).thenWants();
  }

  @Test
  void a_cutover_that_does_not_take_place_leaves_the_names_as_they_were() {
    for (var s : List.of(lowering().given(Facts.revoked(9)), lowered().given(Facts.revoked(9)),
        lowered().when(ConfigureLaunch.class, Facts.configured()).given(Facts.rollBackNow(1)))) {
      assertThat(s.wanted(ChangeNames.class).changes())
          .containsExactly(new NameChange("Z0EXAMPLECOM", "web.example.com", List.of(LOWERED), FORMER));
      s.when(ChangeNames.class, done());
      assertThat(s.state().names().phase()).isEqualTo(NamesPhase.UNTOUCHED);
    }
    reading().after(Duration.ofHours(4)).thenWants();
  }

  @Test
  void a_name_that_is_not_there_yet_appears_with_the_target_and_goes_with_it() {
    var s = reading().when(ReadNames.class, read(NameRecord.NONE));
    assertThat(s.wanted(ChangeNames.class).changes().getFirst().to()).isEqualTo(NameRecord.NONE);
    s.when(ChangeNames.class, done()).when(ConfigureLaunch.class, Facts.configured()).given(Facts.reserved(1),
        Facts.quiesceNow(1), Facts.quiesced(1, 600), Facts.drained(1, 600), Facts.launchNow(1))
        .when(StartCutover.class, launched("job-2", TARGET_INSTANCE)).given(Facts.verified(1, TARGET_INSTANCE), Facts.accepted(1));
    assertThat(s.wanted(ChangeNames.class).changes())
        .containsExactly(new NameChange("Z0EXAMPLECOM", "web.example.com", List.of(NameRecord.NONE), LED));
    s.when(ChangeNames.class, done()).given(Facts.rollBackNow(1)).when(StopTarget.class, done())
        .when(SnapshotTarget.class, Facts.taken(true, "snap-1")).given(Facts.sourceResumed(1));
    assertThat(s.wanted(ChangeNames.class).changes().getFirst().to()).isEqualTo(NameRecord.NONE);
  }

  @Test
  void what_fails_is_tried_again_then_a_person_is_told_and_may_ask_for_more() {
    var s = reading().when(ReadNames.class, failed()).thenWants().after(Journey.RETRY).when(ReadNames.class, failedForGood())
        .thenWants().thenEvents(LaunchStepFailed.class, LaunchStepFailed.class);
    assertThat(s.events()).last().satisfies(e -> assertThat(((LaunchStepFailed) e).getFinal$()).isTrue());
    s.given(Facts.retry(s.now())).when(ReadNames.class, read(FORMER)).when(ChangeNames.class, failed()).thenWants()
        .after(Journey.RETRY).when(ReadNames.class, read(FORMER)).when(ChangeNames.class, failedForGood()).thenWants()
        .given(Facts.retry(s.now().plusSeconds(1))).after(Duration.ofSeconds(1)).when(ReadNames.class, read(FORMER));
    var stuck = switching().when(ChangeNames.class, failed()).after(Journey.RETRY).when(ChangeNames.class, failedForGood());
    stuck.thenWants().thenEvents(LaunchStepFailed.class, LaunchStepFailed.class);
    stuck.given(Facts.retry(stuck.now())).when(ChangeNames.class, done())
        .thenEvents(LaunchStepFailed.class, LaunchStepFailed.class, DnsSwitched.class, CutoverDone.class);
    moved().given(Facts.finalizeAuthorized(1)).when(FinalizeCutover.class, done()).when(ChangeNames.class, failedForGood())
        .thenWants(LaunchOperation.ArchiveServer.class);
  }

  @Test
  void another_round_waits_until_the_names_of_the_one_before_are_back() {
    var s = resuming().given(Facts.sourceResumed(1)).when(ChangeNames.class, failedForGood())
        .when(RevertLifecycle.class, done()).given(Facts.retest(2), named(Facts.build(2)));
    assertThat(s.state().round()).isEqualTo(2);
    s.after(MOST);
    assertThat(s.wanted(ChangeNames.class).header().round()).as("of the round before").isEqualTo(1);
  }

  @Test
  void a_server_without_names_waits_for_none() {
    var s = Journey.cutoverSettings(VISITED).thenWants(ConfigureLaunch.class);
    assertThat(s.state().names()).isNull();
  }

  @Test
  void states_and_operations_survive_being_stored() {
    var registry = new InMemoryRegistry();
    var states = RecordSerde.of(LaunchState.class, registry);
    var operations = RecordSerde.of(LaunchOperation.class, registry);
    for (var s : List.of(reading(), lowering(), switching(), resuming().given(Facts.sourceResumed(1)))) {
      assertThat(states.decode(states.encode(s.state()))).isEqualTo(s.state());
      for (var operation : Journey.DECIDER.wanted(s.state())) {
        assertThat(operations.decode(operations.encode(operation))).isEqualTo(operation);
      }
    }
  }
}
