package dev.convoy.lab.hosts;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An exec channel, run on a virtual thread; without a command line it only says how to use the host. */
final class SshCommand implements Command {
  private static final Logger LOG = LoggerFactory.getLogger(SshCommand.class);

  private final LinuxShell shell;
  private final @Nullable String line;
  private InputStream in = InputStream.nullInputStream();
  private OutputStream out = OutputStream.nullOutputStream();
  private OutputStream err = OutputStream.nullOutputStream();
  private ExitCallback exit = (code, message, immediately) -> {};
  private @Nullable Thread thread;

  SshCommand(LinuxShell shell, @Nullable String line) {
    this.shell = shell;
    this.line = line;
  }

  @Override
  public void setInputStream(InputStream stream) {
    in = stream;
  }

  @Override
  public void setOutputStream(OutputStream stream) {
    out = stream;
  }

  @Override
  public void setErrorStream(OutputStream stream) {
    err = stream;
  }

  @Override
  public void setExitCallback(ExitCallback callback) {
    exit = callback;
  }

  @Override
  public void start(ChannelSession channel, Environment environment) {
    thread = Thread.startVirtualThread(this::run);
  }

  @Override
  public void destroy(ChannelSession channel) {
    if (thread != null) {
      thread.interrupt();
    }
  }

  private void run() {
    try {
      CommandResult result = line == null
          ? CommandResult.ok("A host of the Convoy lab: give a command, for example  ssh … hostname\r\n")
          : shell.run(line, in);
      write(out, result.output());
      write(err, result.error());
      exit.onExit(result.exit());
    } catch (IOException | RuntimeException e) {
      LOG.debug("command ended with its connection: {}", e.toString());
      exit.onExit(255);
    }
  }

  private static void write(OutputStream stream, String text) throws IOException {
    stream.write(text.getBytes(StandardCharsets.UTF_8));
    stream.flush();
  }
}
