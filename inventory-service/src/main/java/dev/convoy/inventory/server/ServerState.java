package dev.convoy.inventory.server;

import dev.convoy.events.common.Stage;
import dev.convoy.inventory.command.Recent;
import dev.convoy.inventory.declaration.AcceptedServer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * All that the inventory knows of a server.
 *
 * @param server what it is declared to be; null before anything was accepted
 * @param refused fingerprint of the last declaration that was refused
 * @param withdrawn true once it has left the migration
 * @param sourceServerId MGN source server that it is bound to
 * @param instance latest instance that was launched for it
 * @param change what it is declared to be now, where it is moved by another declaration; null = by this one
 * @param decisions what people have decided about it
 * @param push how much of an installer was pushed to its host; null = nothing
 * @param names what a person has to know of its names before its outage; null = nothing
 */
public record ServerState(
    String serverId,
    @Nullable AcceptedServer server,
    @Nullable String refused,
    boolean withdrawn,
    Round round,
    Users users,
    Replication replication,
    @Nullable String sourceServerId,
    @Nullable Instance instance,
    Attention attention,
    Recent recent,
    @Nullable Change change,
    Decisions decisions,
    @Nullable InstallerPush push,
    @Nullable NamesNote names) {

  /** Who has asked for its names before may keep the answer for a while. */
  public record NamesNote(int round, Instant forgottenAt, long formerTtlSeconds, boolean awaited) {

    String text() {
      return "answers of before (" + formerTtlSeconds + " s) lead to the source until " + forgottenAt
          + (awaited ? "; its outage waits for that" : "; its outage does not wait for that");
    }
  }


  /** A launched instance. */
  public record Instance(String id, @Nullable String privateIp) {}

  /** How much of an installer is on a host to which it is pushed. */
  public record InstallerPush(long arrivedBytes, long totalBytes) {}

  static ServerState of(String serverId) {
    return new ServerState(serverId, null, null, false, Round.first(0, Instant.EPOCH), Users.ofSource(Instant.EPOCH),
        Replication.NONE, null, null, Attention.NONE, Recent.NONE, null, Decisions.NONE, null, null);
  }

  /** True when nothing more will happen: finalized, rolled back on request, or withdrawn. */
  boolean isEnded() {
    return withdrawn || round.stage() == Stage.CUTOVER_FINALIZED || round.stage() == Stage.ARCHIVED
        || (round.stage() == Stage.ROLLED_BACK && attention.parked() == null);
  }

  /** True while its users are served by the target, which no declaration changes any more. */
  boolean isServedByTarget() {
    return users.doneAt() != null && users.rollbackStartedAt() == null;
  }

  /** True while it is moved by what its build gate froze. */
  boolean isFrozen() {
    return round.gates().build() && !withdrawn && round.stage() != Stage.CUTOVER_FINALIZED
        && round.stage() != Stage.ARCHIVED;
  }

  ServerState changing(@Nullable Change next) {
    return new ServerState(serverId, server, null, withdrawn, round, users, replication, sourceServerId, instance,
        attention, recent, next, decisions, push, names);
  }

  /** Moved by this declaration. */
  ServerState declared(AcceptedServer next) {
    return new ServerState(serverId, next, null, withdrawn, round, users, replication, sourceServerId, instance,
        attention, recent, null, decisions, push, names);
  }

  ServerState refusing(String fingerprint) {
    return new ServerState(serverId, server, fingerprint, withdrawn, round, users, replication, sourceServerId,
        instance, attention, recent, change, decisions, push, names);
  }

  ServerState withdrawing() {
    return new ServerState(serverId, server, refused, true, round.reaching(Stage.WITHDRAWN, round.since()), users,
        replication, sourceServerId, instance, attention.parked(null), recent, null, decisions, push, names);
  }

  /** Registered anew: what was known before belongs to rounds that are over. */
  ServerState registered(AcceptedServer next, Instant now) {
    var none = withdrawn ? Replication.noneSince(now) : Replication.NONE;
    return new ServerState(serverId, next, null, false, Round.first(round.number() + 1, now), Users.ofSource(now),
        none, null, null, Attention.NONE, recent, null, Decisions.NONE, null, null);
  }

  ServerState in(Round next) {
    return new ServerState(serverId, server, refused, withdrawn, next, users, replication, sourceServerId, instance,
        attention, recent, change, decisions, push, names);
  }

  ServerState serving(Users next) {
    return new ServerState(serverId, server, refused, withdrawn, round, next, replication, sourceServerId, instance,
        attention, recent, change, decisions, push, names);
  }

  ServerState replicating(Replication next) {
    return new ServerState(serverId, server, refused, withdrawn, round, users, next, sourceServerId, instance,
        attention, recent, change, decisions, push, names);
  }

  ServerState boundTo(String sourceServer) {
    return new ServerState(serverId, server, refused, withdrawn, round, users, replication, sourceServer, instance,
        attention, recent, change, decisions, push, names);
  }

  ServerState launched(@Nullable Instance next) {
    return new ServerState(serverId, server, refused, withdrawn, round, users, replication, sourceServerId, next,
        attention, recent, change, decisions, push, names);
  }

  ServerState attending(Attention next) {
    return new ServerState(serverId, server, refused, withdrawn, round, users, replication, sourceServerId, instance,
        next, recent, change, decisions, push, names);
  }

  ServerState deciding(Decisions next) {
    return new ServerState(serverId, server, refused, withdrawn, round, users, replication, sourceServerId, instance,
        attention, recent, change, next, push, names);
  }

  ServerState remembering(Recent commands) {
    return new ServerState(serverId, server, refused, withdrawn, round, users, replication, sourceServerId, instance,
        attention, commands, change, decisions, push, names);
  }

  ServerState pushing(long arrivedBytes, long totalBytes) {
    return new ServerState(serverId, server, refused, withdrawn, round, users, replication, sourceServerId, instance,
        attention, recent, change, decisions, new InstallerPush(arrivedBytes, totalBytes), names);
  }

  ServerState naming(NamesNote note) {
    return new ServerState(serverId, server, refused, withdrawn, round, users, replication, sourceServerId, instance,
        attention, recent, change, decisions, push, note);
  }
}
