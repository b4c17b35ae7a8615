package dev.convoy.lab.hosts;

import dev.convoy.lab.net.AcceptLoop;
import dev.convoy.lab.net.HttpConnection;
import dev.convoy.lab.net.HttpRequest;
import dev.convoy.lab.net.HttpResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** All Windows hosts: WS-Management over HTTP at {@code /wsman} of each host's address. */
final class WinRmHosts implements AutoCloseable {
  private final AcceptLoop loop;

  private WinRmHosts(AcceptLoop loop) {
    this.loop = loop;
  }

  static WinRmHosts start(FleetSettings settings, List<SourceHost> hosts) throws IOException {
    WinRmHosts fleet = new WinRmHosts(AcceptLoop.start("lab-winrm"));
    try {
      for (SourceHost host : hosts) {
        WinRmShells shells = new WinRmShells(new WindowsShell(host));
        fleet.loop.listen(new InetSocketAddress(host.host().address(), host.host().port()),
            channel -> HttpConnection.serve(channel, new Connection(shells, new WinRmLogin(settings, host.host()))));
      }
      return fleet;
    } catch (IOException | RuntimeException e) {
      fleet.close();
      throw e;
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

  /** One client's connection; NTLM authenticates connections, not requests. */
  private record Connection(WinRmShells shells, WinRmLogin login) implements HttpConnection.Handler {
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
      return answer(request.body());
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
