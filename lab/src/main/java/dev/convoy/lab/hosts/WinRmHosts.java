package dev.convoy.lab.hosts;

import dev.convoy.lab.net.AcceptLoop;
import dev.convoy.lab.net.HttpConnection;
import dev.convoy.lab.net.HttpRequest;
import dev.convoy.lab.net.HttpResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** All Windows hosts: WS-Management at {@code /wsman} of each host's address, over HTTP and, one port on, over HTTPS. */
final class WinRmHosts implements AutoCloseable {
  private final AcceptLoop loop;
  private final AtomicInteger refused = new AtomicInteger();

  private WinRmHosts(AcceptLoop loop) {
    this.loop = loop;
  }

  /** Beside the port for HTTP, as 5986 is beside 5985. */
  static int tlsPort(SimulatedHost host) {
    return host.port() + 1;
  }

  static WinRmHosts start(FleetSettings settings, HostCertificates certificates, List<SourceHost> hosts)
      throws IOException {
    WinRmHosts fleet = new WinRmHosts(AcceptLoop.start("lab-winrm"));
    try {
      for (SourceHost host : hosts) {
        WinRmShells shells = new WinRmShells(new WindowsShell(host));
        fleet.loop.listen(new InetSocketAddress(host.host().address(), host.host().port()), channel ->
            HttpConnection.serve(channel, new Connection(shells, new WinRmLogin(settings, host.host(), fleet.refused), false)));
        fleet.loop.listen(new InetSocketAddress(host.host().address(), tlsPort(host.host())), channel ->
            HttpConnection.serve(channel, certificates.of(host.host().address()).getSocketFactory(),
                new Connection(shells, new WinRmLogin(settings, host.host(), fleet.refused), true)));
      }
      return fleet;
    } catch (IOException | RuntimeException e) {
      fleet.close();
      throw e;
    }
  }

  int refused() {
    return refused.get();
  }

  int open() {
    return loop.open();
  }

  /** The most connections that were open at once. */
  int most() {
    return loop.most();
  }

  @Override
  public void close() {
    loop.close();
  }

  /**
   * One client's connection; NTLM authenticates connections, not requests. Without TLS its messages have to be sealed, as a
   * host demands whose AllowUnencrypted is false; Basic in the clear is the lab's exception.
   */
  private record Connection(WinRmShells shells, WinRmLogin login, boolean tls) implements HttpConnection.Handler {
    private static final String SOAP = "application/soap+xml;charset=UTF-8";

    @Override
    public HttpResponse handle(HttpRequest request) throws IOException, InterruptedException {
      if (shells.host().has(PlantedFault.WINRM_BROKEN)) {
        return HttpResponse.empty(503, List.of());
      }
      Optional<List<String>> challenge = login.challenge(request);
      if (challenge.isPresent()) {
        return HttpResponse.empty(401, challenge.get());
      }
      if (!request.path().startsWith("/wsman") || !request.method().equals("POST")) {
        return HttpResponse.empty(404, List.of());
      }
      Optional<NtlmSession> session = login.session();
      if (request.body().length == 0) {
        return HttpResponse.empty(200, List.of());
      }
      if (session.isPresent() && SealedBody.is(request.header("content-type").orElse(""))) {
        HttpResponse answer = answer(SealedBody.open(request.body(), session.get()));
        return new HttpResponse(answer.status(), SealedBody.TYPE, answer.headers(),
            SealedBody.of(answer.body(), SOAP, session.get()));
      }
      return session.isPresent() && !tls ? HttpResponse.empty(500, List.of()) : answer(request.body());
    }

    private HttpResponse answer(byte[] body) throws IOException, InterruptedException {
      String messageId = "";
      try {
        WsManRequest request = WsManRequest.parse(body);
        messageId = request.messageId();
        return HttpResponse.text(200, SOAP, WsManReply.answer(request, shells.answer(request)));
      } catch (WsManFault fault) {
        return HttpResponse.text(500, SOAP, WsManReply.fault(messageId, fault));
      }
    }
  }
}
