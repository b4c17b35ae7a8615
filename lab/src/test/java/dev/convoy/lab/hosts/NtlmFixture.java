package dev.convoy.lab.hosts;

import dev.convoy.agent.adapter.winrm.WsManShells;
import dev.convoy.lab.net.AcceptLoop;
import dev.convoy.lab.net.AcceptLoop.Listener;
import dev.convoy.lab.net.HttpConnection;
import dev.convoy.lab.net.HttpRequest;
import dev.convoy.lab.net.HttpResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The shells of the contract behind the lab's NTLM: sealed over HTTP, or over TLS. */
final class NtlmFixture implements AutoCloseable {
  private static final String SOAP = "application/soap+xml;charset=UTF-8";

  private final WsManShells shells = new WsManShells();
  private final AcceptLoop loop = AcceptLoop.start("ntlm-fixture");
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger clear = new AtomicInteger();
  private final boolean tls;
  private final Listener listener;

  /** @param tls null = HTTP, and messages have to be sealed */
  NtlmFixture(FleetSettings settings, SimulatedHost host, @Nullable SSLContext tls) throws IOException {
    this.tls = tls != null;
    listener = loop.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), channel -> {
      var connection = new Connection(new WinRmLogin(settings, host, refused));
      if (tls == null) {
        HttpConnection.serve(channel, connection);
      } else {
        HttpConnection.serve(channel, tls.getSocketFactory(), connection);
      }
    });
  }

  WsManShells shells() {
    return shells;
  }

  int port() {
    return listener.port();
  }

  /** Envelopes that came in the clear. */
  int clear() {
    return clear.get();
  }

  @Override
  public void close() {
    shells.close();
    loop.close();
  }

  private final class Connection implements HttpConnection.Handler {
    private final WinRmLogin login;

    Connection(WinRmLogin login) {
      this.login = login;
    }

    @Override
    public HttpResponse handle(HttpRequest request) throws IOException, InterruptedException {
      shells.message();
      if (request.header("authorization").isPresent()) {
        shells.authentication();
      }
      Optional<List<String>> challenge = login.challenge(request);
      if (challenge.isPresent()) {
        return HttpResponse.empty(401, challenge.get());
      }
      if (request.body().length == 0) {
        return HttpResponse.empty(200, List.of());
      }
      NtlmSession session = login.session().orElseThrow(() -> new IOException("not NTLM"));
      if (SealedBody.is(request.header("content-type").orElse(""))) {
        byte[] answer = bytes(shells.answer(text(SealedBody.open(request.body(), session))));
        return new HttpResponse(200, SealedBody.TYPE, List.of(), SealedBody.of(answer, SOAP, session));
      }
      clear.incrementAndGet();
      return tls ? HttpResponse.text(200, SOAP, shells.answer(request.text())) : HttpResponse.empty(500, List.of());
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
