package dev.convoy.agent.adapter.winrm;

import dev.convoy.agent.remote.Deadline;
import dev.convoy.agent.remote.HostTarget;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.agent.remote.Tunnel;
import dev.convoy.agent.remote.Tunnels;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import org.apache.http.HttpHost;
import org.apache.http.conn.DnsResolver;
import org.apache.http.conn.SchemePortResolver;
import org.apache.http.conn.UnsupportedSchemeException;
import org.jspecify.annotations.Nullable;

/**
 * Where the connections to hosts behind a jump host begin: at the ends of their tunnels. Only TCP goes there; to TLS, to
 * authentication and in each request the host is who it is. Sessions with one host share its tunnel, as they share its
 * connections; it ends with the last of them.
 */
final class Ways implements SchemePortResolver, DnsResolver {

  private record Peer(String host, int port) {}

  /** A tunnel, for as long as it is used. */
  private static final class Shared {
    final Tunnel tunnel;
    int users = 1;

    Shared(Tunnel tunnel) {
      this.tunnel = tunnel;
    }
  }

  private final Tunnels tunnels;
  private final Map<Peer, Shared> led = new HashMap<>();

  Ways(Tunnels tunnels) {
    this.tunnels = tunnels;
  }

  /** The way to this host, to be given back. */
  Tunnel lead(HostTarget target, Deadline deadline) throws PushFailure {
    var there = join(target, null);
    if (there != null) {
      return there;
    }
    var opened = tunnels.open(target, deadline);
    var joined = join(target, opened);
    if (joined != null && joined != opened) {
      opened.close();
    }
    return joined == null ? opened : joined;
  }

  void giveBack(HostTarget target, Tunnel tunnel) {
    synchronized (led) {
      var peer = new Peer(target.address(), target.port());
      var shared = led.get(peer);
      if (shared != null && shared.tunnel == tunnel) {
        shared.users--;
        if (shared.users > 0) {
          return;
        }
        led.remove(peer);
      }
    }
    tunnel.close();
  }

  /** One that is there, or else this one if there is any. One that has ended is left to those who have it. */
  private @Nullable Tunnel join(HostTarget target, @Nullable Tunnel opened) {
    synchronized (led) {
      var peer = new Peer(target.address(), target.port());
      var shared = led.get(peer);
      if (shared != null && shared.tunnel.isOpen()) {
        shared.users++;
        return shared.tunnel;
      }
      if (opened != null) {
        led.put(peer, new Shared(opened));
      }
      return opened;
    }
  }

  @Override
  public int resolve(HttpHost host) throws UnsupportedSchemeException {
    synchronized (led) {
      var shared = led.get(new Peer(host.getHostName(), host.getPort()));
      if (shared == null) {
        throw new UnsupportedSchemeException("no tunnel leads to " + host.toHostString());
      }
      return shared.tunnel.port();
    }
  }

  @Override
  public InetAddress[] resolve(String host) {
    return new InetAddress[] {InetAddress.getLoopbackAddress()};
  }
}
