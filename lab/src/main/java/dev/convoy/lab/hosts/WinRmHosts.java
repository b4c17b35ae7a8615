package dev.convoy.lab.hosts;

import dev.convoy.lab.net.AcceptLoop;
import dev.convoy.lab.net.AcceptLoop.Listener;
import dev.convoy.lab.net.HttpConnection;
import dev.convoy.lab.net.HttpRequest;
import dev.convoy.lab.net.HttpResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** All Windows hosts: WS-Management at {@code /wsman} of each host's address, over HTTP and, one port on, over HTTPS. */
final class WinRmHosts implements AutoCloseable, Doors {
  private final AcceptLoop loop;
  private final FleetSettings settings;
  private final HostCertificates certificates;
  private final Map<String, SourceHost> hosts;
  private final Map<String, List<Listener>> listeners = new ConcurrentHashMap<>();
  private final AtomicInteger refused = new AtomicInteger();

  private WinRmHosts(AcceptLoop loop, FleetSettings settings, HostCertificates certificates, List<SourceHost> hosts) {
    this.loop = loop;
    this.settings = settings;
    this.certificates = certificates;
    this.hosts = hosts.stream().collect(Collectors.toUnmodifiableMap(host -> host.host().serverId(), host -> host));
  }

  /** Beside the port for HTTP, as 5986 is beside 5985. */
  static int tlsPort(SimulatedHost host) {
    return host.port() + 1;
  }

  static WinRmHosts start(FleetSettings settings, HostCertificates certificates, List<SourceHost> hosts)
      throws IOException {
    WinRmHosts fleet = new WinRmHosts(AcceptLoop.start("lab-winrm"), settings, certificates, hosts);
    try {
      for (SourceHost host : hosts) {
        fleet.open(host.host());
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

  @Override
  public void open(SimulatedHost host) throws IOException {
    var shells = new WinRmShells(new WindowsShell(Objects.requireNonNull(hosts.get(host.serverId()))));
    listeners.put(host.serverId(), List.of(
        loop.listen(new InetSocketAddress(host.address(), host.port()), channel ->
            HttpConnection.serve(channel, new Connection(shells, new WinRmLogin(settings, host, refused), false))),
        loop.listen(new InetSocketAddress(host.address(), tlsPort(host)), channel ->
            HttpConnection.serve(channel, certificates.of(host.address()).getSocketFactory(),
                new Connection(shells, new WinRmLogin(settings, host, refused), true)))));
  }

  @Override
  public void close(SimulatedHost host) throws IOException {
    for (var listener : listeners.getOrDefault(host.serverId(), List.of())) {
      listener.close();
    }
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
    /** MaxEnvelopeSizekb of a Windows that nobody has changed. */
    private static final int MAX_ENVELOPE = 500 * 1024;
    private static final String SOAP = "application/soap+xml;charset=UTF-8";

    @Override
    public HttpResponse handle(HttpRequest request) throws IOException, InterruptedException {
      if (shells.isOff()) {
        throw new IOException("the host is off");
      }
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
      if (request.body().length > MAX_ENVELOPE) {
        return HttpResponse.empty(413, List.of());
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
