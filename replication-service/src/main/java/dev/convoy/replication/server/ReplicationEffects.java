package dev.convoy.replication.server;

import dev.convoy.kit.core.Emitter;
import dev.convoy.kit.core.Failure;
import dev.convoy.replication.quota.QuotaDecider;
import dev.convoy.replication.quota.QuotaMessage.ReturnPlace;
import dev.convoy.replication.quota.QuotaMessage.TakePlace;
import dev.convoy.replication.server.ReplicationOutcome.AccountReady;
import dev.convoy.replication.server.ReplicationOutcome.LaunchForeseen;
import dev.convoy.replication.server.ReplicationOutcome.OperationFailed;
import dev.convoy.replication.server.ReplicationOutcome.ReplicationRetried;
import dev.convoy.replication.server.ReplicationOutcome.ReplicationRunning;
import dev.convoy.replication.server.ReplicationOutcome.ReplicationSighted;
import dev.convoy.replication.server.ReplicationOutcome.SettingsInPlace;
import java.time.Instant;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
/** What the rows of the table do besides moving on. */
final class ReplicationEffects {

  private final ReplicationPolicy policy;

  ReplicationEffects(ReplicationPolicy policy) {
    this.policy = policy;
  }

  ServerState firstTry(ServerState s, Emitter out, Instant now) {
    return s.with(s.effort().first());
  }

  ServerState nextTry(ServerState s, Emitter out, Instant now) {
    return s.with(s.effort().again(false));
  }

  ServerState askedTry(ServerState s, Emitter out, Instant now) {
    return s.with(s.effort().again(true));
  }

  ServerState pushed(ServerState s, ReplicationRetried r, Emitter out, Instant now) {
    return s.with(s.following().withPush(now));
  }

  ServerState preparationFailed(ServerState s, OperationFailed r, Emitter out, Instant now) {
    return failed(s, r.failure(), now, out, last -> Announcement.preparationFailed(s, r.failure(), last, now));
  }

  ServerState prepared(ServerState s, AccountReady ready, Emitter out, Instant now) {
    var build = s.build();
    if (build != null) {
      out.emit(Announcement.prepared(s, build, ready, now));
    }
    return s.withPlaces(ready.maxReplicatingServers());
  }

  private ServerState failed(
      ServerState s, Failure failure, Instant now, Emitter out, Function<Boolean, SpecificRecord> event) {
    var last = failure.permanent() || !policy.retries().allowsAfter(s.effort().tries());
    out.emit(event.apply(last));
    return s.with(s.effort().dueAt(last ? null : now.plus(policy.retries().after(s.effort().tries()))));
  }

  ServerState replicationFailed(ServerState s, OperationFailed r, Emitter out, Instant now) {
    return failed(s, r.failure(), now, out, last -> Announcement.failed(s, r.failure(), last, now));
  }

  ServerState queue(ServerState s, SettingsInPlace r, Emitter out, Instant now) {
    send(s, new TakePlace(s.serverId(), s.places(), s.registered()), out);
    return s;
  }

  ServerState leaveQueue(ServerState s, Emitter out, Instant now) {
    return s.placeTaken() ? s : returnPlace(s, out, now);
  }

  ServerState returnPlace(ServerState s, Emitter out, Instant now) {
    send(s, new ReturnPlace(s.serverId()), out);
    return s;
  }

  private static void send(ServerState s, Record message, Emitter out) {
    var build = s.build();
    if (build != null) {
      out.send(QuotaDecider.REQUESTS, build.account().limitKey(), message);
    }
  }

  ServerState started(ServerState s, ReplicationRunning r, Emitter out, Instant now) {
    var id = s.sourceServerId();
    if (id != null) {
      out.emit(Announcement.started(s, id, now));
    }
    return s.with(s.following().started(now));
  }

  /** The last read, or an older one, that comes again says nothing of now. */
  ServerState sighted(ServerState s, ReplicationSighted r, Emitter out, Instant now) {
    if (s.following().knows(r.sighting(), r.header().observedAt())) {
      return s;
    }
    var news = s.following().differsFrom(r.sighting(), policy.healthyLag());
    var next = s.with(s.following().sighted(r.sighting(), r.header().observedAt(), now, news));
    if (news) {
      out.emit(Announcement.progressed(next, r.sighting(), now));
    }
    return next;
  }

  /** An older look that comes late says nothing of now. */
  ServerState foreseen(ServerState s, LaunchForeseen r, Emitter out, Instant now) {
    var known = s.foreseen();
    if (!r.header().observedAt().isAfter(known.at()) || r.faults().equals(known.faults())) {
      return s;
    }
    var next = s.with(known.finding(r.faults(), r.header().observedAt()));
    out.emit(Announcement.checked(next, now));
    return next;
  }

  ServerState healthy(ServerState s, Emitter out, Instant now) {
    var next = s.with(s.following().healthy(s.round()));
    out.emit(Announcement.healthy(next, now));
    return next;
  }

  ServerState unhealthy(ServerState s, Emitter out, Instant now) {
    var last = s.following().last();
    if (last == null) {
      return s;
    }
    var reason = Condition.reason(last, policy.healthyLag());
    var next = s.with(s.following().troubled(reason.code()));
    out.emit(Announcement.unhealthy(next, last, reason, now));
    return next;
  }

  ServerState overdue(ServerState s, Emitter out, Instant now) {
    var last = s.following().last();
    var reason = last != null && s.following().haltedSince() != null ? Condition.reason(last, policy.healthyLag())
        : new Failure("CVY-3325", "replication is not healthy after " + policy.healthyWithin()
            + (last == null ? "" : ": " + last.state() + ", " + last.percent() + " %"),
            "compare the size and the write rate of the source with the bandwidth, then retry", false);
    out.emit(Announcement.failed(s, reason, true, now));
    return s.with(s.effort().again(true));
  }

  ServerState bePatient(ServerState s, Emitter out, Instant now) {
    return s.with(s.following().patientFrom(now));
  }

  ServerState drained(ServerState s, Emitter out, Instant now) {
    var quiescedAt = s.quiescedAt();
    if (quiescedAt != null) {
      out.emit(Announcement.drained(s, quiescedAt, now));
    }
    return s;
  }

  ServerState drainFailed(ServerState s, Emitter out, Instant now) {
    var last = s.following().last();
    out.emit(Announcement.drainFailed(s, new Failure("CVY-3326", "not drained within " + policy.drainWithin()
        + (last == null ? "" : ": " + last.state() + ", lag " + last.lag() + ", backlog " + last.backloggedBytes()
            + " bytes, agent last seen " + last.lastSeenAt()),
        "check the agent on the source and its network; then retry, or roll back", false), now));
    return s;
  }
}
