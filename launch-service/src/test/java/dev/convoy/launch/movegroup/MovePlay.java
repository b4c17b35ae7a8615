package dev.convoy.launch.movegroup;

import dev.convoy.events.common.GroupPolicy;
import dev.convoy.events.common.Tier;
import dev.convoy.kit.core.Emitter;
import dev.convoy.kit.histories.GroupPlay;
import dev.convoy.launch.movegroup.MoveGroup.Phase;
import dev.convoy.launch.movegroup.MoveRow.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/** Three servers of three tiers in one move group. */
final class MovePlay extends GroupPlay<MoveGroup, MoveRow> {

  private static final List<String> SERVERS = List.of("web", "app", "db");
  private static final MoveSettings SETTINGS = new MoveSettings(Duration.ofHours(1), Duration.ofMinutes(20));

  /** Before the message somebody had been told to launch who does not go back. */
  private boolean wasStaying;

  MovePlay() {
    super(new MoveGroupDecider(SETTINGS), "wave-1/shop");
  }

  @Override
  protected List<Record> messages(Random random) {
    var underWay = switch (header().phase()) {
      case QUIESCING, LAUNCHING, WITHHELD -> true;
      case GATHERING, RESERVING, MOVED, ROLLING_BACK -> false;
    };
    return underWay && random.nextInt(8) > 0
        ? rows().entrySet().stream().map(row -> reached(row.getKey(), row.getValue())).toList() : anything(random);
  }

  private List<Record> anything(Random random) {
    var server = SERVERS.get(random.nextInt(3));
    var row = rows().get(server);
    int round = row == null ? 1 : row.round();
    int attempt = row == null ? 1 : row.attempt();
    int next = random.nextInt(6) == 0 ? attempt + 1 : attempt;
    var all = new ArrayList<Record>(List.of(
        new MoveMessage.JoinMoveGroup(server, round, next, tier(server), "111122223333/eu-central-1", "wave-1", 3,
            GroupPolicy.values()[1 + random.nextInt(GroupPolicy.values().length - 1)], now().plus(Duration.ofHours(8)),
            now().plus(Duration.ofHours(9)), random.nextInt(4) == 0),
        new MoveMessage.SlotsGranted(header().asked())));
    all.addAll(List.copyOf(all));
    if (row != null && row.step() != Step.JOINED) {
      all.add(reached(server, row));
      all.add(reached(server, row));
    }
    all.add(switch (random.nextInt(6)) {
      case 5 -> new MoveMessage.ReturnAllowed(server, round, attempt);
      case 0 -> new MoveMessage.SlotsRefused(header().asked(), 2);
      case 1 -> new MoveMessage.MemberFailed(server, round, attempt, "boot failed");
      case 2 -> new MoveMessage.RollbackAsked(server, round, attempt, "users complain", 1 + random.nextInt(3));
      default -> new MoveMessage.LeaveMoveGroup(server, round, attempt);
    });
    return all;
  }

  @Override
  protected List<Record> everyMessage() {
    var all = new ArrayList<Record>(List.of(new MoveMessage.SlotsGranted(header().asked()),
        new MoveMessage.SlotsGranted(header().asked() + 1), new MoveMessage.SlotsRefused(header().asked(), 2)));
    for (var server : List.of("web", "db", "stranger")) {
      for (int attempt = 0; attempt <= 3; attempt++) {
        all.addAll(ofMember(server, 1, attempt));
        all.addAll(ofMember(server, 2, attempt));
      }
    }
    return all;
  }

  private List<Record> ofMember(String server, int round, int attempt) {
    var all = new ArrayList<Record>(List.of(
        new MoveMessage.JoinMoveGroup(server, round, attempt, tier(server), "111122223333/eu-central-1", "wave-1", 2,
            GroupPolicy.UNKNOWN, now(), now(), attempt == 2),
        new MoveMessage.ReturnAllowed(server, round, attempt),
        new MoveMessage.MemberFailed(server, round, attempt, "boot failed"),
        new MoveMessage.LeaveMoveGroup(server, round, attempt),
        new MoveMessage.RollbackAsked(server, round, attempt, "users complain", 1)));
    for (var progress : MoveMessage.Progress.values()) {
      all.add(new MoveMessage.MemberReached(server, round, attempt, progress));
    }
    return all;
  }

  @Override
  protected Enum<?> phase(MoveGroup of) {
    return of.phase();
  }

  private static Tier tier(String server) {
    return switch (server) {
      case "web" -> Tier.WEB;
      case "db" -> Tier.DATABASE;
      default -> Tier.APPLICATION;
    };
  }

  private static Record reached(String server, MoveRow row) {
    return new MoveMessage.MemberReached(server, row.round(), row.attempt(), switch (row.step()) {
      case JOINED, QUIESCING, LEAVING -> MoveMessage.Progress.QUIESCED;
      case QUIESCED -> MoveMessage.Progress.DRAINED;
      case DRAINED, LAUNCHING -> MoveMessage.Progress.LAUNCHED;
      case LAUNCHED -> MoveMessage.Progress.VERIFIED;
      case VERIFIED, ACCEPTED, DONE -> MoveMessage.Progress.DONE;
    });
  }

  @Override
  protected void check(MoveGroup before, @Nullable Record message, MoveGroup after, Emitter out) {
    boolean staying = wasStaying && !(message instanceof MoveMessage.ReturnAllowed)
        && !(message instanceof MoveMessage.LeaveMoveGroup) && !(message instanceof MoveMessage.JoinMoveGroup);
    wasStaying = rows().values().stream().anyMatch(MoveRow::isStaying);
    out.sends().forEach(send -> {
      switch (send.message()) {
        case MoveAnswer.QuiesceNow m -> checkTurn(m.serverId(), after);
        case MoveAnswer.RollBackNow m -> assertThat(staying).as("kept from going back at %s", m).isFalse();
        case MoveAnswer.RollbackWithheld m -> assertThat(m.staying()).as("who stays at %s", m).isNotEmpty();
        case MoveAnswer.LaunchNow m -> assertThat(before.phase()).as("slots before %s", m).isEqualTo(Phase.QUIESCING);
        default -> { }
      }
    });
    assertThat(after.slots()).as("slots of %s", after).isLessThanOrEqualTo(3);
    if (rows().isEmpty()) {
      assertThat(after.phase()).as("a group without members").isEqualTo(Phase.GATHERING);
    }
  }

  /** No quiesce without slots for all, nor before the tiers in front. */
  private void checkTurn(String server, MoveGroup group) {
    assertThat(group.slots()).as("slots at the turn of %s", server).isPositive();
    rows().forEach((other, row) -> {
      assertThat(row.step()).as("step of %s at the turn of %s", other, server).isNotEqualTo(Step.LEAVING);
      if (row.tier().compareTo(tier(server)) < 0) {
        assertThat(row.step()).as("step of %s at the turn of %s", other, server).isGreaterThanOrEqualTo(Step.QUIESCED);
      }
    });
  }
}
