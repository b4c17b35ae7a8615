package dev.convoy.inventory.server;

import dev.convoy.events.common.ServerDecision;
import dev.convoy.events.common.Stage;
import dev.convoy.events.inventory.BuildAuthorized;
import dev.convoy.events.inventory.ServerBound;
import dev.convoy.events.inventory.ServerWithdrawn;
import dev.convoy.events.status.ServerStatus;
import dev.convoy.events.wave.CommandRejected;
import dev.convoy.inventory.Facts;
import dev.convoy.inventory.Samples;
import dev.convoy.inventory.World;
import dev.convoy.inventory.command.ServerCommand;
import dev.convoy.inventory.command.WaveCommand;
import java.time.Instant;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A source server of somebody else that a person says a server to be. */
class AdoptTest {

  private static final String WEB = "web-1";
  private static final String THEIRS = "s-0123456789abcdef0";
  private static final String OTHER = "s-0123456789abcdef9";

  private final World world = new World();
  private final Facts facts = new Facts(WEB, 1, Instant.parse("2026-01-01T00:01:00Z"));
  private int asked;

  private World declared() {
    return world.tell(WEB, Samples.message(WEB, d -> d));
  }

  private World adopt(String sourceServer) {
    asked++;
    return world.forget().tell(WEB, new ServerCommand.AdoptServer("adopt-" + asked, WEB, asked == 1 ? "ann" : "bob",
        "known by its address", sourceServer));
  }

  private World start() {
    return world.forget().tell("wave-1", new WaveCommand.StartWave("start", "wave-1", "ann"));
  }

  private void isRefused(String sourceServer, String code, String... words) {
    adopt(sourceServer);
    assertThat(world.types()).containsExactly("CommandRejected");
    assertThat(world.last(CommandRejected.class)).satisfies(refused -> {
      assertThat(refused.getCode()).isEqualTo(code);
      assertThat(refused.getMessage()).contains(words);
      assertThat(refused.getRemedy()).isNotEmpty();
    });
  }

  @Test
  void itIsRememberedToldToEverybodyAndHandedOnWithTheBuildGate() {
    declared();
    adopt(THEIRS);
    assertThat(world.types()).containsExactly("ServerBound");
    assertThat(world.last(ServerBound.class)).satisfies(bound -> {
      assertThat(bound.getSourceServerId()).isEqualTo(THEIRS);
      assertThat(bound.getDecidedBy()).isEqualTo("ann");
      assertThat(bound.getReason()).isEqualTo("known by its address");
      assertThat(bound.getAccount()).isNotEmpty();
    });
    assertThat(world.last(ServerStatus.class).getSourceServerId()).isEqualTo(THEIRS);
    assertThat(world.last(ServerStatus.class).getStage()).isEqualTo(Stage.REGISTERED);
    start();
    assertThat(world.last(BuildAuthorized.class).getSourceServerId()).isEqualTo(THEIRS);
  }

  @Test
  void withoutItTheBuildGateNamesNone() {
    declared();
    start();
    assertThat(world.last(BuildAuthorized.class).getSourceServerId()).isNull();
  }

  @Test
  void saidAgainItIsAnsweredByWhatStands() {
    declared();
    adopt(THEIRS);
    var first = world.last(ServerBound.class);
    adopt(THEIRS);
    assertThat(world.types()).containsExactly("ServerBound");
    assertThat(world.last(ServerBound.class).getDecidedBy()).isEqualTo("ann");
    assertThat(world.last(ServerBound.class).getAttempt()).isGreaterThan(first.getAttempt());
    start();
    adopt(THEIRS);
    assertThat(world.types()).as("once it is being built too").containsExactly("ServerBound");
  }

  @Test
  void anotherOneIsRefusedAndTheFirstStands() {
    declared();
    adopt(THEIRS);
    isRefused(OTHER, "CVY-1181", WEB, "sourceServerId", THEIRS, OTHER);
    start();
    assertThat(world.last(BuildAuthorized.class).getSourceServerId()).isEqualTo(THEIRS);
  }

  @Test
  void itIsRefusedOnceTheServerIsBeingBuiltWithoutIt() {
    declared();
    start();
    isRefused(THEIRS, "CVY-1182", WEB, THEIRS);
    world.tell(WEB, facts.build().get(0)).tell(WEB, facts.build().get(1));
    var installed = world.state(WEB).sourceServerId();
    assertThat(installed).isNotNull();
    isRefused(String.valueOf(installed), "CVY-1182", "by its agent");
    isRefused(OTHER, "CVY-1181", String.valueOf(installed));
  }

  @Test
  void itIsRefusedForWhoIsNotKnownNotMovedOrHasLeft() {
    world.once(WEB, new ServerCommand.AdoptServer("nobody", WEB, "ann", "known by its address", THEIRS));
    assertThat(world.last(CommandRejected.class).getCode()).isEqualTo("CVY-1301");
    world.tell(WEB, Samples.message(WEB, d -> d.setStrategy("Retire")));
    isRefused(THEIRS, "CVY-1180", "RETIRE");
    world.tell(WEB, new ServerCommand.WithdrawServer("w", WEB, "ann"));
    isRefused(THEIRS, "CVY-1183", WEB);
  }

  @Test
  void whoLeavesIsBoundToNothingAnyMoreAndSaysWhatStaysBehind() {
    declared();
    adopt(THEIRS);
    world.tell(WEB, new ServerCommand.WithdrawServer("w", WEB, "ann"));
    assertThat(world.last(ServerWithdrawn.class).getLeftBehind()).singleElement().asString().contains(THEIRS);
    declared();
    adopt(OTHER);
    assertThat(world.last(ServerBound.class).getSourceServerId()).isEqualTo(OTHER);
  }

  @Test
  void itStandsWhenAChangedDeclarationIsAccepted() {
    declared();
    adopt(THEIRS);
    start();
    world.tell(WEB, Samples.message(WEB, d -> d.setInstanceType("m5.xlarge")))
        .forget().tell(WEB, new ServerCommand.AcceptChange("accept", WEB, "ann"));
    assertThat(world.last(BuildAuthorized.class).getSourceServerId()).isEqualTo(THEIRS);
    assertThat(world.last(BuildAuthorized.class).getRound()).isEqualTo(2);
  }

  @Test
  void aDecisionThatIsTakenBackDoesNotTakeTheBindingWithIt() {
    declared();
    adopt(THEIRS);
    world.tell(WEB, new ServerCommand.DecideServer("d1", WEB, "ann", ServerDecision.WITHOUT_TEST, "why"))
        .tell(WEB, new ServerCommand.DecideServer("d2", WEB, "ann", ServerDecision.NORMAL, "why"));
    assertThat(world.state(WEB).decisions().isNone()).isTrue();
    start();
    assertThat(world.last(BuildAuthorized.class).getSourceServerId()).isEqualTo(THEIRS);
  }
}
