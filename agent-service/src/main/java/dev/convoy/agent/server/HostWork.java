package dev.convoy.agent.server;

import dev.convoy.agent.host.HostProtocol;
import dev.convoy.agent.host.HostSession;
import dev.convoy.agent.remote.Credentials;
import dev.convoy.agent.remote.Deadline;
import dev.convoy.agent.remote.HostTarget;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.events.common.SourceHost;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.worker.LastLook;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** Enters source hosts: never more at once than the limits of the instance and of each site allow. */
public final class HostWork {

  /** Work in one session. */
  @FunctionalInterface
  public interface InSession<T> {
    T with(HostSession session, Deadline deadline) throws PushFailure;
  }

  private final HostProtocol hosts;
  private final Credentials credentials;
  private final Duration sessionWithin;
  private final Semaphore all;
  private final int perSite;
  private final Map<String, Semaphore> sites = new ConcurrentHashMap<>();

  /**
   * @param sessionWithin most time of one session, its connect included
   * @param atOnce most sessions of this instance at once
   * @param perSite most sessions in one site at once
   */
  public HostWork(HostProtocol hosts, Credentials credentials, Duration sessionWithin, int atOnce, int perSite) {
    this.hosts = hosts;
    this.credentials = credentials;
    this.sessionWithin = sessionWithin;
    this.all = new Semaphore(atOnce, true);
    this.perSite = perSite;
  }

  /**
   * Waits for a permit, enters the host, does the work and leaves. Whoever may not act any more when the turn comes gets
   * {@code BUSY}, and the host is not entered.
   */
  public <T> T in(String serverId, SourceHost source, InSession<T> work) throws PushFailure, InterruptedException {
    var site = sites.computeIfAbsent(source.getSite(), s -> new Semaphore(perSite, true));
    site.acquire();
    try {
      all.acquire();
      try {
        if (!LastLook.permits()) {
          throw new PushFailure(PushFailure.Kind.BUSY, serverId, "not wanted any more when its turn came");
        }
        return enter(serverId, source, work);
      } finally {
        all.release();
      }
    } finally {
      site.release();
    }
  }

  private <T> T enter(String serverId, SourceHost source, InSession<T> work) throws PushFailure {
    var deadline = Deadline.in(sessionWithin);
    var target = new HostTarget(
        serverId, source.getOsFamily(), source.getAddress(), source.getPort(), source.getHostKey());
    try (var session = hosts.open(target, credentials.resolve(serverId, source.getCredential()), deadline)) {
      return work.with(session, deadline);
    }
  }

  /** The failure in the words of an outcome. */
  public static Failure failure(String serverId, PushFailure failure) {
    var message = String.valueOf(failure.getMessage());
    var prefix = "[" + failure.code() + "] " + serverId + ": ";
    var what = message.startsWith(prefix) ? message.substring(prefix.length()) : message;
    var suffix = "; " + failure.remedy();
    what = what.endsWith(suffix) ? what.substring(0, what.length() - suffix.length()) : what;
    return new Failure(failure.code(), what, failure.remedy(), !failure.kind().retriable());
  }
}
