package dev.convoy.inventory.server;

import dev.convoy.events.cmdb.ServerDeclared;
import dev.convoy.events.common.Gate;
import dev.convoy.events.common.GroupPolicy;
import dev.convoy.events.common.ServerDecision;
import dev.convoy.events.common.Stage;
import dev.convoy.events.common.Strategy;
import dev.convoy.events.inventory.BuildAuthorized;
import dev.convoy.events.inventory.CutoverAuthorized;
import dev.convoy.events.inventory.CutoverRevoked;
import dev.convoy.events.inventory.FinalizeAuthorized;
import dev.convoy.events.inventory.ImageRequested;
import dev.convoy.events.inventory.RetestRequested;
import dev.convoy.events.inventory.RollbackRequested;
import dev.convoy.events.inventory.ServerBound;
import dev.convoy.events.inventory.ServerDecided;
import dev.convoy.events.inventory.ServerParked;
import dev.convoy.events.inventory.SnapshotsWaived;
import dev.convoy.events.inventory.TestAccepted;
import dev.convoy.events.inventory.TestAuthorized;
import dev.convoy.events.inventory.TestEndRequested;
import dev.convoy.events.inventory.TestWaived;
import dev.convoy.inventory.Samples;
import dev.convoy.inventory.command.ServerCommand;
import dev.convoy.inventory.command.WaveCommand;
import dev.convoy.inventory.declaration.DeclarationMessage;
import dev.convoy.inventory.declaration.DeclarationRules;
import dev.convoy.inventory.wave.MoveGroup;
import dev.convoy.inventory.wave.WaveAnswer;
import dev.convoy.kit.core.Decision;
import dev.convoy.kit.core.Input;
import dev.convoy.kit.core.Operation;
import dev.convoy.kit.core.Outcome;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.kit.histories.DeciderPlay;
import dev.convoy.kit.histories.Published;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/** What can happen to a server in the inventory. */
final class ServerPlay extends DeciderPlay<ServerState, Operation, Outcome> {

  private static final String SERVER = "web-01";
  private static final String WAVE = "wave-1";

  private static final List<Object> DECLARATIONS = List.of(declared(d -> d), declared(d -> d.setWave("wave-2")),
      declared(d -> d.setInstanceType("m5.xlarge")), declared(d -> d.setApplication(null)), declared(d -> d.setStrategy("Retire")),
      declared(d -> d.setPort(-1)), new DeclarationMessage.Withdrawn(SERVER, "cmdb"));

  private final Set<String> open = new HashSet<>();

  private static final ServerDecider DECIDER = new ServerDecider(new DeclarationRules(Samples.environments()));

  ServerPlay() {
    super(DECIDER, SERVER);
  }

  private static Object declared(UnaryOperator<ServerDeclared.Builder> change) {
    return Samples.message(SERVER, change);
  }

  @Override
  protected List<Object> messages(int round) {
    var begun = Math.min(round, state().round().number());
    var all = new ArrayList<>(ServerMessages.facts(SERVER, begun, now()));
    all.addAll(DECLARATIONS);
    all.addAll(answers(round));
    all.add(ServerMessages.snapshotsRefused(SERVER, round, 2, now()));
    all.add(new WaveCommand.StartWave(id(), "wave-9", "ann"));
    if (state().server() != null) {
      all.addAll(commands()); // before, each is refused again: nothing is kept of a server that is not known
    }
    return all;
  }

  @Override
  protected List<Object> likely() {
    int round = state().round().number();
    var open = answers(round);
    return switch (phase(state())) {
      case UNKNOWN, WITHDRAWN -> DECLARATIONS;
      case REGISTERED -> List.of(open.get(0), open.get(5));
      case REPLICATION_HEALTHY -> List.of(open.get(1));
      case TEST_PASSED -> List.of(open.get(2), ServerMessages.testEnded(SERVER, round, now()), ServerMessages.testKept(SERVER, round, now()),
          new ServerCommand.AcceptTest(id(), SERVER, "ann", "because"), open.getLast());
      case CUTOVER_DONE -> List.of(open.get(3), commands().get(2), ServerMessages.snapshotsRefused(SERVER, round, 1, now()),
          new ServerCommand.WaiveSnapshots(id(), SERVER, "ann", "because"));
      case ROLLED_BACK, ARCHIVED -> commands();
      default -> ServerMessages.next(SERVER, state().round().stage(), round, now());
    };
  }

  private List<Object> answers(int round) {
    var end = now().plus(Duration.ofHours(2));
    var group = new MoveGroup(WAVE + "/shop", 1, GroupPolicy.HOLD, end, end);
    var all = new ArrayList<Object>();
    Stream.of(Gate.BUILD, Gate.TEST, Gate.CUTOVER, Gate.FINALIZE, Gate.UNKNOWN).forEach(gate ->
        all.add(new WaveAnswer.OpenGate(WAVE, gate, round, gate == Gate.CUTOVER ? group : null)));
    all.addAll(List.of(new WaveAnswer.Hold(WAVE, "because"), new WaveAnswer.Release(WAVE, "go on"),
        new WaveAnswer.Revoke(WAVE, round, "because"), new WaveAnswer.RollBack(WAVE, round, "because", "ann"),
        new WaveAnswer.Park(WAVE, "CVY-1210", "late", "hurry"), new WaveAnswer.Hold("wave-2", "other wave"),
        new WaveAnswer.OpenGate(WAVE, Gate.CUTOVER, round, null),
        new WaveAnswer.OpenGate(WAVE, Gate.TEST, round, null, 3600L), new WaveAnswer.AcceptTest(WAVE, round, "ann", "because")));
    return all;
  }

  private List<Object> commands() {
    return List.of(new ServerCommand.RetryServer(id(), SERVER, "ann"), new ServerCommand.RetestServer(id(), SERVER, "ann"),
        new ServerCommand.RollBackServer(id(), SERVER, "ann", "because"),
        new ServerCommand.WithdrawServer(id(), SERVER, "ann"), new ServerCommand.AcceptChange(id(), SERVER, "ann"),
        new ServerCommand.ReinstallAgent(id(), SERVER, "ann", "because"),
        new ServerCommand.AcceptTest(id(), SERVER, "ann", "because"),
        new ServerCommand.CreateImage(id(), SERVER, "ann", "because", null),
        new ServerCommand.WaiveSnapshots(id(), SERVER, "ann", "because"), new ServerCommand.EndTest(id(), SERVER, "ann", "because"),
        new ServerCommand.AdoptServer(id(), SERVER, "ann", "because", "s-0123456789abcdef0"),
        new ServerCommand.AdoptServer(id(), SERVER, "ann", "because", "s-0123456789abcdef9"),
        new ServerCommand.BreakGlass(id(), SERVER, "ann", "because", Duration.ofHours(1)),
        new ServerCommand.BreakGlass(id(), SERVER, "ann", "because", null),
        decide(ServerDecision.NORMAL), decide(ServerDecision.EXCLUDE), decide(ServerDecision.WITHOUT_TEST),
        decide(ServerDecision.WITHOUT_ROLLBACK), decide(ServerDecision.UNKNOWN));
  }

  private ServerCommand decide(ServerDecision decision) {
    return new ServerCommand.DecideServer(id(), SERVER, "ann", decision, "because");
  }

  /** One command at a time. */
  private String id() {
    return "at-" + now().toEpochMilli();
  }

  @Override
  protected List<Outcome> outcomes(Operation operation, OutcomeHeader header) {
    return List.of();
  }

  @Override
  protected List<Outcome> everyOutcome(OutcomeHeader header) {
    return List.of();
  }

  @Override
  protected boolean hasEnded(ServerState of) {
    return false; // people may ask for another round of whoever is not finalized, and declare anybody anew
  }

  /** What is said here is as old as its place in its topic says: after newer ones it would be news. */
  @Override
  protected boolean comesAgain(Object message) {
    return false;
  }

  @Override
  protected Stage phase(ServerState of) {
    return of.server() == null ? Stage.UNKNOWN : of.withdrawn() ? Stage.WITHDRAWN : of.round().stage();
  }

  @Override
  protected List<String> transitions(Decision<ServerState> decision) {
    return Stream.concat(decision.events().stream().map(Published::name),
        decision.sends().stream().map(send -> send.message().getClass().getSimpleName()))
        .filter(name -> !ServerMessages.isOfOthers(name)).toList();
  }

  @Override
  protected void check(ServerState before, Input<Outcome> input, Decision<ServerState> decision) {
    var after = decision.state();
    for (var event : decision.events()) {
      switch (event) {
        case BuildAuthorized e -> {
          opens("build", e, before);
          assertThat(e.getSourceServerId()).as("%s", e).isEqualTo(before.decisions().sourceServerId());
        }
        case TestAuthorized e -> {
          opens("test", e, before);
          assertThat(before.decisions().withoutTest()).as("decided before %s", e).isNull();
        }
        case TestWaived e -> {
          opens("test", e, before);
          assertThat(before.decisions().withoutTest()).as("decided before %s", e).isNotNull();
        }
        case TestAccepted e -> assertThat(before.round().keepsTest() && KeptTest.isAwaited(before) && !KeptTest.isAwaited(after))
            .as("kept before %s", e).isTrue();
        case TestEndRequested e -> assertThat(FailedTest.stands(before)).as("stands before %s", e).isTrue();
        case SnapshotsWaived e -> {
          assertThat(OwedSnapshots.are(before)).as("owed before %s", e).isTrue();
          assertThat(after.round().snapshotsWaived()).as("kept of %s", e).isEqualTo(new OwedSnapshots.Waiver("ann", "because"));
        }
        case ImageRequested e -> assertThat(ImageCommands.refusal(before)).as("validated before %s", e).isNull();
        case ServerDecided e -> decided(e, before);
        case ServerBound e -> {
          assertThat(AdoptCommands.bound(before)).as("binding before %s", e).isIn(null, e.getSourceServerId());
          assertThat(AdoptCommands.bound(after)).as("binding after it").isEqualTo(e.getSourceServerId());
        }
        case CutoverAuthorized e -> {
          opens("cutover", e, before);
          assertThat(before.round().isTested()).as("test of %s", e).isTrue();
        }
        case CutoverRevoked e -> {
          assertThat(open.remove("cutover" + e.getRound())).as("%s", e).isTrue();
          assertThat(before.users().isInOutage()).as("outage at %s", e).isFalse();
        }
        case FinalizeAuthorized e -> {
          opens("finalize", e, before);
          assertThat(before.round().stage()).as("stage at %s", e).isEqualTo(Stage.CUTOVER_DONE);
        }
        case RollbackRequested e -> assertThat(before.round().gates().finalization()).as("%s", e).isFalse();
        case RetestRequested e -> assertThat(isFinalized(before)).as("%s of a finalized server", e).isFalse();
        case ServerParked e -> assertThat(before.withdrawn()).as("%s of a server that has left", e).isFalse();
        default -> { }
      }
    }
    var users = after.users();
    assertThat(Change.holds(after)).as("held for its change").isEqualTo(after.change() != null && !users.isInOutage()
        && !(users.doneAt() != null && users.rollbackStartedAt() == null));
    assertThat(after.round().number()).as("round").isGreaterThanOrEqualTo(before.round().number());
    if (after.round().number() == before.round().number()) {
      assertThat(after.round().stage()).as("stage").isGreaterThanOrEqualTo(before.round().stage());
    }
  }

  /** What the gate of a cutover has frozen is not loosened behind its back; without a question only what stands is taken back. */
  private static void decided(ServerDecided e, ServerState before) {
    var authorized = before.round().gates().cutover() && before.round().stage() != Stage.ROLLED_BACK;
    assertThat(authorized && EnumSet.of(ServerDecision.WITHOUT_TEST, ServerDecision.WITHOUT_ROLLBACK)
        .contains(e.getDecision())).as("%s under its authorization", e).isFalse();
    if (e.getDecision() == ServerDecision.NORMAL) {
      assertThat(e.getWithoutTest() || e.getWithoutRollback()).as("what stands after %s", e)
          .isEqualTo(!e.getCode().isEmpty() && !before.decisions().isNone());
    }
  }

  private void opens(String gate, SpecificRecord event, ServerState before) {
    assertThat(open.add(gate + event.get(1))).as("%s a second time", event).isTrue();
    assertThat(before.isEnded()).as("%s of a server that has ended", event).isFalse();
    assertThat(strategy(before)).as("strategy at %s", event).isEqualTo(Strategy.REHOST);
  }

  private static @Nullable Strategy strategy(ServerState state) {
    var server = state.server();
    return server == null ? null : server.strategy();
  }

  private static boolean isFinalized(ServerState state) {
    return state.round().stage() == Stage.CUTOVER_FINALIZED || state.round().stage() == Stage.ARCHIVED;
  }
}
