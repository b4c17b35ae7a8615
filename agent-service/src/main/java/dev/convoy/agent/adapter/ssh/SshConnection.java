package dev.convoy.agent.adapter.ssh;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.SocketFactory;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.connection.channel.direct.DirectConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An sshj client and what it speaks through, a socket or a channel of a jump host: closing that ends every wait at once, which
 * closing a session does not.
 */
final class SshConnection implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SshConnection.class);

  private final SSHClient client;
  private final Socket socket = new Socket();
  private final JumpConnections.@Nullable Lease jump;
  private final AtomicBoolean givenBack = new AtomicBoolean();
  private volatile @Nullable DirectConnection channel;
  private volatile boolean endedWithJump;

  /** @param jump what it goes through, given back when it is closed; null = a socket of its own */
  SshConnection(SSHClient client, JumpConnections.@Nullable Lease jump) {
    this.client = client;
    this.jump = jump;
    client.setSocketFactory(new OneSocket());
  }

  SSHClient client() {
    return client;
  }

  /** Connects and exchanges keys. */
  void connect(String address, int port) throws IOException {
    var through = jump;
    if (through == null) {
      client.connect(address, port);
    } else {
      var direct = through.connection().client().newDirectConnection(address, port);
      channel = direct;
      client.connectVia(direct);
    }
  }

  /** Lets the host say nothing for this long from now on. Through a jump host the deadline alone ends a silence. */
  void allowSilence(Duration limit) throws IOException {
    if (jump == null) {
      socket.setSoTimeout((int) limit.toMillis());
    }
  }

  /** Once closed: true if the connection to the jump host that it went through had ended before. */
  boolean endedWithJump() {
    return endedWithJump;
  }

  /** Ends the connection now, whoever waits on it. */
  void cut() {
    closeTransport();
    close();
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      LOG.debug("connection did not close cleanly: {}", e.toString());
    } finally {
      closeTransport();
      if (jump != null && givenBack.compareAndSet(false, true)) {
        endedWithJump = jump.hasEnded();
        jump.close();
      }
    }
  }

  private void closeTransport() {
    try {
      socket.close();
      var direct = channel;
      if (direct != null) {
        direct.close();
      }
    } catch (IOException e) {
      LOG.debug("connection did not close cleanly: {}", e.toString());
    }
  }

  /** Hands out the one socket, which the client connects itself. */
  private final class OneSocket extends SocketFactory {

    @Override
    public Socket createSocket() {
      return socket;
    }

    @Override
    public Socket createSocket(String host, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
      throw new UnsupportedOperationException();
    }
  }
}
