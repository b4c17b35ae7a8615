package dev.convoy.replication.server;

import dev.convoy.events.common.OsFamily;
import dev.convoy.events.common.TargetSettings;
import dev.convoy.events.inventory.BuildAuthorized;
import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.Phased;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What this service knows of a server.
 *
 * @param since when the phase was entered
 * @param round latest round that anybody spoke of
 * @param build settings frozen by the build gate; null = not open yet
 * @param places quota of replicating servers of the account
 * @param placeTaken true once the server holds one of them
 * @param sourceServerId MGN's id, from the installed agent; null = no agent yet
 * @param quiesce the last quiesce of the source; null = never
 * @param registered round in which it was declared again after a withdrawal; 0 = it never was
 * @param foresight what its launch would meet; null = nothing was ever told of it
 */
public record ServerState(
    String serverId,
    Phase phase,
    Instant since,
    int round,
    Effort effort,
    Hold hold,
    Leaving leaving,
    @Nullable Build build,
    int places,
    boolean placeTaken,
    @Nullable String sourceServerId,
    Following following,
    @Nullable Quiesce quiesce,
    int registered,
    @Nullable Foresight foresight)
    implements Phased<Phase, ServerState> {

  /** Why the server needs nothing more from here. */
  public enum Leaving { NO, WITHDRAWAL_REQUESTED, WITHDRAWN, FINALIZED }

  /** @param at time of the last hold or release */
  public record Hold(boolean on, Instant at) {}

  /**
   * How hard was tried.
   *
   * @param attempt number of the last try of anything here; never falls, so that no two failures look the same
   * @param tries of the present work, since a person or the step before asked for it
   * @param retryAt when the next try is due; null = not without a person
   * @param retryAsked true when a person asked for the next try
   */
  public record Effort(int attempt, int tries, @Nullable Instant retryAt, boolean retryAsked) {
    Effort settled() {
      return new Effort(attempt, tries, null, false);
    }

    /** The first try of other work. */
    Effort first() {
      return new Effort(attempt, 1, null, false);
    }

    /** The next try of what has failed; counted anew when a person asked for it. */
    Effort again(boolean asked) {
      return new Effort(attempt + 1, asked ? 1 : tries + 1, null, false);
    }

    Effort dueAt(@Nullable Instant time) {
      return new Effort(attempt, tries, time, false);
    }

    Effort asked() {
      return new Effort(attempt, tries, retryAt, true);
    }
  }

  /**
   * What was frozen by the build gate. Its round names the operations.
   *
   * @param application null = none, or not kept by an earlier build
   */
  public record Build(int round, String waveId, TargetSettings target, @Nullable String application, boolean windows) {
    static Build of(BuildAuthorized gate) {
      return new Build(gate.getRound(), gate.getWaveId(), gate.getTarget(), gate.getApplication(),
          gate.getSource().getOsFamily() == OsFamily.WINDOWS);
    }

    AccountKey account() {
      return new AccountKey(target.getAccount(), target.getRegion(), target.getRoleArn());
    }
  }

  /**
   * What was told of the launch to come.
   *
   * @param told how often: the attempt of the event
   * @param at when it was found
   */
  public record Foresight(int told, Instant at, List<Failure> faults) {
    static final Foresight NONE = new Foresight(0, Instant.EPOCH, List.of());

    Foresight finding(List<Failure> found, Instant when) {
      return new Foresight(told + 1, when, found);
    }
  }

  /** @param at when the writes stopped; null = the source was resumed since, or the round is over */
  public record Quiesce(int round, int attempt, @Nullable Instant at) {
    Quiesce over() {
      return new Quiesce(round, attempt, null);
    }
  }

  static ServerState initial(String serverId) {
    return new ServerState(serverId, Phase.IDLE, Instant.EPOCH, 0, new Effort(1, 1, null, false),
        new Hold(false, Instant.EPOCH), Leaving.NO, null, 0, false, null, Following.none(), null, 0, null);
  }

  int attempt() {
    return effort.attempt();
  }

  /** When the writes on the source stopped; null = they go on. */
  @Nullable Instant quiescedAt() {
    return quiesce == null ? null : quiesce.at();
  }

  @Override
  public ServerState enter(Phase next, Instant at) {
    return new ServerState(serverId, next, at, round, effort.settled(), hold, leaving, build, places, placeTaken,
        sourceServerId, following, quiesce, registered, foresight);
  }

  /** Declared again after its withdrawal: what is told apart by its time stays, nothing else. */
  ServerState anew(Build frozen) {
    return new ServerState(serverId, phase, since, frozen.round(), new Effort(1, 1, null, false), hold, Leaving.NO,
        frozen, 0, false, null, Following.none(), null, frozen.round(), null);
  }

  /** Takes a later round: what belongs to the round before, such as its quiesce, does not count any more. */
  ServerState inRound(int latest) {
    return latest <= round ? this : new ServerState(serverId, phase, since, latest, effort, hold, leaving, build,
        places, placeTaken, sourceServerId, following, quiesce == null ? null : quiesce.over(), registered, foresight);
  }

  ServerState with(Effort next) {
    return new ServerState(serverId, phase, since, round, next, hold, leaving, build, places, placeTaken,
        sourceServerId, following, quiesce, registered, foresight);
  }

  ServerState with(Hold next) {
    return new ServerState(serverId, phase, since, round, effort, next, leaving, build, places, placeTaken,
        sourceServerId, following, quiesce, registered, foresight);
  }

  ServerState with(Leaving why) {
    return new ServerState(serverId, phase, since, round, effort, hold, why, build, places, placeTaken,
        sourceServerId, following, quiesce, registered, foresight);
  }

  ServerState with(Build frozen) {
    return new ServerState(serverId, phase, since, round, effort, hold, leaving, frozen, places, placeTaken,
        sourceServerId, following, quiesce, registered, foresight);
  }

  ServerState with(Following next) {
    return new ServerState(serverId, phase, since, round, effort, hold, leaving, build, places, placeTaken,
        sourceServerId, next, quiesce, registered, foresight);
  }

  ServerState with(Quiesce next) {
    return new ServerState(serverId, phase, since, round, effort, hold, leaving, build, places, placeTaken,
        sourceServerId, following, next, registered, foresight);
  }

  ServerState withPlaces(int max) {
    return new ServerState(serverId, phase, since, round, effort, hold, leaving, build, max, placeTaken,
        sourceServerId, following, quiesce, registered, foresight);
  }

  ServerState withPlaceTaken() {
    return new ServerState(serverId, phase, since, round, effort, hold, leaving, build, places, true, sourceServerId,
        following, quiesce, registered, foresight);
  }

  ServerState withSourceServer(String id) {
    return new ServerState(serverId, phase, since, round, effort, hold, leaving, build, places, placeTaken, id,
        following, quiesce, registered, foresight);
  }

  /** What its launch would meet, as it was told last. */
  Foresight foreseen() {
    return foresight == null ? Foresight.NONE : foresight;
  }

  ServerState with(Foresight next) {
    return new ServerState(serverId, phase, since, round, effort, hold, leaving, build, places, placeTaken,
        sourceServerId, following, quiesce, registered, next);
  }
}
