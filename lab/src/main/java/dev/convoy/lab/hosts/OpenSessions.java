package dev.convoy.lab.hosts;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;

/** Counts SSH connections that are open at once. */
final class OpenSessions implements SessionListener {
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  @Override
  public void sessionCreated(Session session) {
    most.accumulateAndGet(open.incrementAndGet(), Math::max);
  }

  @Override
  public void sessionClosed(Session session) {
    open.decrementAndGet();
  }

  int most() {
    return most.get();
  }
}
