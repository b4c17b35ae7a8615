package dev.convoy.agent.adapter.tcp;

import dev.convoy.agent.remote.Deadline;
import dev.convoy.agent.remote.HostTarget;
import dev.convoy.agent.remote.Knock;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.agent.remote.Tunnel;
import dev.convoy.agent.remote.Tunnels;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Connects to the port of a host and hangs up. Behind a jump host only a jump host that is connected proves anything: it
 * says whether the host accepts. Where hosts are reached directly, a network that is down looks like a host that is off, but
 * for the one of this machine.
 */
public final class TcpKnock implements Knock {

  private static final Duration CONNECT = Duration.ofSeconds(10);
  /** Longer than a jump host is given to reach the host; by then it has said that it did not. */
  private static final Duration WORD = Duration.ofSeconds(40);
  /** Windows says nothing before it is asked; SSH greets, and hangs up on this. */
  private static final byte[] QUESTION = "GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Tunnels tunnels;

  /** @param tunnels ways to hosts behind jump hosts */
  public TcpKnock(Tunnels tunnels) {
    this.tunnels = tunnels;
  }

  @Override
  public Seen at(HostTarget target, Deadline deadline) {
    return target.via() == null ? direct(target, deadline) : behind(target, deadline);
  }

  private static Seen direct(HostTarget target, Deadline deadline) {
    var where = new InetSocketAddress(target.address(), target.port());
    if (where.isUnresolved()) {
      return new Seen(Sign.UNKNOWN, "the name " + target.address() + " has no address");
    }
    try (var socket = new Socket()) {
      socket.connect(where, deadline.millisWithin(CONNECT));
      return answers(target);
    } catch (ConnectException | NoRouteToHostException | SocketTimeoutException e) {
      var why = String.valueOf(e.getMessage());
      return new Seen(why.contains("unreachable") && !why.contains("Host") ? Sign.UNKNOWN : Sign.SILENT,
          silent(target, why));
    } catch (IOException e) {
      return new Seen(Sign.UNKNOWN, String.valueOf(e.getMessage()));
    }
  }

  private Seen behind(HostTarget target, Deadline deadline) {
    try (var tunnel = tunnels.open(target, deadline)) {
      return through(tunnel, target, deadline);
    } catch (PushFailure e) {
      return new Seen(Sign.UNKNOWN, e.what());
    }
  }

  private static Seen through(Tunnel tunnel, HostTarget target, Deadline deadline) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), tunnel.port())) {
      socket.setSoTimeout(deadline.millisWithin(WORD));
      socket.getOutputStream().write(QUESTION);
      boolean spoke = socket.getInputStream().read() >= 0;
      return spoke ? answers(target) : judged(tunnel, target);
    } catch (SocketTimeoutException e) {
      return judged(tunnel, target);
    } catch (IOException e) {
      return tunnel.failure() == null ? new Seen(Sign.UNKNOWN, String.valueOf(e.getMessage())) : judged(tunnel, target);
    }
  }

  /** A jump host that is still connected and got no connection is one that says so. */
  private static Seen judged(Tunnel tunnel, HostTarget target) {
    var failure = tunnel.failure();
    if (failure == null) {
      return tunnel.isOpen() ? answers(target) : new Seen(Sign.UNKNOWN, "the connection to its jump host ended");
    }
    boolean silent = failure.kind() == PushFailure.Kind.UNREACHABLE
        || failure.kind() == PushFailure.Kind.LOST && tunnel.isOpen();
    return new Seen(silent && tunnel.isOpen() ? Sign.SILENT : Sign.UNKNOWN, failure.what());
  }

  private static Seen answers(HostTarget target) {
    return new Seen(Sign.ANSWERS, where(target) + " accepts connections");
  }

  private static String silent(HostTarget target, String why) {
    return where(target) + " does not accept connections: " + why;
  }

  private static String where(HostTarget target) {
    return target.address() + " port " + target.port();
  }
}
