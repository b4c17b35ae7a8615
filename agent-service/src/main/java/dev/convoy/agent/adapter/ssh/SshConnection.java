package dev.convoy.agent.adapter.ssh;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import javax.net.SocketFactory;
import net.schmizz.sshj.SSHClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An sshj client and its socket: closing the socket ends every wait at once, which closing a session does not. */
final class SshConnection implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SshConnection.class);

  private final SSHClient client;
  private final Socket socket = new Socket();

  SshConnection(SSHClient client) {
    this.client = client;
    client.setSocketFactory(new OneSocket());
  }

  SSHClient client() {
    return client;
  }

  /** Lets the host say nothing for this long from now on. */
  void allowSilence(Duration limit) throws IOException {
    socket.setSoTimeout((int) limit.toMillis());
  }

  /** Ends the connection now, whoever waits on it. */
  void cut() {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("socket did not close cleanly: {}", e.toString());
    }
    close();
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      LOG.debug("connection did not close cleanly: {}", e.toString());
    } finally {
      try {
        socket.close();
      } catch (IOException e) {
        LOG.debug("socket did not close cleanly: {}", e.toString());
      }
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
