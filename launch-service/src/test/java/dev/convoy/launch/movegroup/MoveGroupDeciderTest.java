package dev.convoy.launch.movegroup;

import dev.convoy.events.common.GroupPolicy;
import dev.convoy.events.common.Tier;
import dev.convoy.kit.core.Emitter;
import dev.convoy.kit.histories.MapRows;
import dev.convoy.launch.movegroup.MoveMessage.JoinMoveGroup;
import dev.convoy.launch.movegroup.MoveMessage.LeaveMoveGroup;
import dev.convoy.launch.movegroup.MoveMessage.MemberFailed;
import dev.convoy.launch.movegroup.MoveMessage.MemberReached;
import dev.convoy.launch.movegroup.MoveMessage.Progress;
import dev.convoy.launch.movegroup.MoveMessage.ReturnAllowed;
import dev.convoy.launch.movegroup.MoveMessage.RollbackAsked;
import dev.convoy.launch.movegroup.MoveMessage.SlotsGranted;
import dev.convoy.launch.movegroup.MoveMessage.SlotsRefused;
import dev.convoy.launch.slots.SlotMessage.ReleaseSlots;
import dev.convoy.launch.slots.SlotMessage.RequestSlots;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MoveGroupDeciderTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final MoveGroupDecider decider =
      new MoveGroupDecider(new MoveSettings(Duration.ofHours(1), Duration.ofMinutes(15)));
  private final MapRows<MoveRow> rows = new MapRows<>();
  private final List<String> said = new ArrayList<>();
  private MoveGroup group = decider.initial("wave-1/shop");
  private Instant now = START;
  private GroupPolicy policy = GroupPolicy.ROLLBACK;
  private String staying = "";

  @BeforeEach
  void nothing_was_said() {
    said.clear();
  }

  @Test
  void nothing_goes_on_before_all_have_joined() {
    join("web", Tier.WEB);
    join("app", Tier.UNKNOWN);
    assertThat(said).isEmpty();
    join("db", Tier.DATABASE);
    assertThat(said).containsExactly("RequestSlots 3");
  }

  @Test
  void slots_come_first_then_the_tiers_from_the_front() {
    allJoined();
    tell(new SlotsGranted(1));
    assertThat(said).containsExactly("app SlotsReserved", "db SlotsReserved", "web SlotsReserved", "web QuiesceNow");
    said.clear();
    reach("web", Progress.QUIESCED);
    assertThat(said).containsExactly("app QuiesceNow");
    reach("web", Progress.DRAINED);
    reach("app", Progress.QUIESCED);
    assertThat(said).containsExactly("app QuiesceNow", "db QuiesceNow");
  }

  @Test
  void all_are_launched_together_when_the_last_is_drained() {
    allDrainedBut("db");
    assertThat(said).isEmpty();
    reach("db", Progress.DRAINED);
    assertThat(said).containsExactly("app LaunchNow", "db LaunchNow", "web LaunchNow");
  }

  @Test
  void slots_go_back_as_the_members_launch() {
    allLaunchingAndSilent();
    reach("web", Progress.LAUNCHED);
    reach("web", Progress.LAUNCHED);
    reach("db", Progress.LAUNCHED);
    assertThat(said).containsExactly("ReleaseSlots 2", "ReleaseSlots 1");
  }

  @Test
  void verifications_count_from_the_database_forward() {
    allLaunched();
    reach("web", Progress.VERIFIED);
    reach("app", Progress.VERIFIED);
    assertThat(said).isEmpty();
    reach("db", Progress.VERIFIED);
    assertThat(said).containsExactly("db VerificationAccepted", "app VerificationAccepted", "web VerificationAccepted");
    assertThat(decider.wakeAt(group)).as("they are in the outage still").isNotNull();
    List.of("web", "app", "db").forEach(server -> reach(server, Progress.DONE));
    assertThat(group.phase()).isEqualTo(MoveGroup.Phase.MOVED);
    assertThat(decider.wakeAt(group)).isNull();
  }

  @Test
  void a_failed_member_takes_all_back_where_the_policy_says_so() {
    allLaunchingAndSilent();
    tell(new MemberFailed("app", 1, 1, "boot failed"));
    assertThat(said).containsExactly("app RollBackNow", "db RollBackNow", "web RollBackNow");
    said.clear();
    tell(new LeaveMoveGroup("app", 1, 1));
    tell(new LeaveMoveGroup("db", 1, 1));
    tell(new LeaveMoveGroup("web", 1, 1));
    assertThat(said).containsExactly("ReleaseSlots 2", "ReleaseSlots 1", "ReleaseSlots 0");
    assertThat(group.phase()).isEqualTo(MoveGroup.Phase.GATHERING);
  }

  @Test
  void a_failed_member_waits_for_a_person_where_the_policy_says_so_but_not_beyond_the_back_out_time() {
    policy = GroupPolicy.HOLD;
    allLaunchingAndSilent();
    tell(new MemberFailed("app", 1, 1, "boot failed"));
    assertThat(said).isEmpty();
    assertThat(decider.wakeAt(group)).isEqualTo(START.plus(Duration.ofHours(5)).minus(Duration.ofMinutes(15)));
    tickAt(START.plus(Duration.ofHours(5)).minus(Duration.ofMinutes(15)));
    assertThat(said).containsExactly("app RollBackNow", "db RollBackNow", "web RollBackNow");
  }

  @Test
  void a_group_that_cannot_begin_in_time_is_refused_and_its_request_withdrawn() {
    allJoined();
    tickAt(START.plus(Duration.ofHours(4)));
    assertThat(said).containsExactly("ReleaseSlots 0", "app MoveRefused", "db MoveRefused", "web MoveRefused");
    said.clear();
    tell(new SlotsGranted(1));
    assertThat(said).isEmpty();
  }

  @Test
  void a_grant_that_comes_too_late_quiesces_nobody() {
    allJoined();
    now = START.plus(Duration.ofHours(4));
    tell(new SlotsGranted(1));
    assertThat(said).noneMatch(answer -> answer.endsWith("QuiesceNow"));
  }

  @Test
  void an_application_larger_than_the_pool_is_refused() {
    allJoined();
    tell(new SlotsRefused(1, 2));
    assertThat(said).containsExactly("app MoveRefused", "db MoveRefused", "web MoveRefused");
  }

  @Test
  void one_that_leaves_before_the_outage_holds_the_others_up_until_it_comes_back() {
    allJoined();
    tell(new LeaveMoveGroup("app", 1, 1));
    assertThat(said).containsExactly("ReleaseSlots 0");
    said.clear();
    tell(joining("app", Tier.APPLICATION, 2));
    assertThat(said).containsExactly("RequestSlots 3");
    tell(new SlotsGranted(1));
    assertThat(said).containsExactly("RequestSlots 3");
  }

  @Test
  void a_stranger_is_refused_while_the_others_move() {
    allLaunchingAndSilent();
    join("late", Tier.WEB);
    assertThat(said).containsExactly("late MoveRefused");
  }

  @Test
  void a_rollback_that_one_asks_for_is_for_all_even_after_the_move() {
    allLaunched();
    reach("db", Progress.VERIFIED);
    reach("app", Progress.VERIFIED);
    reach("web", Progress.VERIFIED);
    List.of("web", "app", "db").forEach(server -> reach(server, Progress.DONE));
    said.clear();
    tell(new RollbackAsked("web", 1, 1, "users complain", 1));
    assertThat(said).containsExactly("app RollBackNow", "db RollBackNow", "web RollBackNow");
  }

  @Test
  void members_come_back_in_a_later_round() {
    allLaunched();
    tell(new RollbackAsked("web", 1, 1, "users complain", 1));
    tell(new LeaveMoveGroup("web", 1, 1));
    said.clear();
    tell(new JoinMoveGroup("web", 2, 1, Tier.WEB, "a/r", "wave-1", 3, policy, START.plus(Duration.ofHours(4)),
        START.plus(Duration.ofHours(5)), false));
    tell(new LeaveMoveGroup("app", 1, 1));
    tell(new LeaveMoveGroup("db", 1, 1));
    assertThat(group.phase()).isEqualTo(MoveGroup.Phase.GATHERING);
    tell(new LeaveMoveGroup("web", 1, 1));
    assertThat(rows.get("web")).isNotNull();
  }

  @Test
  void before_the_launch_whoever_is_to_stay_goes_back_like_the_others() {
    staying = "db";
    allDrainedBut("web");
    tell(new MemberFailed("web", 1, 1, "backlog"));
    assertThat(said).containsExactly("app RollBackNow", "db RollBackNow", "web RollBackNow");
  }

  @Test
  void one_that_does_not_go_back_keeps_its_application_from_it_and_people_are_told_when_it_is_late() {
    staying = "db";
    allLaunchingAndSilent();
    tell(new MemberFailed("app", 1, 1, "boot failed"));
    assertThat(said).as("held, whatever the policy").isEmpty();
    tell(new RollbackAsked("web", 1, 1, "users complain", 1));
    assertThat(said).containsExactly("web RollbackWithheld");
    said.clear();
    tickAt(START.plus(Duration.ofHours(5)).minus(Duration.ofMinutes(15)));
    assertThat(said).containsExactly("app RollbackWithheld", "db RollbackWithheld", "web RollbackWithheld");
    assertThat(group.phase()).isEqualTo(MoveGroup.Phase.WITHHELD);
    assertThat(decider.wakeAt(group)).isNull();
    said.clear();
    List.of("web", "app", "db").forEach(server -> reach(server, Progress.LAUNCHED));
    List.of("db", "app", "web").forEach(server -> reach(server, Progress.VERIFIED));
    List.of("web", "app", "db").forEach(server -> reach(server, Progress.DONE));
    assertThat(group.phase()).as("completed after all").isEqualTo(MoveGroup.Phase.MOVED);
  }

  @Test
  void allowed_to_go_back_it_goes_like_any_other_and_at_once_if_it_is_late() {
    staying = "db";
    allLaunched();
    tell(new ReturnAllowed("db", 1, 1));
    tell(new MemberFailed("app", 1, 1, "boot failed"));
    assertThat(said).containsExactly("app RollBackNow", "db RollBackNow", "web RollBackNow");
  }

  @Test
  void a_late_application_goes_back_as_soon_as_the_last_is_allowed_to() {
    staying = "db";
    allLaunched();
    tickAt(START.plus(Duration.ofHours(5)));
    said.clear();
    tell(new ReturnAllowed("web", 1, 1));
    assertThat(said).isEmpty();
    tell(new ReturnAllowed("db", 1, 1));
    assertThat(said).containsExactly("app RollBackNow", "db RollBackNow", "web RollBackNow");
  }

  private void allJoined() {
    join("web", Tier.WEB);
    join("app", Tier.UNKNOWN);
    join("db", Tier.DATABASE);
    said.clear();
  }

  private void allDrainedBut(String last) {
    allJoined();
    tell(new SlotsGranted(1));
    for (var server : List.of("web", "app", "db")) {
      reach(server, Progress.QUIESCED);
    }
    for (var server : List.of("web", "app", "db")) {
      if (!server.equals(last)) {
        reach(server, Progress.DRAINED);
      }
    }
    said.clear();
  }

  private void allLaunchingAndSilent() {
    allDrainedBut("db");
    reach("db", Progress.DRAINED);
    said.clear();
  }

  private void allLaunched() {
    allLaunchingAndSilent();
    List.of("web", "app", "db").forEach(server -> reach(server, Progress.LAUNCHED));
    said.clear();
  }

  private void join(String server, Tier tier) {
    tell(joining(server, tier, 1));
  }

  private JoinMoveGroup joining(String server, Tier tier, int attempt) {
    return new JoinMoveGroup(server, 1, attempt, tier, "111122223333/eu-central-1", "wave-1", 3, policy,
        START.plus(Duration.ofHours(4)), START.plus(Duration.ofHours(5)), server.equals(staying));
  }

  private void reach(String server, Progress progress) {
    tell(new MemberReached(server, 1, 1, progress));
  }

  private void tickAt(Instant at) {
    now = at;
    decide(null);
  }

  private void tell(MoveMessage message) {
    decide((Record) message);
  }

  private void decide(@org.jspecify.annotations.Nullable Record message) {
    var out = new Emitter();
    group = decider.decide(group, rows, message, out, now);
    for (var send : out.sends()) {
      said.add(switch (send.message()) {
        case RequestSlots request -> "RequestSlots " + request.count();
        case ReleaseSlots release -> "ReleaseSlots " + release.keep();
        case Record answer -> send.key() + " " + answer.getClass().getSimpleName();
      });
    }
  }
}
