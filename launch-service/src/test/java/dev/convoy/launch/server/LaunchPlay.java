package dev.convoy.launch.server;

import dev.convoy.events.inventory.BuildAuthorized;
import dev.convoy.events.inventory.ImageRequested;
import dev.convoy.events.inventory.SnapshotsWaived;
import dev.convoy.kit.core.Decision;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.Input;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.kit.histories.DeciderPlay;
import dev.convoy.launch.movegroup.MoveAnswer;
import dev.convoy.launch.server.LaunchOperation.ChangeNames;
import dev.convoy.launch.server.LaunchOperation.ConfigureLaunch;
import dev.convoy.launch.server.LaunchOperation.CreateImage;
import dev.convoy.launch.server.LaunchOperation.FinalizeCutover;
import dev.convoy.launch.server.LaunchOperation.Launch;
import dev.convoy.launch.server.LaunchOperation.ReadNames;
import dev.convoy.launch.server.LaunchOperation.RevertLifecycle;
import dev.convoy.launch.server.LaunchOperation.SnapshotTarget;
import dev.convoy.launch.server.LaunchOperation.StartCutover;
import dev.convoy.launch.server.LaunchOperation.StartTest;
import dev.convoy.launch.server.LaunchOperation.StopTarget;
import dev.convoy.launch.server.LaunchOutcome.ImageSeen;
import dev.convoy.launch.server.LaunchOutcome.InstanceLaunched;
import dev.convoy.launch.server.LaunchOutcome.InstanceMisplaced;
import dev.convoy.launch.server.LaunchOutcome.LaunchConfigured;
import dev.convoy.launch.server.LaunchOutcome.NamesRead;
import dev.convoy.launch.server.LaunchOutcome.SnapshotsTaken;
import dev.convoy.launch.server.LaunchOutcome.StepDone;
import dev.convoy.launch.server.LaunchOutcome.StepFailed;
import dev.convoy.launch.server.LaunchOutcome.TargetLost;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** What can happen to a server in launch-service. */
final class LaunchPlay extends DeciderPlay<LaunchState, LaunchOperation, LaunchOutcome> {

  private static final Failure PASSING = new Failure("CVY-4101", "refused", "retry", false);
  private static final Failure LASTING = new Failure("CVY-4199", "denied", "allow it", true);

  /** Where a launch was begun before: what is wanted then may be only looked at. */
  private static final Set<Phase> AFTER_A_LAUNCH = EnumSet.of(Phase.CUTOVER_LAUNCH, Phase.RELAUNCH_SETTINGS);

  private final boolean named;
  private boolean quiesceTold;

  LaunchPlay() {
    this(false);
  }

  /** @param named a name leads to the server */
  LaunchPlay(boolean named) {
    super(Journey.DECIDER, Facts.SERVER);
    this.named = named;
  }

  @Override
  protected List<Object> messages(int round) {
    return named(LaunchMessages.all(state(), round, now()));
  }

  @Override
  protected List<Object> likely() {
    return named(LaunchMessages.likely(state(), now()));
  }

  private List<Object> named(List<Object> messages) {
    return !named ? messages : messages.stream().map(each -> made(() ->
        told(each) instanceof BuildAuthorized build ? NamesTest.named(build) : told(each))).toList();
  }

  @Override
  protected List<LaunchOutcome> outcomes(LaunchOperation operation, OutcomeHeader header) {
    var done = switch (operation) {
      case ConfigureLaunch o -> new LaunchConfigured(header, new LaunchTemplate("lt-1", 3));
      case Launch o -> launched(header);
      case SnapshotTarget o -> taken(header, true);
      case CreateImage o -> seen(header, true);
      case ReadNames o -> NamesTest.read(new NameRecord("192.0.2.10", 3600)).apply(o);
      default -> new StepDone(header, null);
    };
    if (operation instanceof SnapshotTarget) {
      return List.of(done, taken(header, false), lost(header), new StepFailed(header, PASSING),
          new StepFailed(header, LASTING));
    }
    if (operation instanceof CreateImage) {
      return List.of(done, seen(header, false), new StepFailed(header, PASSING), new StepFailed(header, LASTING));
    }
    return operation instanceof Launch
        ? List.of(done, misplaced(header), new StepFailed(header, PASSING, "job-f-" + header.attempt(), null),
            new StepFailed(header, LASTING), new StepFailed(header, LASTING, "job-l-" + header.attempt(), "i-l-" + header.attempt()))
        : List.of(done, new StepFailed(header, PASSING), new StepFailed(header, LASTING));
  }

  private static LaunchOutcome launched(OutcomeHeader header) {
    return new InstanceLaunched(header, "job-" + header.id(), LaunchMessages.instance(header), "127.61.0.9", "subnet-1",
        List.of("sg-1"), List.of());
  }

  private static LaunchOutcome misplaced(OutcomeHeader header) {
    return new InstanceMisplaced(header, "job-" + header.id(), LaunchMessages.instance(header),
        new Failure("CVY-4105", "in subnet-x", "look", true));
  }

  private static LaunchOutcome taken(OutcomeHeader header, boolean complete) {
    return new SnapshotsTaken(header, List.of("snap-" + header.attempt()), complete);
  }

  private static LaunchOutcome seen(OutcomeHeader header, boolean available) {
    return new ImageSeen(header, "ami-" + header.round() + "-" + header.attempt(), "image", List.of("snap-i"), false, available);
  }

  private static LaunchOutcome lost(OutcomeHeader header) {
    return new TargetLost(header, new Failure("CVY-4153", "terminated", "look", true));
  }

  @Override
  protected List<LaunchOutcome> everyOutcome(OutcomeHeader header) {
    return List.of(new LaunchConfigured(header, new LaunchTemplate("lt-1", 3)), launched(header), misplaced(header),
        new StepDone(header, "job-1"), taken(header, false), taken(header, true), lost(header),
        seen(header, false), seen(header, true), new NamesRead(header, List.of(new FormerName("Z0EXAMPLECOM", "web.example.com", NameRecord.NONE))),
        new StepFailed(header, PASSING), new StepFailed(header, LASTING));
  }

  @Override
  protected boolean hasEnded(LaunchState of) {
    return (of.phase() == Phase.ARCHIVED || of.phase() == Phase.WITHDRAWN)
        && (of.names() == null || of.names().phase() == NamesPhase.UNTOUCHED) && (of.images() == null || of.images().making() == null);
  }

  /** An image of the target may be asked for as long as the server is known. */
  @Override
  protected boolean isAskedAfterTheEnd(Object message) {
    return message instanceof ImageRequested && state().phase() == Phase.ARCHIVED;
  }

  @Override
  protected Enum<?> phase(LaunchState of) {
    return of.phase();
  }

  @Override
  protected void check(LaunchState before, Input<LaunchOutcome> input, Decision<LaunchState> decision) {
    var s = decision.state();
    quiesceTold |= input instanceof Input.Message<LaunchOutcome>(MoveAnswer.QuiesceNow m);
    for (var operation : decider().wanted(s)) {
      var forward = !(operation instanceof StopTarget) && !(operation instanceof SnapshotTarget) && s.phase() != Phase.REVERT
          && !(operation instanceof ReadNames) && !(operation instanceof ChangeNames && isTakenBack(s));
      assertThat(forward && s.gates().held() && operation.header().act()).as("held: %s", operation).isFalse();
      switch (operation) {
        case StartTest o -> assertThat(s.gates().withoutTest()).as("decided before %s", o).isFalse();
        default -> { }
      }
      switch (operation) {
        case StartTest o -> assertThat(s.gates().testRound()).as("test gate of %s", o).isGreaterThanOrEqualTo(s.round());
        case StartCutover o -> {
          assertThat(Guards.testSettled(s)).as("test of %s", o).isTrue();
          assertThat(Parameters.membership(s).slotsReserved()).as("slots of %s", o).isTrue();
          var watched = AFTER_A_LAUNCH.contains(before.phase()) && !o.header().act();
          assertThat(Guards.drained(s) || watched).as("drain of %s", o).isTrue();
          assertThat(Parameters.gate(s).getRound() == s.round() || watched).as("round of the gate of %s", o).isTrue();
          var late = !now().isBefore(Parameters.gate(s).getWindowEnd());
          assertThat(o.header().act() && (late || s.gates().revoked())).as("gate of %s", o).isFalse();
        }
        case ChangeNames o when s.names().phase() == NamesPhase.SWITCHING -> {
          assertThat(Guards.verified(s)).as("verified before %s", o).isTrue();
          assertThat(o.header().act() && Guards.rollingBack(s)).as("on the way back: %s", o).isFalse();
        }
        case CreateImage o -> {
          var making = s.images().making();
          var instance = making.ofTest() ? s.launches().test() : s.launches().cutover();
          assertThat(o.header().act() && (instance == null || !instance.instanceId().equals(o.instanceId()))).as("instance of %s", o).isFalse();
          assertThat(o.header().act() && !making.ofTest() && !Guards.verified(s)).as("verified before %s", o).isFalse();
        }
        case FinalizeCutover o -> assertThat(s.gates().finalizeRound()).as("gate of %s", o).isEqualTo(s.round());
        default -> { }
      }
    }
    if (SnapshotWayTest.PHASES.contains(before.phase()) && !SnapshotWayTest.PHASES.contains(s.phase())) {
      assertThat(input instanceof Input.Reported<LaunchOutcome>(var seen) && (seen instanceof TargetLost
          || seen instanceof SnapshotsTaken taken && taken.complete()) || isWaived(before, input))
          .as("snapshots are owed, but %s", input).isTrue();
    }
    if (s.phase() == Phase.STOP_TARGET) {
      assertThat(before.phase()).as("users were on it").isNotIn(Phase.DONE, Phase.FINALIZE);
      assertThat(before.phase() == Phase.VERIFIED && NamesRows.mayLead(before)).as("users may have come by name").isFalse();
    }
    LaunchMessages.checkEvents(before, decision, quiesceTold, now());
  }

  private static boolean isWaived(LaunchState before, Input<LaunchOutcome> input) {
    return before.phase() == Phase.SAVING && (before.launches().kept().waivedBy() != null
        || input instanceof Input.Message<LaunchOutcome>(SnapshotsWaived e) && e.getRound() == before.round());
  }

  private static boolean isTakenBack(LaunchState s) {
    return s.names().phase() == NamesPhase.RESTORING || s.names().phase() == NamesPhase.RAISING && s.names().target().isEmpty();
  }

  @Override
  protected int strays() {
    return 4;
  }

  @Override
  protected Set<String> mayBeLeft() {
    // writes settings or a state that is read back; a stop or a group's decision takes over from a launch
    // names are read back, and a change replaces only what was expected; an image is of no use once its instance is not
    return Set.of(ConfigureLaunch.class.getSimpleName(), RevertLifecycle.class.getSimpleName(),
        ReadNames.class.getSimpleName(), ChangeNames.class.getSimpleName(), CreateImage.class.getSimpleName());
  }
}
