package dev.convoy.agent.adapter.winrm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.concurrent.FutureCallback;
import org.apache.http.impl.nio.client.CloseableHttpAsyncClient;
import org.apache.http.nio.client.methods.HttpAsyncMethods;
import org.apache.http.nio.protocol.HttpAsyncRequestProducer;
import org.apache.http.nio.protocol.HttpAsyncResponseConsumer;
import org.apache.http.protocol.HttpContext;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What one session sends over connections that many share. */
class OneSessionTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Object TOKEN = new Object();

  private final Sent sent = new Sent();

  @Test
  void its_connections_are_its_own() {
    HttpClientContext context = HttpClientContext.create();
    get(OneSession.ofConnections(sent, TOKEN), context);
    assertThat(context.getUserToken()).isSameAs(TOKEN);
  }

  @Test
  void a_request_waits_until_the_connection_of_the_one_before_is_back() {
    var session = OneSession.ofOneConnection(sent, TOKEN, LONG);
    get(session, HttpClientContext.create());
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var second = new CompletableFuture<Thread>();
      var called = callers.submit(() -> {
        second.complete(Thread.currentThread());
        get(session, HttpClientContext.create());
      });
      await().until(() -> second.join().getState() == Thread.State.TIMED_WAITING || called.isDone());
      assertThat(sent.requests).as("the second has to wait").hasSize(1);
      sent.requests.getFirst().complete(null);
      await().until(called::isDone);
    }
    assertThat(sent.requests).hasSize(2);
    assertThat(sent.requests.getFirst().isCancelled()).isFalse();
  }

  @Test
  void a_request_that_does_not_end_is_cut_before_the_next_is_sent() {
    var session = OneSession.ofOneConnection(sent, TOKEN, Duration.ofMillis(1));
    get(session, HttpClientContext.create());
    get(session, HttpClientContext.create());
    assertThat(sent.cutWhenSent).containsExactly(List.of(), List.of(true));
  }

  @Test
  void a_request_that_failed_does_not_keep_the_next_from_being_sent() {
    var session = OneSession.ofOneConnection(sent, TOKEN, LONG);
    get(session, HttpClientContext.create());
    sent.requests.getFirst().completeExceptionally(new IllegalStateException("no route"));
    get(session, HttpClientContext.create());
    assertThat(sent.requests).hasSize(2);
  }

  @Test
  void a_session_with_several_connections_does_not_wait() {
    var session = OneSession.ofConnections(sent, TOKEN);
    get(session, HttpClientContext.create());
    get(session, HttpClientContext.create());
    assertThat(sent.cutWhenSent).containsExactly(List.of(), List.of(false));
  }

  @Test
  void a_caller_that_is_interrupted_cuts_the_request_that_it_waits_for() throws Exception {
    var session = OneSession.ofOneConnection(sent, TOKEN, LONG);
    get(session, HttpClientContext.create());
    var thread = new CompletableFuture<Thread>();
    Thread caller = Thread.startVirtualThread(() -> {
      thread.complete(Thread.currentThread());
      get(session, HttpClientContext.create());
    });
    thread.get(1, TimeUnit.MINUTES).interrupt();
    caller.join();
    assertThat(sent.cutWhenSent).containsExactly(List.of(), List.of(true));
  }

  private static void get(OneSession session, HttpClientContext context) {
    session.execute(HttpAsyncMethods.create(new HttpGet("http://192.0.2.1:5985/wsman")),
        HttpAsyncMethods.createConsumer(), context, null);
  }

  /** A client whose requests end when a test says so. */
  private static final class Sent extends CloseableHttpAsyncClient {
    final List<CompletableFuture<?>> requests = new CopyOnWriteArrayList<>();
    /** Per request, which of those before were cut when it was sent. */
    final List<List<Boolean>> cutWhenSent = new CopyOnWriteArrayList<>();

    @Override
    public <T> Future<T> execute(HttpAsyncRequestProducer request, HttpAsyncResponseConsumer<T> response,
        HttpContext context, FutureCallback<T> callback) {
      var cut = new ArrayList<Boolean>();
      requests.forEach(before -> cut.add(before.isCancelled()));
      cutWhenSent.add(cut);
      var future = new CompletableFuture<T>();
      requests.add(future);
      return future;
    }

    @Override
    public boolean isRunning() {
      return true;
    }

    @Override
    public void start() {}

    @Override
    public void close() {}
  }
}
