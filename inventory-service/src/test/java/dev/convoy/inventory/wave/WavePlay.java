package dev.convoy.inventory.wave;

import dev.convoy.events.common.Gate;
import dev.convoy.events.common.GroupPolicy;
import dev.convoy.events.common.Stage;
import dev.convoy.inventory.World;
import dev.convoy.inventory.command.AcceptTests;
import dev.convoy.inventory.command.WaveCommand;
import dev.convoy.inventory.command.WavePlan;
import dev.convoy.inventory.wave.WaveMessage.MemberReport;
import dev.convoy.inventory.wave.WaveRow.Member;
import dev.convoy.kit.core.Emitter;
import dev.convoy.kit.histories.GroupPlay;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/** A wave of four servers in two units of cutover that report themselves in any order, and of people who command. */
final class WavePlay extends GroupPlay<WaveHeader, WaveRow> {

  private static final String WAVE = "wave-1";
  private static final List<String> SERVERS = List.of("a", "b", "c", "d");
  private static final List<Stage> LINE = List.of(Stage.REGISTERED, Stage.BUILD_AUTHORIZED, Stage.REPLICATION_STARTED,
      Stage.REPLICATION_HEALTHY, Stage.TEST_PASSED, Stage.CUTOVER_AUTHORIZED, Stage.SOURCE_QUIESCED, Stage.CUTOVER_DONE,
      Stage.CUTOVER_FINALIZED, Stage.ARCHIVED);

  private int commands;

  WavePlay() {
    super(new WaveDecider(World.SETTINGS), WAVE);
  }

  @Override
  protected List<Record> messages(Random random) {
    var all = new ArrayList<Record>();
    for (var server : SERVERS) {
      all.add(further(server));
      all.add(random.nextInt(4) == 0 ? astray(server, random) : further(server));
    }
    if (random.nextInt(12) == 0) {
      all.add(new WaveMessage.MemberLeft(SERVERS.get(random.nextInt(4))));
    }
    commands++;
    if (header().phase() == WaveHeader.Phase.NEW) {
      // anything else is refused each time: nothing is kept of a wave that is not known
      all.add(new WaveMessage.Commanded(new WaveCommand.PlanWave("p" + commands, WAVE, "ann", WavePlan.AUTOMATIC)));
    } else {
      all.add(new WaveMessage.Commanded(command(random)));
      all.add(new WaveMessage.AcceptanceAsked(new AcceptTests("a" + commands, WAVE, "ann", "looks well")));
      all.add(new WaveMessage.Commanded(new WaveCommand.StartWave("start" + commands, WAVE, "ann")));
      all.add(new WaveMessage.Commanded(new WaveCommand.ResumeWave("resume" + commands, WAVE, "ann")));
    }
    return all;
  }

  private WaveCommand command(Random random) {
    var id = "c" + commands;
    return switch (random.nextInt(6)) {
      case 0 -> new WaveCommand.PauseWave(id, WAVE, "ann", "because");
      case 1 -> new WaveCommand.RollBackWave(id, WAVE, "ann", "because");
      case 2 -> new WaveCommand.RevokeCutover(id, WAVE, "ann", "because");
      case 3, 4 -> new WaveCommand.ApproveGate(id, WAVE, "ann", WavePlan.GATES.get(random.nextInt(4)));
      default -> plan(random);
    };
  }

  private WaveCommand plan(Random random) {
    return new WaveCommand.PlanWave("p" + commands, WAVE, "ann", new WavePlan(
        random.nextBoolean() ? List.of(Gate.CUTOVER, Gate.FINALIZE) : List.of(), GroupPolicy.HOLD,
        random.nextInt(3) == 0 ? now().plus(Duration.ofHours(1)) : null,
        random.nextBoolean() ? now().plus(Duration.ofHours(random.nextInt(9) - 1)) : null,
        random.nextInt(3) == 0 ? now().plus(Duration.ofHours(9)) : null,
        random.nextBoolean() ? Duration.ofMinutes(10) : null, random.nextInt(4) == 0,
        random.nextBoolean() ? Duration.ofDays(3) : null));
  }

  /** A server one stage on, as far as its gates let it. */
  private MemberReport further(String server) {
    var row = rows().get(server);
    var member = row == null ? null : row.member();
    if (member == null) {
      return report(server, 1, Stage.REGISTERED, false);
    }
    var at = member.report().stage();
    var next = LINE.get(Math.min(LINE.indexOf(at) + 1, LINE.size() - 1));
    var gates = member.gates();
    var let = switch (next) {
      case BUILD_AUTHORIZED -> gates.build();
      case TEST_PASSED -> gates.test();
      case CUTOVER_AUTHORIZED -> gates.cutover();
      case CUTOVER_FINALIZED -> gates.finalization();
      default -> true;
    };
    return report(server, member.report().round(), let ? next : at, false);
  }

  /** Parked, in another round, or not moved at all. */
  private MemberReport astray(String server, Random random) {
    var report = further(server);
    return switch (random.nextInt(3)) {
      case 0 -> report(server, report.round(), report.stage(), true);
      case 1 -> report(server, report.round() + 1, Stage.REPLICATION_HEALTHY, false);
      default -> new MemberReport(server, "other", "222233334444", "eu-central-1", random.nextBoolean(), report.round(),
          report.stage(), false, false, false, false, false, null, false, random.nextBoolean());
    };
  }

  private MemberReport report(String server, int round, Stage stage, boolean parked) {
    var tested = stage.compareTo(Stage.TEST_PASSED) >= 0;
    return new MemberReport(server, server.equals("d") ? null : "shop", "111122223333", "eu-central-1", true, round,
        stage, stage.compareTo(Stage.REPLICATION_HEALTHY) >= 0, tested, stage == Stage.SOURCE_QUIESCED, parked,
        stage.compareTo(Stage.CUTOVER_FINALIZED) >= 0, stage == Stage.CUTOVER_DONE ? now() : null, server.equals("c"),
        server.equals("b") && commands % 3 == 0, stage == Stage.TEST_PASSED && commands % 2 == 0);
  }

  @Override
  protected List<Record> everyMessage() {
    var random = new Random(commands);
    commands++;
    var all = new ArrayList<Record>(List.of(new WaveMessage.MemberLeft("a"), new WaveMessage.MemberLeft("stranger")));
    Stream.of(Stage.values()).forEach(stage -> {
      all.add(report("a", 1, stage, false));
      all.add(report("d", 2, stage, true));
      all.add(report("stranger", 0, stage, false));
    });
    Stream.<WaveCommand>of(plan(random), new WaveCommand.StartWave("x", WAVE, "ann"),
        new WaveCommand.PauseWave("x", WAVE, "ann", "because"), new WaveCommand.ResumeWave("x", WAVE, "ann"),
        new WaveCommand.RollBackWave("x", WAVE, "ann", "because"),
        new WaveCommand.RevokeCutover("x", WAVE, "ann", "because"))
        .map(WaveMessage.Commanded::new).forEach(all::add);
    Stream.of(Gate.values()).map(gate -> new WaveMessage.Commanded(new WaveCommand.ApproveGate("x", WAVE, "ann", gate)))
        .forEach(all::add);
    all.add(new WaveMessage.AcceptanceAsked(new AcceptTests("x", WAVE, "ann", "because")));
    return all;
  }

  @Override
  protected Enum<?> phase(WaveHeader of) {
    return of.phase();
  }

  @Override
  protected void check(WaveHeader before, @Nullable Record message, WaveHeader after, Emitter out) {
    out.sends().forEach(send -> {
      if (send.message() instanceof WaveAnswer.OpenGate open) {
        opened(after, send.key(), open);
      }
    });
    var members = rows().values().stream().map(WaveRow::member).filter(Objects::nonNull).toList();
    var counts = members.stream().map(Member::counts).reduce(WaveHeader.Counts.NONE, WaveHeader.Counts::plus);
    assertThat(after.counts()).as("counts").isEqualTo(counts);
    var byUnit = members.stream().collect(Collectors.groupingBy(m -> "/" + m.report().moveUnit()));
    rows().forEach((key, row) -> {
      var unit = row.unit();
      if (unit != null) {
        matches(key, unit, byUnit.getOrDefault(key, List.of()));
      }
    });
  }

  private static void matches(String key, WaveRow.Unit unit, List<Member> of) {
    var ids = of.stream().map(m -> m.report().serverId()).sorted().toList();
    assertThat(unit.members().stream().sorted().toList().equals(ids)).as("members of %s are %s: %s", key, ids, unit).isTrue();
    assertThat(unit.before()).as("before").isEqualTo((int) of.stream().filter(Member::isBeforeCutover).count());
    assertThat(unit.ready()).as("ready").isEqualTo((int) of.stream().filter(Member::isReadyForCutover).count());
  }

  /** A gate opens only in a wave that goes forward, approved if it must be, and a cutover only where the window has room. */
  private void opened(WaveHeader wave, String server, WaveAnswer.OpenGate open) {
    var member = Objects.requireNonNull(Objects.requireNonNull(rows().get(server)).member());
    assertThat(wave.phase()).as("phase at %s", open).isIn(WaveHeader.Phase.STARTED, WaveHeader.Phase.COMPLETED);
    assertThat(wave.deadlinePassed()).as("deadline at %s", open).isFalse();
    var waived = open.gate() == Gate.TEST && member.report().withoutTest();
    assertThat(wave.lets(open.gate()) || waived).as("approval of %s", open).isTrue();
    assertThat(member.report().moved() && !member.report().parked() && !member.report().ended()).as("%s", member).isTrue();
    assertThat(open.round()).isEqualTo(member.report().round());
    if (open.gate() == Gate.CUTOVER) {
      assertThat(member.report().tested()).as("test of %s", member).isTrue();
      var start = wave.plan().windowStart();
      assertThat(start == null || !now().isBefore(start)).as("window start %s", start).isTrue();
      Instant end = Objects.requireNonNull(open.moveGroup()).backOutBy();
      assertThat(end).as("room in the window").isAfterOrEqualTo(now().plus(World.SETTINGS.cutoverNeeds()));
    }
  }
}
