package dev.convoy.lab.hosts;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.session.SessionContext;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.session.ServerSession;
import org.jspecify.annotations.Nullable;

/**
 * All Linux hosts behind one SSH server per port, bound to every host's address; the session's local address says
 * which host is meant.
 */
final class SshHosts implements AutoCloseable, Doors {
  private static final int NIO_WORKERS = 2;

  private final FleetSettings settings;
  private final Map<String, SourceHost> hosts;
  private final PublicKey authorizedKey;
  private final Map<String, KeyPair> hostKeys = new ConcurrentHashMap<>();
  private final Map<Integer, OneByOne> servers = new HashMap<>();
  private final OpenSessions sessions = new OpenSessions();

  private SshHosts(FleetSettings settings, Map<String, SourceHost> hosts) throws IOException {
    this.settings = settings;
    this.hosts = hosts;
    this.authorizedKey = parse(settings.authorizedKey());
  }

  static SshHosts start(FleetSettings settings, List<SourceHost> hosts) throws IOException {
    SshHosts fleet = new SshHosts(settings, hosts.stream()
        .collect(Collectors.toUnmodifiableMap(host -> host.host().address(), host -> host)));
    Map<Integer, List<String>> byPort = hosts.stream().map(SourceHost::host)
        .collect(Collectors.groupingBy(SimulatedHost::port,
            Collectors.mapping(SimulatedHost::address, Collectors.toList())));
    try {
      for (Map.Entry<Integer, List<String>> port : byPort.entrySet()) {
        fleet.listen(port.getValue(), port.getKey());
      }
      return fleet;
    } catch (IOException | RuntimeException e) {
      fleet.close();
      throw e;
    }
  }

  /** The most connections that were open at once. */
  int most() {
    return sessions.most();
  }

  @Override
  public void close() throws IOException {
    for (SshServer server : servers.values()) {
      server.close(true).await();
    }
  }

  private void listen(List<String> addresses, int port) throws IOException {
    OneByOne server = (OneByOne) ServerBuilder.builder().factory(OneByOne::new).build();
    CoreModuleProperties.NIO_WORKERS.set(server, NIO_WORKERS);
    CoreModuleProperties.MAX_CONCURRENT_SESSIONS.set(server, Integer.MAX_VALUE);
    server.setHost(String.join(",", addresses));
    server.setPort(port);
    server.setKeyPairProvider(this::hostKey);
    server.setPublickeyAuthenticator((user, key, session) -> mayLogIn(user, session)
        && KeyUtils.compareKeys(key, authorizedKey));
    server.setPasswordAuthenticator((user, password, session) -> mayLogIn(user, session)
        && password.equals(settings.linuxPassword()));
    server.setCommandFactory((channel, line) -> new SshCommand(shell(channel.getSession()), line));
    server.setShellFactory(channel -> new SshCommand(shell(channel.getSession()), null));
    server.addSessionListener(sessions);
    servers.put(port, server);
    server.start();
  }

  private Iterable<KeyPair> hostKey(@Nullable SessionContext session) {
    if (!(session instanceof ServerSession server)) {
      return List.of();
    }
    SimulatedHost host = host(server).host();
    return List.of(hostKeys.computeIfAbsent(host.address(), address -> host.has(PlantedFault.HOST_KEY_CHANGED)
        ? HostKeys.changed(settings.seed(), address)
        : HostKeys.expected(settings.seed(), address)));
  }

  private boolean mayLogIn(String user, ServerSession session) {
    return user.equals(settings.linuxUser()) && !host(session).host().has(PlantedFault.AUTH_REFUSED);
  }

  private LinuxShell shell(ServerSession session) {
    return new LinuxShell(host(session), settings);
  }

  private SourceHost host(ServerSession session) {
    SocketAddress local = session.getIoSession().getLocalAddress();
    if (local instanceof InetSocketAddress address) {
      SourceHost host = hosts.get(address.getAddress().getHostAddress());
      if (host != null) {
        return host;
      }
    }
    throw new IllegalStateException("no host at " + local);
  }

  @Override
  public void close(SimulatedHost host) {
    var server = Objects.requireNonNull(servers.get(host.port()));
    var address = new InetSocketAddress(host.address(), host.port());
    server.unbind(address);
    server.getActiveSessions().stream().filter(each -> address.equals(each.getIoSession().getLocalAddress()))
        .forEach(each -> each.close(true));
  }

  @Override
  public void open(SimulatedHost host) throws IOException {
    Objects.requireNonNull(servers.get(host.port())).bind(new InetSocketAddress(host.address(), host.port()));
  }

  /** A server whose addresses can be closed and opened again one by one. */
  private static final class OneByOne extends SshServer {

    void unbind(SocketAddress address) {
      acceptor.unbind(address);
    }

    void bind(SocketAddress address) throws IOException {
      acceptor.bind(address);
    }
  }

  private static PublicKey parse(String authorizedKey) throws IOException {
    try {
      return AuthorizedKeyEntry.parseAuthorizedKeyEntry(authorizedKey)
          .resolvePublicKey(null, PublicKeyEntryResolver.FAILING);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException("[CVY-9115] fleet: authorized key not understood; give one line of authorized_keys", e);
    }
  }
}
