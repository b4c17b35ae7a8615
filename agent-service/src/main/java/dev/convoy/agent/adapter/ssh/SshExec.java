package dev.convoy.agent.adapter.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.connection.channel.direct.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one command to its end, draining both of its outputs: one that is left to fill its window blocks both. */
final class SshExec {

  private static final Logger LOG = LoggerFactory.getLogger(SshExec.class);

  /** Takes bytes of an output as they come. */
  interface Sink {
    void add(byte[] bytes, int length);
  }

  private SshExec() {}

  /**
   * Returns the exit code, null when the command was killed.
   *
   * @throws IOException when the connection ends first; the caller closes the client then, never the session, which
   *     would wait half a minute for the peer
   */
  static @Nullable Integer run(SSHClient client, String command, byte[] stdin, Sink out, Sink err)
      throws IOException, InterruptedException {
    Session session = client.startSession();
    Session.Command running = session.exec(command);
    Thread feeder = Thread.ofVirtual().start(() -> feed(running.getOutputStream(), stdin));
    Thread errors = Thread.ofVirtual().start(() -> drainQuietly(running.getErrorStream(), err));
    drain(running.getInputStream(), out);
    errors.join();
    feeder.join();
    running.join();
    Integer exit = running.getExitStatus();
    session.close();
    return exit;
  }

  private static void drain(InputStream in, Sink sink) throws IOException {
    byte[] buffer = new byte[8192];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      sink.add(buffer, n);
    }
  }

  /** A broken connection shows itself on standard output, which the calling thread reads. */
  private static void drainQuietly(InputStream in, Sink sink) {
    try {
      drain(in, sink);
    } catch (IOException e) {
      LOG.debug("error stream ended early: {}", e.toString());
    }
  }

  /** A command that ends before it has read everything is no fault: its exit code and output tell. */
  private static void feed(OutputStream out, byte[] bytes) {
    try (out) {
      out.write(bytes);
    } catch (IOException e) {
      LOG.debug("command stopped reading: {}", e.toString());
    }
  }
}
