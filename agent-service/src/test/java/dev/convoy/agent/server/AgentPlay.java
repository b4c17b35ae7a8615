package dev.convoy.agent.server;

import dev.convoy.agent.server.AgentOperation.AdoptAgent;
import dev.convoy.agent.server.AgentOperation.AwaitSource;
import dev.convoy.agent.server.AgentOperation.CheckPrerequisites;
import dev.convoy.agent.server.AgentOperation.CloseBreakGlass;
import dev.convoy.agent.server.AgentOperation.CopyScripts;
import dev.convoy.agent.server.AgentOperation.InstallAgent;
import dev.convoy.agent.server.AgentOperation.OpenBreakGlass;
import dev.convoy.agent.server.AgentOperation.PowerOnSource;
import dev.convoy.agent.server.AgentOperation.ProfileSource;
import dev.convoy.agent.server.AgentOperation.Quiesce;
import dev.convoy.agent.server.AgentOperation.RemoveAgent;
import dev.convoy.agent.server.AgentOperation.Resume;
import dev.convoy.agent.server.AgentOperation.ShutDownSource;
import dev.convoy.agent.server.AgentOperation.WatchSource;
import dev.convoy.agent.server.AgentOutcome.Begun;
import dev.convoy.agent.server.AgentOutcome.BreakGlassGone;
import dev.convoy.agent.server.AgentOutcome.BreakGlassMade;
import dev.convoy.agent.server.AgentOutcome.Checked;
import dev.convoy.agent.server.AgentOutcome.Failed;
import dev.convoy.agent.server.AgentOutcome.HookRan;
import dev.convoy.agent.server.AgentOutcome.Installed;
import dev.convoy.agent.server.AgentOutcome.Profiled;
import dev.convoy.agent.server.AgentOutcome.Pushed;
import dev.convoy.agent.server.AgentOutcome.Removed;
import dev.convoy.agent.server.AgentOutcome.RunbookDone;
import dev.convoy.agent.server.AgentOutcome.ScriptsCopied;
import dev.convoy.agent.server.AgentOutcome.Served;
import dev.convoy.agent.server.AgentOutcome.SwitchedOff;
import dev.convoy.agent.server.AgentOutcome.Unserved;
import dev.convoy.agent.server.AgentOutcome.Woke;
import dev.convoy.events.common.FailedCheck;
import dev.convoy.events.inventory.ServerWithdrawn;
import dev.convoy.kit.core.Decision;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.Input;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.kit.histories.DeciderPlay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** What can happen to a server in agent-service. */
final class AgentPlay extends DeciderPlay<AgentServer, AgentOperation, AgentOutcome> {

  /** The inventory raises no round while a source is quiesced. */
  private static final Set<AgentPhase> OUTAGE = EnumSet.range(AgentPhase.PROFILING, AgentPhase.RESUME_OVERDUE);

  private static final AgentDecider DECIDER = new AgentDecider(AgentFacts.copying(), WorkerGroups.NONE, AgentFacts.power());

  /** The last round that was said to have left: what is built after it is of a later one. */
  private int left;
  private final Map<String, Long> latest = new HashMap<>();

  AgentPlay() {
    super(DECIDER, AgentFacts.SERVER);
  }

  @Override
  protected List<Object> messages(int drawn) {
    int round = OUTAGE.contains(state().phase()) ? Math.min(drawn, state().round()) : drawn;
    int turned = state().phase() == AgentPhase.WITHDRAWN ? Math.min(round, state().round() - 1) : round;
    int built = state().withdrawn() ? Math.max(drawn, left + 1) : round;
    return List.of(made(() -> AgentFacts.build(built, now())), made(() -> AgentFacts.bound(built, "s-1", now())),
        made(() -> AgentFacts.account(round, now())), made(() -> AgentFacts.turn(turned, now())),
        made(() -> AgentFacts.rollback(turned, now())), made(() -> AgentFacts.retry(round, now())),
        made(() -> AgentFacts.held(round, now())),
        made(() -> AgentFacts.resumed(round, now())), made(() -> AgentFacts.retest(round, now())),
        made(() -> AgentFacts.test(round, now())),
        made(() -> AgentFacts.cutover(round, now())), made(() -> AgentFacts.withdrawal(round, now())),
        made(() -> AgentFacts.withdrawn(round, now())),
        made(() -> AgentFacts.decided(round, state().attempt(), now())), made(() -> AgentFacts.reinstall(round, drawn % 2 == 0, now())),
        made(() -> AgentFacts.drained(round, now())), made(() -> AgentFacts.finalized(round, now())),
        made(() -> AgentFacts.registered(registered(built), now())),
        made(() -> AgentFacts.breakGlass(built, now().plus(Duration.ofMinutes(15L * drawn)), now())),
        made(() -> AgentFacts.breakGlass(built, now(), now())));
  }

  /** A registration of a later round follows, on its topic, the end of the one before. */
  private int registered(int drawn) {
    return state().removal() == null ? Math.min(drawn, Math.max(1, state().round())) : drawn;
  }

  @Override
  protected List<Object> likely() {
    int round = Math.max(1, state().round());
    var all = new ArrayList<Object>(List.of(made(() -> AgentFacts.resumed(round, now())), made(() -> AgentFacts.retry(round, now()))));
    all.add(made(() -> AgentFacts.decided(round, state().attempt(), now())));
    all.add(made(() -> AgentFacts.breakGlass(round, now().plus(Duration.ofHours(1)), now())));
    switch (state().phase()) {
      case IDLE, CHECKING, READY -> {
        all.add(made(() -> AgentFacts.build(round, now())));
        all.add(made(() -> AgentFacts.bound(round, "s-1", now())));
        all.add(made(() -> AgentFacts.account(round, now())));
      }
      case INSTALLED -> {
        all.add(made(() -> AgentFacts.turn(round, now())));
        all.add(made(() -> AgentFacts.retest(round + 1, now())));
        all.add(made(() -> AgentFacts.reinstall(round, true, now())));
      }
      case QUIESCED -> all.addAll(List.of(made(() -> AgentFacts.drained(round, now())), made(() -> AgentFacts.rollback(round, now())),
          Power.of(state()).phase() == PowerPhase.RUNNING ? made(() -> AgentFacts.drained(round, now()))
              : made(() -> AgentFacts.finalized(round, now()))));
      case PROFILING, QUIESCING, QUIESCE_STUCK -> all.add(made(() -> AgentFacts.rollback(round, now())));
      case RESUMING, RESUME_WAITING -> all.addAll(List.of(made(() -> AgentFacts.withdrawal(round, now())),
          made(() -> AgentFacts.build(round + 1, now()))));
      case WITHDRAWN -> all.addAll(List.of(made(() -> AgentFacts.build(Math.max(round, left) + 1, now())),
          made(() -> AgentFacts.registered(registered(round + 1), now())),
          made(() -> AgentFacts.withdrawn(round + 1, now()))));
      default -> all.add(made(() -> AgentFacts.held(round, now())));
    }
    return all;
  }

  @Override
  protected List<AgentOutcome> outcomes(AgentOperation operation, OutcomeHeader header) {
    AgentOutcome done = switch (operation) {
      case CheckPrerequisites o -> new Checked(header, List.of(), List.of(), AgentFacts.WHOLE, List.of());
      case InstallAgent o -> new Installed(header, "s-1", false);
      case AdoptAgent o -> new Installed(header, o.sourceServerId(), true);
      case ProfileSource o -> new Profiled(header, AgentFacts.WHOLE, List.of());
      case CopyScripts o -> new ScriptsCopied(header, List.of(), "in place");
      case RemoveAgent o -> new Removed(header, "removed");
      case OpenBreakGlass o -> new BreakGlassMade(header, "convoy-admin", "open");
      case CloseBreakGlass o -> new BreakGlassGone(header, "gone");
      case Quiesce o -> new RunbookDone(header, "stop", "writes stopped");
      case Resume o -> new RunbookDone(header, "start", "writes resumed");
      case ShutDownSource o -> new SwitchedOff(header, now(), "refused");
      case WatchSource o -> o.awake() ? new SwitchedOff(header, now(), "refused") : new Woke(header, "answers");
      case PowerOnSource o -> o.asked() ? new HookRan(header, "on") : new Begun(header);
      case AwaitSource o -> new Woke(header, "answers");
    };
    var failed = List.of(new Failed(header, AgentFacts.PASSING), new Failed(header, AgentFacts.LASTING));
    return switch (operation) {
      case InstallAgent o -> List.of(done, failed.getFirst(), failed.getLast(), new Begun(header),
          new Begun(header, new Pushed(1, 2)), new Begun(header, new Pushed(2, 2)), new Unserved(header), new Served(header),
          new Installed(header, "s-2", false));
      case CheckPrerequisites o -> List.of(done, failed.getFirst(), failed.getLast(), new Unserved(header),
          new Served(header), new Checked(header, List.of(),
          List.of(), AgentFacts.WHOLE, List.of(AgentFacts.check("cluster-node", "CVY-2242", "corosync"))));
      case ProfileSource o -> List.of(done, failed.getFirst(), failed.getLast(),
          new Profiled(header, AgentFacts.WHOLE, List.of("/dev/sdb 1")));
      case OpenBreakGlass o -> List.of(done, failed.getFirst(), failed.getLast(), new Unserved(header),
          new Failed(header, new Failure(BreakGlassRows.NOT_CONFIGURED, "none", "configure it", true)));
      case WatchSource o -> List.of(done, new Unserved(header));
      case ShutDownSource o -> List.of(done, failed.getFirst(), new Begun(header), new Unserved(header));
      case AwaitSource o -> List.of(done, new Unserved(header));
      default -> List.of(done, failed.getFirst(), failed.getLast(), new Unserved(header));
    };
  }

  @Override
  protected List<AgentOutcome> everyOutcome(OutcomeHeader header) {
    return List.of(new Checked(header, List.of(), List.of(), AgentFacts.FACTS, null),
        new Checked(header, List.of(), List.of(), AgentFacts.WHOLE,
            List.of(AgentFacts.check("cluster-node", "CVY-2242", "corosync"))),
        new Profiled(header, AgentFacts.WHOLE, List.of()),
        new Profiled(header, AgentFacts.FACTS, List.of("/dev/sdb 1")),
        new Checked(header, List.of(new FailedCheck("ram", "CVY-2211", "10 MiB", "add memory")), List.of(),
            AgentFacts.FACTS, null),
        new Begun(header), new Begun(header, new Pushed(1, 2)), new Installed(header, "s-1", false), new Removed(header, "removed"),
        new ScriptsCopied(header, List.of(), "in place"),
        new RunbookDone(header, "stop", "writes stopped"),
        new Failed(header, AgentFacts.PASSING), new Failed(header, AgentFacts.LASTING), new Unserved(header),
        new Served(header), new SwitchedOff(header, now(), "refused"), new Woke(header, "answers"),
        new HookRan(header, "on"), new BreakGlassMade(header, "convoy-admin", "open"), new BreakGlassGone(header, "gone"));
  }

  @Override
  protected boolean hasEnded(AgentServer of) {
    return of.phase() == AgentPhase.WITHDRAWN && (of.removal() == null || of.removal().is(Removal.Step.OVER))
        && BreakGlass.of(of).phase() == BreakGlassPhase.NONE;
  }

  @Override
  protected Enum<?> phase(AgentServer of) {
    return of.phase();
  }

  @Override
  protected Set<String> mayBeLeft() {
    return Set.of("CheckPrerequisites", "AdoptAgent", "InstallAgent", "ProfileSource", "Quiesce",
        "ShutDownSource", "AwaitSource", "PowerOnSource", "RemoveAgent", "CopyScripts", "OpenBreakGlass"); // AttemptsOnHostTest shows what its host does
  }

  /** What the host refuses as overtaken is never wanted: of each kind the order rises, and nothing follows what undoes it. */
  private void checkOrder(AgentOperation operation) {
    var header = operation.header();
    var order = header.round() * 1_000_000L + header.attempt();
    assertThat(order).as("order of %s", header).isGreaterThanOrEqualTo(latest.getOrDefault(header.kind(), 0L));
    latest.put(header.kind(), order);
    var undoes = switch (operation) {
      case Quiesce o -> "Resume";
      case ShutDownSource o -> "Resume";
      case InstallAgent o -> "RemoveAgent";
      case CopyScripts o -> "RemoveAgent";
      default -> "nothing";
    };
    assertThat(latest.getOrDefault(undoes, 0L)).as("%s after %s", header, undoes).isLessThan(header.round() * 1_000_000L);
  }

  @Override
  protected void check(AgentServer before, Input<AgentOutcome> input, Decision<AgentServer> decision) {
    var after = decision.state();
    if (input instanceof Input.Message<AgentOutcome>(ServerWithdrawn e)) {
      left = Math.max(left, e.getRound());
    }
    for (var operation : decider().wanted(after)) {
      checkOrder(operation);
      assertThat(operation.header().act() && after.held() && isForward(operation))
          .as("forward while held: %s", operation).isFalse();
      assertThat(operation instanceof InstallAgent again && before.sourceServerId() != null && !after.withdrawn()
          && !before.sourceServerId().equals(again.sourceServerId())).as("bound anew: %s", operation).isFalse();
      assertThat(operation instanceof InstallAgent && after.toAdopt() != null).as("installed over: %s", operation).isFalse();
      assertThat(operation instanceof InstallAgent && after.accountRound() == 0)
          .as("install into an account that was not prepared").isFalse();
      assertThat(operation instanceof Quiesce && after.turnRound() != operation.header().round())
          .as("quiesce without its turn in round %s", operation.header().round()).isFalse();
      assertThat(operation instanceof RemoveAgent && (!after.withdrawn() || after.adopted()))
          .as("removal from a server that has not left, or of what was found there").isFalse();
      assertThat(operation instanceof Resume && after.turnRound() == 0)
          .as("resume of what was never to be quiesced").isFalse();
      checkPower(operation, after);
      checkBreakGlass(operation, before, after);
    }
  }

  /** Looking at a source and leading it back are not forward. */
  private static boolean isForward(AgentOperation operation) {
    return switch (operation) {
      case Resume o -> false;
      case WatchSource o -> false;
      case PowerOnSource o -> false;
      case AwaitSource o -> false;
      case OpenBreakGlass o -> false;
      case CloseBreakGlass o -> false;
      default -> true;
    };
  }

  /** Once its end was decided nothing is opened, and what the host compares only rises. */
  private void checkBreakGlass(AgentOperation operation, AgentServer before, AgentServer after) {
    var known = BreakGlass.of(after);
    assertThat(operation instanceof OpenBreakGlass && (known.until() == null || !now().isBefore(known.until())
        || after.withdrawn())).as("opened after its end: %s", known).isFalse();
    assertThat(known.order()).as("order of %s", known).isGreaterThanOrEqualTo(BreakGlass.of(before).order());
    assertThat(known.attempt() > BreakGlass.of(before).attempt() && known.phase() != BreakGlassPhase.NONE
        && known.order() == BreakGlass.of(before).order()).as("another attempt in the same order: %s", known).isFalse();
  }

  private static void checkPower(AgentOperation operation, AgentServer after) {
    var power = Power.of(after);
    int round = operation.header().round();
    assertThat(operation instanceof ShutDownSource && (power.drainedRound() < round || after.toBeResumed()))
        .as("shutdown without a drain of round %s, or on the way back", round).isFalse();
    assertThat(operation instanceof PowerOnSource && !after.toBeResumed())
        .as("power-on of what was never shut down in round %s, or is not to go back", round).isFalse();
    assertThat(operation instanceof Resume && power.begunRound() == round && power.off())
        .as("resume of a source that is off").isFalse();
  }
}
