package dev.convoy.launch.server;

import dev.convoy.events.agent.AgentInstalled;
import dev.convoy.events.inventory.BuildAuthorized;
import dev.convoy.events.inventory.RetryRequested;
import dev.convoy.events.inventory.RollbackRequested;
import dev.convoy.events.inventory.ServerDecided;
import dev.convoy.events.inventory.SnapshotsWaived;
import dev.convoy.kit.core.Backoff;
import dev.convoy.kit.core.Decider;
import dev.convoy.kit.core.Decision;
import dev.convoy.kit.core.Emitter;
import dev.convoy.kit.core.Input;
import dev.convoy.kit.core.Lifecycle;
import dev.convoy.launch.movegroup.MoveAnswer;
import dev.convoy.launch.movegroup.MoveMessage;
import dev.convoy.launch.slots.SlotGranted;
import dev.convoy.launch.slots.SlotMessage.ReleaseSlots;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decides for one server: facts enable, own outcomes and time move it along the {@link #lifecycle table}. */
public final class LaunchDecider implements Decider<LaunchState, LaunchOperation, LaunchOutcome> {

  /** The source was told to stop, users wait: what is revoked now goes back at once, for all of the group. */
  private static final Set<Phase> BEGUN = EnumSet.of(Phase.QUIESCING, Phase.DRAINING, Phase.DRAINED,
      Phase.CUTOVER_LAUNCH, Phase.CUTOVER_REVERT, Phase.RELAUNCH_SETTINGS, Phase.CUTOVER_STOP, Phase.CUTOVER_FAILED,
      Phase.VERIFYING, Phase.VERIFIED);

  /** What a member says of itself to its group. */
  private interface Saying {
    Record of(String serverId, int round, int attempt);
  }

  private final SnapshotRows snapshots;
  private final TestAge tests;
  private final NamesRows names;
  private final ImageRows images;
  private final Lifecycle<Phase, LaunchState, LaunchOutcome> lifecycle;

  /**
   * @param snapshotWithin how long the source of a target that users were on waits for its snapshots
   * @param testAge how old a passed test may be when its cutover begins
   * @param namesWait whether an outage waits for answers of before
   * @param imageWithin how long an image is waited for
   */
  public LaunchDecider(
      Backoff backoff, Duration snapshotWithin, Duration testAge, NamesWait namesWait, Duration imageWithin) {
    this.snapshots = new SnapshotRows(snapshotWithin);
    this.tests = new TestAge(testAge);
    this.names = new NamesRows(backoff, namesWait);
    this.images = new ImageRows(backoff, imageWithin);
    this.lifecycle = table(new Steps(backoff), snapshots, tests);
  }

  private static Lifecycle<Phase, LaunchState, LaunchOutcome> table(Steps steps, SnapshotRows snapshots, TestAge tests) {
    var table = Lifecycle.<Phase, LaunchState, LaunchOutcome>startingIn(Phase.IDLE);
    RollbackRows.add(table, steps);
    snapshots.add(table, steps);
    TestRows.add(table, steps);
    KeepRows.add(table);
    tests.add(table);
    CutoverRows.add(table, steps);
    return table.build();
  }

  public Lifecycle<Phase, LaunchState, LaunchOutcome> lifecycle() {
    return lifecycle;
  }

  /** Of the names of a server, beside its phases. */
  Lifecycle<NamesPhase, NamesRows.Named, LaunchOutcome> namesLifecycle() {
    return names.lifecycle();
  }

  /** Of the image of a server, beside its phases. */
  Lifecycle<ImagePhase, ImageRows.Imaged, LaunchOutcome> imageLifecycle() {
    return images.lifecycle();
  }

  @Override
  public LaunchState initial(String serverId) {
    return LaunchState.initial(serverId);
  }

  @Override
  public Decision<LaunchState> decide(LaunchState state, Input<LaunchOutcome> input, Instant now) {
    var out = new Emitter();
    return switch (input) {
      case Input.Message<LaunchOutcome>(var value) -> settled(merge(state, value, out, now), null, out, now);
      case Input.Reported<LaunchOutcome>(var outcome) -> settled(state, outcome, out, now);
      case Input.Tick<LaunchOutcome>() -> settled(state, null, out, now);
    };
  }

  /** The server moves on, then its names and its image, which it may have waited for, then what follows of that for all. */
  private Decision<LaunchState> settled(LaunchState state, @Nullable LaunchOutcome outcome, Emitter out, Instant now) {
    var aboutNames = outcome != null && NamesRows.isAbout(outcome) ? outcome : null;
    var aboutImage = outcome != null && ImageRows.isAbout(outcome) ? outcome : null;
    var moved = lifecycle.run(state, aboutNames == null && aboutImage == null ? outcome : null, out, now);
    var named = names.run(moved.state(), aboutNames, out, now);
    var imaged = images.run(named.state().server(), aboutImage, out, now);
    var followed = lifecycle.run(imaged.state().server(), null, out, now);
    var settled = names.run(followed.state(), null, out, now);
    var last = images.run(settled.state().server(), null, out, now);
    return new Decision<>(last.state().server(), last.events(), last.sends(),
        Stream.of(moved, named, imaged, followed, settled, last).flatMap(each -> each.transitions().stream()).toList());
  }

  @Override
  public List<LaunchOperation> wanted(LaunchState state) {
    return WantedOperations.of(state);
  }

  @Override
  public @Nullable Instant wakeAt(LaunchState state) {
    return Stream.of(retryAt(state), windowEnd(state), snapshots.dueBy(state), tests.tooOldAt(state), KeepRows.endsAt(state),
            NamesRows.wakeAt(state), ImageRows.wakeAt(state))
        .filter(at -> at != null).min(Instant::compareTo).orElse(null);
  }

  private static @Nullable Instant retryAt(LaunchState s) {
    var pause = s.effort().pause();
    return pause == null ? null : pause.retryAt();
  }

  /** The end of the window matters from the settings to the launch. */
  private static @Nullable Instant windowEnd(LaunchState s) {
    var gate = s.gates().cutover();
    if (gate == null) {
      return null;
    }
    return switch (s.phase()) {
      case CUTOVER_SETTINGS -> gate.getWindowEnd();
      case GATHERING, RESERVED -> Guards.rollingBack(s) ? null : gate.getWindowEnd();
      case CUTOVER_LAUNCH, CUTOVER_REVERT, RELAUNCH_SETTINGS -> s.launches().windowOver() ? null : gate.getWindowEnd();
      default -> null;
    };
  }

  private static LaunchState merge(LaunchState s, Object message, Emitter out, Instant now) {
    return switch (message) {
      case SlotGranted granted -> granted(s, granted, out);
      case MoveAnswer.RollbackWithheld withheld -> s.membership() != null && s.membership().isNews(withheld)
          ? staying(s, withheld, out, now) : s;
      case MoveAnswer answer -> s.membership() == null ? s : s.membership(s.membership().merge(answer));
      case RetryRequested e -> s.retryAt() == null || e.getOccurredAt().isAfter(s.retryAt())
          ? s.retryRequested(e.getOccurredAt()) : s;
      case SnapshotsWaived e -> SnapshotRows.waived(s, e);
      default -> facts(s, message, out);
    };
  }

  /** A person is told: rule 3 does not restore what another person has decided not to. */
  private static LaunchState staying(
      LaunchState s, MoveAnswer.RollbackWithheld withheld, Emitter out, Instant now) {
    var counted = s.effort(s.effort().counting(LaunchEvents.ROLL_BACK))
        .membership(Parameters.membership(s).withholding(withheld.number()));
    var who = String.join(", ", withheld.staying());
    out.emit(LaunchEvents.stepFailed(counted, LaunchEvents.ROLL_BACK, Steps.failure("CVY-4160",
        "it would go back (" + withheld.reason() + "), but " + who + " was decided without rollback, and targets were launched",
        "mend the cause and retry, so that it is completed; or, if the source may run again, ./convoy server decide "
            + withheld.staying().getFirst() + " normal --reason TEXT, then ./convoy server rollback"), true, now));
    return counted.facts(counted.gates().staying(), counted.source(), counted.verdicts());
  }

  /** Bound for the first time, or to another source server than before. */
  private static boolean isAnotherBinding(LaunchState s, LaunchState merged) {
    var before = s.source().binding();
    var now = merged.source().binding();
    return now != null && (before == null || !before.sourceServerId().equals(now.sourceServerId()));
  }

  private static LaunchState facts(LaunchState s, Object fact, Emitter out) {
    var gates = s.gates().merge(fact);
    var merged = s.facts(gates, s.source().merge(fact), s.verdicts().merge(fact)).keeping(Keeping.merge(s.keeping(), fact))
        .images(Images.merge(s.images(), fact, gates.withdrawn()));
    if (fact instanceof AgentInstalled e && e.getAdopted() && isAnotherBinding(s, merged)) {
      merged = merged.launches(merged.launches().markedReady(true));
    }
    if (fact instanceof RollbackRequested e && gates.rollbackRound() != s.gates().rollbackRound()
        && e.getRound() == s.round()) {
      merged = askGroup(merged, e.getReason(), out);
    }
    if (gates.revoked() && !s.gates().revoked() && BEGUN.contains(s.phase())) {
      merged = askGroup(merged, "the cutover was revoked", out);
    }
    if (fact instanceof ServerDecided && mayReturn(gates) && !mayReturn(s.gates())) {
      tellGroup(s, out, MoveMessage.ReturnAllowed::new);
    }
    if (gates.withdrawn() && !s.gates().withdrawn()) {
      merged = askGroup(merged, "withdrawn", out);
    }
    return fact instanceof BuildAuthorized e && !Objects.equals(gates.next(), s.gates().next())
        ? merged.effort(merged.effort().retryRequested(e.getOccurredAt())) : merged;
  }

  /** A member does not go back alone: the group decides for all. */
  private static LaunchState askGroup(LaunchState s, String reason, Emitter out) {
    if (s.membership() == null) {
      return s;
    }
    var effort = s.effort().counting(LaunchEvents.ASK_BACK);
    tellGroup(s, out, (server, round, attempt) -> new MoveMessage.RollbackAsked(
        server, round, attempt, reason, effort.attempt(LaunchEvents.ASK_BACK)));
    return s.effort(effort);
  }

  private static void tellGroup(LaunchState s, Emitter out, Saying saying) {
    var group = s.membership();
    if (group != null) {
      out.send("launch.move-requests", group.moveGroup(), saying.of(s.serverId(), group.round(), group.attempt()));
    }
  }

  private static boolean mayReturn(GateFacts gates) {
    return gates.cutover() == null || !gates.cutover().getWithoutRollback();
  }

  /** A slot that is not waited for any more goes back at once. */
  private static LaunchState granted(LaunchState s, SlotGranted granted, Emitter out) {
    var slot = s.slot();
    if (slot != null && slot.purpose() == granted.purpose() && slot.round() == granted.round()
        && slot.attempt() == granted.attempt()) {
      return s.slot(new LaunchState.Slot(slot.purpose(), slot.round(), slot.attempt(), true));
    }
    if (s.source().binding() != null && s.gates().build() != null) {
      out.send("launch.slot-requests", Parameters.account(s).limitKey(),
          new ReleaseSlots(s.serverId(), granted.purpose(), granted.round(), granted.attempt(), 0));
    }
    return s;
  }
}
