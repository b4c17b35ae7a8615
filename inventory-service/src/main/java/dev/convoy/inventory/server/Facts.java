package dev.convoy.inventory.server;

import dev.convoy.events.agent.AgentInstalled;
import dev.convoy.events.agent.InstallerPushProgressed;
import dev.convoy.events.agent.SourcePoweredOn;
import dev.convoy.events.agent.SourceQuiesced;
import dev.convoy.events.agent.SourceResumed;
import dev.convoy.events.agent.SourceShutDown;
import dev.convoy.events.agent.SourceShutdownFailed;
import dev.convoy.events.agent.SourceWoke;
import dev.convoy.events.cmdb.ServerMigrated;
import dev.convoy.events.common.ReplicationCondition;
import dev.convoy.events.common.Stage;
import dev.convoy.events.launch.CutoverDone;
import dev.convoy.events.launch.CutoverFinalized;
import dev.convoy.events.launch.CutoverLaunched;
import dev.convoy.events.launch.DnsPrepared;
import dev.convoy.events.launch.LaunchStepFailed;
import dev.convoy.events.launch.RollbackStarted;
import dev.convoy.events.launch.RolledBack;
import dev.convoy.events.launch.TargetDiscarded;
import dev.convoy.events.launch.TestEnded;
import dev.convoy.events.launch.TestKept;
import dev.convoy.events.launch.TestLaunched;
import dev.convoy.events.launch.TestOutdated;
import dev.convoy.events.replication.LaunchChecked;
import dev.convoy.events.replication.ReplicationDrained;
import dev.convoy.events.replication.ReplicationHealthy;
import dev.convoy.events.replication.ReplicationProgressed;
import dev.convoy.events.replication.ReplicationStarted;
import dev.convoy.events.replication.ReplicationUnhealthy;
import dev.convoy.events.validation.TestPassed;
import dev.convoy.inventory.server.ServerState.Instance;
import dev.convoy.inventory.server.ServerState.NamesNote;
import dev.convoy.kit.core.Emitter;
import dev.convoy.kit.core.Failure;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Merges facts of other services into what is known of a server: lower rounds are ignored, repeats change nothing. */
final class Facts {

  /** Facts that carry something besides the stage that they prove. */
  private static final Set<Class<? extends SpecificRecord>> MERGED = Set.of(
      AgentInstalled.class, ReplicationStarted.class, ReplicationProgressed.class, ReplicationHealthy.class,
      ReplicationUnhealthy.class, ReplicationDrained.class, TestLaunched.class, TestPassed.class, TestEnded.class,
      TestKept.class, TestOutdated.class, LaunchChecked.class,
      DnsPrepared.class, SourceQuiesced.class, SourceResumed.class, CutoverLaunched.class, CutoverDone.class,
      CutoverFinalized.class, RollbackStarted.class, RolledBack.class, TargetDiscarded.class, SourceShutDown.class,
      SourceShutdownFailed.class, SourceWoke.class, SourcePoweredOn.class, InstallerPushProgressed.class);

  private Facts() {}

  /** Every type that the inventory takes from other services. */
  static Set<Class<? extends SpecificRecord>> types() {
    var types = new HashSet<>(MERGED);
    types.addAll(StageProofs.TABLE.keySet());
    types.addAll(Failures.TABLE.keySet());
    return Set.copyOf(types);
  }

  static ServerState merge(ServerState state, SpecificRecord event, Emitter out, Instant now) {
    if (state.server() == null) {
      return state;
    }
    var replicating = replication(state, event);
    if (round(event) < state.round().number()) {
      return replicating;
    }
    var merged = RoundFacts.merge(replicating, event, out, now);
    var failed = Failures.finalIn(event, state.round().stage());
    var attended = failed == null ? merged : Parkings.failed(merged, failed, out, now);
    var proven = StageProofs.provenBy(event);
    return proven == null ? attended : proven(attended, event, proven);
  }

  private static ServerState proven(ServerState state, SpecificRecord event, Stage proven) {
    var at = occurredAt(event);
    var further = state.in(state.round().reaching(proven, at));
    var parked = further.attention().parked();
    return parked != null && parked.isClearedBy(proven, at)
        ? further.attending(further.attention().parked(null)) : further;
  }

  /** Binding and replication outlive the rounds of a registration, not the registration. */
  private static ServerState replication(ServerState state, SpecificRecord event) {
    var replication = state.replication();
    var at = occurredAt(event);
    return switch (event) {
      case AgentInstalled installed when installed.getRound() >= state.round().number() ->
          state.boundTo(installed.getSourceServerId());
      case ReplicationStarted started -> replication.condition() == ReplicationCondition.NONE
          ? state.replicating(replication.becoming(ReplicationCondition.STARTED, null, at)) : state;
      case ReplicationProgressed progressed ->
          state.replicating(replication.progressing(progressed.getPercent(), progressed.getLagSeconds(), at));
      case ReplicationHealthy healthy ->
          state.replicating(replication.becoming(ReplicationCondition.HEALTHY, healthy.getLagSeconds(), at));
      case ReplicationUnhealthy unhealthy ->
          state.replicating(replication.becoming(ReplicationCondition.UNHEALTHY, null, at));
      case LaunchChecked checked -> state.replicating(replication.foreseeing(faults(checked), at));
      case ReplicationDrained drained ->
          state.replicating(replication.becoming(ReplicationCondition.DRAINED, drained.getLagSeconds(), at));
      default -> state;
    };
  }

  private static List<Failure> faults(LaunchChecked checked) {
    return checked.getFaults().stream().map(fault -> new Failure(fault.getCode(), fault.getMessage(), fault.getRemedy(), false))
        .toList();
  }

  static int round(SpecificRecord event) {
    return field(event, "round") instanceof Integer round ? round : 0;
  }

  static int attempt(SpecificRecord event) {
    return field(event, "attempt") instanceof Integer attempt ? attempt : 0;
  }

  static Instant occurredAt(SpecificRecord event) {
    return field(event, "occurredAt") instanceof Instant at ? at : Instant.EPOCH;
  }

  static @Nullable Object field(SpecificRecord event, String name) {
    var field = event.getSchema().getField(name);
    return field == null ? null : event.get(field.pos());
  }

  /** Facts of one round. */
  private static final class RoundFacts {

    /** Step of launch-service that ends a rollback which a person has decided against. */
    private static final String WITHHELD = "RollBack";

    static ServerState merge(ServerState state, SpecificRecord event, Emitter out, Instant now) {
      var at = occurredAt(event);
      var round = state.round();
      var users = state.users();
      return switch (event) {
        case TestLaunched e -> round.testEnded() ? state
            : state.in(round.launched(e.getFailedActions())).launched(new Instance(e.getInstanceId(), e.getPrivateIp()));
        case CutoverLaunched e ->
            state.in(round.launched(e.getFailedActions())).launched(new Instance(e.getInstanceId(), e.getPrivateIp()));
        case InstallerPushProgressed e -> state.pushing(e.getArrivedBytes(), e.getTotalBytes());
        case TestPassed e -> state.in(round.testing(true, false, false));
        case TestKept e -> KeptTest.merge(state, e);
        case TestEnded e -> gone(state.in(round.testing(false, true, false)), e.getInstanceId());
        case TestOutdated e -> outdated(state, e, out, now);
        case SourceQuiesced e -> state.serving(users.quiesced(e.getQuiescedAt()));
        case SourceResumed e -> state.serving(users.resumed(at));
        case RollbackStarted e -> state.serving(users.rollbackStarted(at));
        case RolledBack e -> Parkings.rolledBack(state.serving(users.rolledBack(at)), state, e, out, now);
        case TargetDiscarded e -> gone(state, e.getInstanceId());
        case DnsPrepared e -> state.naming(
            new NamesNote(e.getRound(), e.getForgottenAt(), e.getFormerTtlSeconds(), e.getAwaited()));
        case CutoverDone e -> done(state, e, out, now);
        case CutoverFinalized e -> finalized(state, out, now);
        case LaunchStepFailed e when e.getStep().equals(WITHHELD) -> state.in(round.staying());
        default -> PoweredSource.merge(state, event, out, now);
      };
    }

    /** Whoever is in an outage is let finish. */
    private static ServerState outdated(ServerState state, TestOutdated event, Emitter out, Instant now) {
      var outdated = state.in(state.round().testing(false, false, true));
      if (!state.round().testCounts() || state.round().hasReached(Stage.SOURCE_QUIESCED) || state.isEnded()) {
        return outdated;
      }
      var evidence = "its test does not count any more: " + event.getReason();
      return Parkings.untested(WaveOrders.revoke(outdated, evidence, out, now), evidence, out, now);
    }

    private static ServerState gone(ServerState state, String instanceId) {
      var instance = state.instance();
      return instance != null && instance.id().equals(instanceId) ? state.launched(null) : state;
    }

    private static ServerState done(ServerState state, CutoverDone event, Emitter out, Instant now) {
      if (state.users().doneAt() != null) {
        return state;
      }
      out.emit(new ServerMigrated(state.serverId(), state.round().number(), event.getAttempt(), now, Stage.CUTOVER_DONE,
          event.getInstanceId(), event.getPrivateIp(), event.getAccount(), event.getRegion()));
      return state.serving(state.users().done(event.getOccurredAt()))
          .launched(new Instance(event.getInstanceId(), event.getPrivateIp()));
    }

    private static ServerState finalized(ServerState state, Emitter out, Instant now) {
      var server = state.server();
      var instance = state.instance();
      if (server != null && instance != null && !state.round().hasReached(Stage.CUTOVER_FINALIZED)) {
        out.emit(new ServerMigrated(state.serverId(), state.round().number(), 0, now, Stage.CUTOVER_FINALIZED,
            instance.id(), instance.privateIp(), server.target().getAccount(), server.target().getRegion()));
      }
      return state;
    }
  }
}
