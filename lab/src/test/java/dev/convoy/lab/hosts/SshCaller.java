package dev.convoy.lab.hosts;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Map;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.connection.channel.direct.Session;
import net.schmizz.sshj.connection.channel.direct.Session.Command;

/** Calls a Linux host with sshj, as the agent service does. */
final class SshCaller {
  private static final int TIMEOUT_MILLIS = 20_000;

  private final SimulatedHost host;
  private final String hostKey;

  SshCaller(SimulatedHost host, String hostKey) {
    this.host = host;
    this.hostKey = hostKey;
  }

  /** One exec with this input; fails if the host key or the user's key is refused. */
  CommandResult run(KeyPair key, String command, String input) throws IOException {
    try (SSHClient client = new SSHClient()) {
      client.setConnectTimeout(TIMEOUT_MILLIS);
      client.setTimeout(TIMEOUT_MILLIS);
      client.addHostKeyVerifier(hostKey);
      client.connect(host.address(), host.port());
      client.authPublickey("migrate", client.loadKeys(key));
      try (Session session = client.startSession()) {
        Command running = session.exec(command);
        try (OutputStream in = running.getOutputStream()) {
          in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String error = new String(running.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        running.join();
        return new CommandResult(running.getExitStatus(), output, error);
      }
    }
  }

  CommandResult run(String command) throws IOException {
    return run(SmallFleet.USER_KEY, command, "");
  }

  Map<String, String> verb(String verb, String operation, Map<String, String> values) throws IOException {
    CommandResult result = run(SmallFleet.USER_KEY, "sudo -n /bin/sh -s -- " + verb + " " + operation,
        HostText.script(values));
    return HostText.answer(result.output());
  }
}
