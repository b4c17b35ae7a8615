package dev.convoy.agent.adapter.ssh;

import dev.convoy.agent.remote.AnswerReader;
import dev.convoy.agent.remote.Credential;
import dev.convoy.agent.remote.Deadline;
import dev.convoy.agent.remote.HostAnswer;
import dev.convoy.agent.remote.HostTarget;
import dev.convoy.agent.remote.OperationName;
import dev.convoy.agent.remote.Payload;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.agent.remote.Redaction;
import dev.convoy.agent.remote.RemoteHost;
import dev.convoy.agent.remote.Tail;
import dev.convoy.agent.remote.Verb;
import dev.convoy.agent.remote.Watchdog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A Linux host that was entered: one exec per verb, script and payload on its standard input. */
final class SshHost implements RemoteHost {

  private static final String PLAIN_SUDO = "sudo -n ";
  private static final String PASSWORD_SUDO = "sudo -S -k -p '' ";
  private static final String NOTHING = "/bin/sh -c :";

  private final HostTarget target;
  private final Credential.Ssh credential;
  private final SshConnection connection;
  private final Watchdog watchdog;
  private final String script;
  private @Nullable Boolean sudoAsksPassword;

  SshHost(HostTarget target, Credential.Ssh credential, SshConnection connection, Watchdog watchdog, String script) {
    this.target = target;
    this.credential = credential;
    this.connection = connection;
    this.watchdog = watchdog;
    this.script = script;
  }

  @Override
  public HostTarget target() {
    return target;
  }

  @Override
  public HostAnswer call(Verb verb, OperationName operation, Payload payload, Deadline deadline) throws PushFailure {
    Redaction redaction = Redaction.of(credential).and(payload.secrets());
    try (Watchdog.Watch watch = watchdog.watch(deadline, connection::cut)) {
      try {
        return answer(verb, operation, payload, redaction);
      } catch (IOException | IllegalStateException e) {
        // sshj says "not connected" by an IllegalStateException when the connection ended before the command.
        throw broken(verb, watch.fired(), redaction.apply(String.valueOf(e.getMessage())));
      } catch (InterruptedException e) {
        connection.cut();
        Thread.currentThread().interrupt();
        throw broken(verb, false, "interrupted");
      }
    }
  }

  @Override
  public void close() {
    connection.close();
  }

  private HostAnswer answer(Verb verb, OperationName operation, Payload payload, Redaction redaction)
      throws IOException, InterruptedException, PushFailure {
    String password = sudoAsksPassword(redaction) ? credential.sudoPassword() : null;
    AnswerReader reader = new AnswerReader();
    Tail errors = new Tail();
    String command = (password == null ? PLAIN_SUDO : PASSWORD_SUDO)
        + "/bin/sh -s -- " + verb.word() + " " + operation.value();
    Integer exit = SshExec.run(connection.client(), command, stdin(password, payload), reader::add, errors::add);
    var answer = reader.answer();
    if (answer.isPresent()) {
      return redaction.apply(answer.get());
    }
    if (exit == null) {
      throw new IOException("the command ended without an exit code");
    }
    throw refusal(reader, redaction.apply(errors.text() + " " + reader.noise()), exit);
  }

  /**
   * True when the password has to be given. Asked once per connection: a password that sudo does not read would be read by
   * the shell as its first command. It is tried alone: after a wrong one sudo takes what follows for further tries, the
   * lines of the script, and three failures lock an account.
   */
  private boolean sudoAsksPassword(Redaction redaction) throws IOException, InterruptedException, PushFailure {
    String password = credential.sudoPassword();
    if (password == null) {
      return false;
    }
    if (sudoAsksPassword == null) {
      sudoAsksPassword = !sudoIsPlain();
      Tail said = new Tail();
      if (sudoAsksPassword && !exitsWithZero(PASSWORD_SUDO + NOTHING, password + "\n", said)) {
        throw sudoDenied(redaction.apply(said.text()));
      }
    }
    return sudoAsksPassword;
  }

  private PushFailure refusal(AnswerReader reader, String output, int exit) throws IOException, InterruptedException {
    if (!reader.spoke() && !Boolean.TRUE.equals(sudoAsksPassword) && !sudoIsPlain()) {
      return sudoDenied(output);
    }
    return new PushFailure(PushFailure.Kind.PROTOCOL, target.serverId(),
        "no complete answer, exit code " + exit + ": " + output);
  }

  private PushFailure sudoDenied(String output) {
    return new PushFailure(PushFailure.Kind.SUDO_DENIED, target.serverId(),
        "sudo refused for user " + credential.user() + ": " + output);
  }

  private boolean sudoIsPlain() throws IOException, InterruptedException {
    return exitsWithZero(PLAIN_SUDO + NOTHING, "", new Tail());
  }

  private boolean exitsWithZero(String command, String stdin, Tail said) throws IOException, InterruptedException {
    Integer exit = SshExec.run(connection.client(), command, stdin.getBytes(StandardCharsets.UTF_8), said::add, said::add);
    return exit != null && exit == 0;
  }

  private byte[] stdin(@Nullable String password, Payload payload) {
    String text = (password == null ? "" : password + "\n") + script
        + "\nconvoy_main \"$@\" <<'CONVOY_PAYLOAD'\n" + payload.encoded() + "CONVOY_PAYLOAD\n";
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private PushFailure broken(Verb verb, boolean timedOut, String why) {
    String server = target.serverId();
    return timedOut
        ? new PushFailure(PushFailure.Kind.TIMED_OUT, server, "no answer to " + verb.word() + " by the deadline")
        : new PushFailure(PushFailure.Kind.LOST, server, "connection lost during " + verb.word() + ": " + why);
  }
}
