package dev.convoy.agent.adapter.winrm;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.cxf.transports.http.configuration.HTTPClientPolicy;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.concurrent.FutureCallback;
import org.apache.http.impl.nio.client.CloseableHttpAsyncClient;
import org.apache.http.nio.protocol.HttpAsyncRequestProducer;
import org.apache.http.nio.protocol.HttpAsyncResponseConsumer;
import org.apache.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * The shared HTTP client as one session uses it: with connections of its own. NTLM authenticates and seals connections, and CXF
 * would give one to every session of the same user, whatever its password.
 *
 * <p>Where messages are sealed it is one connection, as the keys are those of the connection that logged in last. CXF hands
 * an answer over before its connection is back in the pool: a request that is sent at once would open a second one, and what
 * goes over the first after that is sealed with keys that the host does not know there.
 */
final class OneSession extends CloseableHttpAsyncClient {

  /** The session that a client is built for. */
  static final ScopedValue<Object> BUILT_FOR = ScopedValue.newInstance();

  private final CloseableHttpAsyncClient shared;
  private final Object token;
  private final @Nullable Duration patience;
  private final Lock turn = new ReentrantLock();
  private @Nullable Future<?> last;

  private OneSession(CloseableHttpAsyncClient shared, Object token, @Nullable Duration patience) {
    this.shared = shared;
    this.token = token;
    this.patience = patience;
  }

  /** @param token what its connections belong to */
  static OneSession ofConnections(CloseableHttpAsyncClient shared, Object token) {
    return new OneSession(shared, token, null);
  }

  /**
   * A session with one connection at a time.
   *
   * @param token what the connection belongs to
   * @param patience with which a request waits for the end of the one before, whose connection is cut then
   */
  static OneSession ofOneConnection(CloseableHttpAsyncClient shared, Object token, Duration patience) {
    return new OneSession(shared, token, patience);
  }

  /**
   * Sends nothing again that was answered. CXF would, where a login was refused, though the HTTP client had logged in as well
   * as it could: a second failed login, and where messages are sealed one that is not finished before it times out.
   */
  static HTTPClientPolicy askingOnce(HTTPClientPolicy policy) {
    policy.setMaxRetransmits(0);
    return policy;
  }

  @Override
  public <T> Future<T> execute(HttpAsyncRequestProducer request, HttpAsyncResponseConsumer<T> response,
      HttpContext context, FutureCallback<T> callback) {
    context.setAttribute(HttpClientContext.USER_TOKEN, token);
    if (patience == null) {
      return shared.execute(request, response, context, callback);
    }
    turn.lock();
    try {
      awaitConnection(patience);
      var sent = shared.execute(request, response, context, callback);
      last = sent;
      return sent;
    } finally {
      turn.unlock();
    }
  }

  /** A request has ended, as the client says it, when its connection is back in the pool or closed. */
  private void awaitConnection(Duration patience) {
    var before = last;
    if (before == null) {
      return;
    }
    try {
      before.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      before.cancel(true);
    } catch (InterruptedException e) {
      before.cancel(true);
      Thread.currentThread().interrupt();
    } catch (ExecutionException | CancellationException e) {
      // Its caller was told.
      last = null;
    }
  }

  @Override
  public boolean isRunning() {
    return shared.isRunning();
  }

  @Override
  public void start() {
    shared.start();
  }

  @Override
  public void close() throws IOException {
    shared.close();
  }
}
