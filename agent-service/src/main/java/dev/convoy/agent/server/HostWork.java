package dev.convoy.agent.server;

import dev.convoy.agent.host.HostProtocol;
import dev.convoy.agent.host.HostSession;
import dev.convoy.agent.remote.Credential;
import dev.convoy.agent.remote.Credentials;
import dev.convoy.agent.remote.Deadline;
import dev.convoy.agent.remote.Hop;
import dev.convoy.agent.remote.HostTarget;
import dev.convoy.agent.remote.Knock;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.agent.remote.Sites;
import dev.convoy.events.common.SourceHost;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.OperationId;
import dev.convoy.kit.worker.LastLook;
import dev.convoy.kit.worker.UnreachableException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Enters source hosts: never more at once than the limits of the instance, of each site and subnet allow, the most urgent first. */
public final class HostWork {

  /** Work in one session. */
  @FunctionalInterface
  public interface InSession<T> {
    T with(HostSession session, Deadline deadline) throws PushFailure;
  }

  /** What is made ready when the turn has come: nobody who waits holds it, and what it holds is fresh. */
  @FunctionalInterface
  public interface Turn<T> {
    InSession<T> ready() throws PushFailure;
  }

  private static final int WATCHES = 64;
  private static final Duration KNOCK = Duration.ofSeconds(60);

  private final HostProtocol hosts;
  private final Credentials credentials;
  private final Sites sites;
  private final Duration sessionWithin;
  private final Permits permits;
  /** Watching a host takes no session from anybody. */
  private final Permits watches = new Permits(Limits.of(WATCHES, WATCHES));

  /**
   * @param sessionWithin most time of one session, its connect included
   * @param atOnce most sessions of this instance at once
   * @param perSite most sessions in one site at once
   */
  public HostWork(HostProtocol hosts, Credentials credentials, Sites sites, Duration sessionWithin, int atOnce,
      int perSite) {
    this(hosts, credentials, sites, sessionWithin, Limits.of(atOnce, perSite));
  }

  /**
   * @param sessionWithin most time of one session, its connect included
   * @param limits of sessions of this instance
   */
  public HostWork(HostProtocol hosts, Credentials credentials, Sites sites, Duration sessionWithin, Limits limits) {
    this.hosts = hosts;
    this.credentials = credentials;
    this.sites = sites;
    this.sessionWithin = sessionWithin;
    this.permits = new Permits(limits);
  }

  /** Sessions that are open, or being opened. */
  public int sessions() {
    return permits.used();
  }

  /** How many wait to enter a host. */
  public int waiting() {
    return permits.waiting();
  }

  /** Waits for a permit, enters the host, does the work and leaves. */
  public <T> T in(AgentOperation operation, Urgency urgency, InSession<T> work) throws PushFailure, InterruptedException {
    return inTurn(Visit.of(operation, urgency), () -> work);
  }

  /**
   * Waits for a permit, makes ready, enters the host, does the work and leaves.
   *
   * @throws UnreachableException if the operation is not wanted any more, or not here, when its turn comes: the host is not
   *     entered
   */
  <T> T inTurn(Visit visit, Turn<T> turn) throws PushFailure, InterruptedException {
    if (!permits.acquire(visit)) {
      throw notWanted(visit);
    }
    try {
      if (!LastLook.permits()) {
        throw notWanted(visit);
      }
      return enter(visit, turn.ready());
    } finally {
      permits.release(visit);
    }
  }

  /** Whoever waits for this operation waits no more. */
  public void left(OperationId id) {
    permits.giveUp(id);
    watches.giveUp(id);
  }

  /** Knocks at the port of a host, without entering it, at once. */
  public Knock.Seen knock(AgentOperation operation, Knock knock) {
    return knocked(Visit.of(operation, Urgency.RESUME), knock);
  }

  /**
   * The same when nobody else is watched in its place.
   *
   * @throws UnreachableException if it is not wanted here any more when its turn comes
   */
  public Knock.Seen watch(AgentOperation operation, Knock knock) throws InterruptedException {
    var visit = Visit.of(operation, Urgency.CHECK);
    if (!watches.acquire(visit)) {
      throw notWanted(visit);
    }
    try {
      return knocked(visit, knock);
    } finally {
      watches.release(visit);
    }
  }

  private Knock.Seen knocked(Visit visit, Knock knock) {
    var source = visit.source();
    try {
      return knock.at(new HostTarget(visit.serverId(), source.getOsFamily(), source.getAddress(), source.getPort(),
          source.getHostKey(), sites.hop(visit.serverId(), visit.site())), Deadline.in(KNOCK));
    } catch (PushFailure e) {
      return new Knock.Seen(Knock.Sign.UNKNOWN, e.what());
    }
  }

  private static UnreachableException notWanted(Visit visit) {
    return new UnreachableException(visit.serverId() + ": not wanted here any more when its turn came");
  }

  private <T> T enter(Visit visit, InSession<T> work) throws PushFailure {
    var deadline = Deadline.in(sessionWithin);
    var source = visit.source();
    var keys = keys(visit, source);
    try (var session = open(visit, source, keys, deadline)) {
      return work.with(session, deadline);
    }
  }

  /** A refused login is tried once more if one of its secrets has been changed where it is kept. */
  private HostSession open(Visit visit, SourceHost source, Keys keys, Deadline deadline) throws PushFailure {
    try {
      return hosts.open(target(visit, source, keys), keys.credential(), deadline);
    } catch (PushFailure e) {
      var renewed = e.kind() == PushFailure.Kind.AUTH_FAILED ? renewed(visit, source, keys) : null;
      if (renewed == null) {
        throw e;
      }
      return hosts.open(target(visit, source, renewed), renewed.credential(), deadline);
    }
  }

  private static HostTarget target(Visit visit, SourceHost source, Keys keys) {
    return new HostTarget(visit.serverId(), source.getOsFamily(), source.getAddress(), source.getPort(),
        source.getHostKey(), keys.hop());
  }

  private Keys keys(Visit visit, SourceHost source) throws PushFailure {
    return new Keys(sites.hop(visit.serverId(), visit.site()),
        credentials.resolve(visit.serverId(), source.getCredential()));
  }

  private @Nullable Keys renewed(Visit visit, SourceHost source, Keys refused) throws PushFailure {
    var hop = refused.hop() == null ? null : sites.renewed(visit.serverId(), visit.site(), refused.hop());
    var credential = credentials.renewed(visit.serverId(), source.getCredential(), refused.credential());
    return hop == null && credential == null ? null : new Keys(hop == null ? refused.hop() : hop,
        credential == null ? refused.credential() : credential);
  }

  /** What a host is entered with. */
  private record Keys(@Nullable Hop hop, Credential credential) {}

  /** The failure in the words of an outcome. */
  public static Failure failure(PushFailure failure) {
    return new Failure(failure.code(), failure.what(), failure.remedy(), !failure.kind().retriable());
  }
}
