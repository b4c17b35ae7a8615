package dev.convoy.agent.host;

import dev.convoy.agent.remote.AnswerReader;
import dev.convoy.agent.remote.Deadline;
import dev.convoy.agent.remote.HostAnswer;
import dev.convoy.agent.remote.HostTarget;
import dev.convoy.agent.remote.OperationName;
import dev.convoy.agent.remote.Payload;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.agent.remote.RemoteHost;
import dev.convoy.agent.remote.Verb;
import dev.convoy.events.common.OsFamily;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** This machine as a source host: the real script in a real sh, below a root of its own. */
final class LocalShell implements RemoteHost {

  private final Path root;
  private final String shell;
  private final Map<String, String> environment;

  LocalShell(Path root, String shell) {
    this(root, shell, Map.of());
  }

  LocalShell(Path root, String shell, Map<String, String> environment) {
    this.root = root;
    this.shell = shell;
    this.environment = environment;
  }

  @Override
  public HostTarget target() {
    return new HostTarget("local", OsFamily.LINUX, "127.0.0.1", 22, null);
  }

  @Override
  public HostAnswer call(Verb verb, OperationName operation, Payload payload, Deadline deadline) throws PushFailure {
    String stdin = HostScripts.linux() + "\nconvoy_main \"$@\" <<'CONVOY_PAYLOAD'\n" + payload.encoded()
        + "CONVOY_PAYLOAD\n";
    ProcessBuilder builder = new ProcessBuilder(shell, "-s", "--", verb.word(), operation.value());
    builder.environment().putAll(environment);
    builder.environment().put("CONVOY_ROOT", root.toString());
    builder.redirectErrorStream(true);
    try {
      Process process = builder.start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(stdin.getBytes(StandardCharsets.UTF_8));
      }
      byte[] output = process.getInputStream().readAllBytes();
      AnswerReader reader = new AnswerReader();
      reader.add(output, output.length);
      return reader.answer().orElseThrow(() -> new PushFailure(PushFailure.Kind.PROTOCOL, "local", reader.noise()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {}
}
