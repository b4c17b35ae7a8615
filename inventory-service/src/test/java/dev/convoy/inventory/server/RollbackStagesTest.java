package dev.convoy.inventory.server;

import dev.convoy.events.common.Gate;
import dev.convoy.events.common.GroupPolicy;
import dev.convoy.events.common.ServerDecision;
import dev.convoy.events.common.Serving;
import dev.convoy.events.common.Stage;
import dev.convoy.events.inventory.RollbackRequested;
import dev.convoy.events.status.ServerStatus;
import dev.convoy.events.wave.CommandRejected;
import dev.convoy.inventory.Facts;
import dev.convoy.inventory.Samples;
import dev.convoy.inventory.World;
import dev.convoy.inventory.command.ServerCommand;
import dev.convoy.inventory.command.WaveCommand;
import dev.convoy.inventory.command.WavePlan;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import static org.assertj.core.api.Assertions.assertThat;

/** A rollback asked for at every stage that a server can be at: taken, or refused with the reason and the way that is left. */
class RollbackStagesTest {

  private static final String WEB = "web-1";
  private static final Set<Stage> TAKEN = EnumSet.range(Stage.CUTOVER_AUTHORIZED, Stage.CUTOVER_DONE);

  /** Each gate that is approved, and the stage before it. */
  private static final Map<Gate, Stage> OPENED_BEHIND =
      new EnumMap<>(Map.of(Gate.TEST, Stage.REPLICATION_HEALTHY, Gate.CUTOVER, Stage.TEST_WAIVED, Gate.FINALIZE, Stage.CUTOVER_DONE));

  private final World world = new World();
  private final Facts facts = new Facts(WEB, 1, world.now());

  private ServerCommand back(String id) {
    return new ServerCommand.RollBackServer(id, WEB, "ann", "smoke");
  }

  private Stage stage() {
    return world.state(WEB).round().stage();
  }

  /** Facts up to a stage, and no further: the gates behind it stay closed. */
  private void bringTo(Stage wanted) {
    world.tell(WEB, Samples.message(WEB, d -> d));
    if (wanted == Stage.REGISTERED) {
      return;
    }
    world.tell("wave-1", new WaveCommand.PlanWave("plan", "wave-1", "ann",
        new WavePlan(List.of(Gate.TEST, Gate.CUTOVER, Gate.FINALIZE), GroupPolicy.HOLD, null, null, null, null)));
    world.tell("wave-1", new WaveCommand.StartWave("start", "wave-1", "ann"));
    if (wanted == Stage.WITHDRAWN) {
      world.tell(WEB, new ServerCommand.WithdrawServer("w", WEB, "ann"));
      return;
    }
    if (wanted == Stage.TEST_WAIVED) {
      world.tell(WEB, new ServerCommand.DecideServer("d", WEB, "ann", ServerDecision.WITHOUT_TEST, "no second copy"));
    }
    OPENED_BEHIND.forEach((gate, stage) -> {
      if (wanted.compareTo(stage) > 0 && wanted != Stage.TEST_WAIVED) {
        approve(gate);
      }
    });
    for (var fact : wanted == Stage.ROLLED_BACK ? rolledBack() : main()) {
      if (stage() != wanted) {
        world.tell(WEB, fact);
      }
    }
  }

  private void approve(Gate gate) {
    world.tell("wave-1", new WaveCommand.ApproveGate("approve " + gate, "wave-1", "ann", gate));
  }

  private List<SpecificRecord> main() {
    var all = new ArrayList<>(facts.build());
    all.addAll(facts.test());
    all.addAll(facts.outage());
    all.addAll(facts.cutover());
    all.addAll(facts.end());
    return all;
  }

  private List<SpecificRecord> rolledBack() {
    var all = main().subList(0, 12);
    all.addAll(facts.rollback());
    return all;
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "UNKNOWN")
  void everyStageHasAWayBackOrNamesTheWayThatIsLeft(Stage stage) {
    bringTo(stage);
    assertThat(stage()).isEqualTo(stage);
    world.forget().tell(WEB, back("c1"));
    if (TAKEN.contains(stage)) {
      assertThat(world.all(RollbackRequested.class)).singleElement().satisfies(asked -> {
        assertThat(asked.getRound()).isEqualTo(1);
        assertThat(asked.getReason()).isEqualTo("smoke");
      });
      world.forget().tell(WEB, back("c2"));
      assertThat(world.last(CommandRejected.class).getMessage()).contains("being rolled back already");
      return;
    }
    assertThat(world.all(RollbackRequested.class)).isEmpty();
    assertThat(world.last(CommandRejected.class).getCode()).isEqualTo("CVY-1302");
    assertThat(world.last(CommandRejected.class).getRemedy()).contains(wayLeft(stage));
  }

  private static String wayLeft(Stage stage) {
    return switch (stage) {
      case CUTOVER_FINALIZED, ARCHIVED -> "go back by hand: stop and snapshot the target";
      case ROLLED_BACK -> "./convoy server retest web-1";
      case WITHDRAWN -> "declare it again";
      case TEST_AUTHORIZED, TEST_LAUNCHED, TEST_PASSED, TEST_WAIVED -> "for another test ./convoy server retest web-1";
      default -> "./convoy server withdraw web-1";
    };
  }

  @ParameterizedTest
  @EnumSource(names = {"SOURCE_QUIESCED", "REPLICATION_DRAINED", "CUTOVER_LAUNCHED", "CUTOVER_VERIFIED",
      "DNS_SWITCHED", "CUTOVER_DONE"})
  void whoWasInAnOutageIsServedByItsSourceAgainAtTheEnd(Stage stage) {
    bringTo(stage);
    world.tell(WEB, back("c1")).tellAll(WEB, facts.rollback());
    assertThat(world.last(ServerStatus.class)).satisfies(status -> {
      assertThat(status.getStage()).isEqualTo(Stage.ROLLED_BACK);
      assertThat(status.getServing()).isEqualTo(Serving.SOURCE);
      assertThat(status.getEnded()).isTrue();
    });
  }

  @Test
  void oneWhoseFinalizationIsAuthorizedHasNoWayBackEither() {
    bringTo(Stage.CUTOVER_DONE);
    approve(Gate.FINALIZE);
    world.forget().tell(WEB, back("c1"));
    assertThat(world.last(CommandRejected.class).getMessage()).contains("finalized or about to be");
    assertThat(stage()).isEqualTo(Stage.CUTOVER_DONE);
  }

  @Test
  void oneWhoseCutoverWasRevokedHasNothingToRollBack() {
    bringTo(Stage.CUTOVER_SLOT_RESERVED);
    world.tell("wave-1", new WaveCommand.RevokeCutover("r", "wave-1", "ann", "audit")).forget();
    world.tell(WEB, back("c1"));
    assertThat(world.last(CommandRejected.class).getMessage()).contains("nothing to roll back");
  }
}
