package dev.convoy.agent.adapter.winrm;

import java.io.IOException;
import java.util.concurrent.Future;
import org.apache.cxf.transports.http.configuration.HTTPClientPolicy;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.concurrent.FutureCallback;
import org.apache.http.impl.nio.client.CloseableHttpAsyncClient;
import org.apache.http.nio.protocol.HttpAsyncRequestProducer;
import org.apache.http.nio.protocol.HttpAsyncResponseConsumer;
import org.apache.http.protocol.HttpContext;

/**
 * The shared HTTP client as one session uses it: with connections of its own. NTLM authenticates and seals connections, and CXF
 * would give one to every session of the same user, whatever its password.
 */
final class OneSession extends CloseableHttpAsyncClient {

  /** The session that a client is built for. */
  static final ScopedValue<Object> BUILT_FOR = ScopedValue.newInstance();

  private final CloseableHttpAsyncClient shared;
  private final Object token;

  /** @param token what its connections belong to */
  OneSession(CloseableHttpAsyncClient shared, Object token) {
    this.shared = shared;
    this.token = token;
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
    return shared.execute(request, response, context, callback);
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
