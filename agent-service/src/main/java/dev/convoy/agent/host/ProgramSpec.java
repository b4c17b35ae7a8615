package dev.convoy.agent.host;

import dev.convoy.agent.remote.Payload;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A program to be run detached on a host.
 *
 * @param kind what it is for
 * @param program text for sh on Linux, for Windows PowerShell 5.1 on Windows; fixed: values come by the environment
 * @param environment variables of the process; all are treated as secrets
 * @param timeout after which the host ends it with exit code 124
 */
public record ProgramSpec(Kind kind, String program, Map<String, String> environment, Duration timeout) {

  /** Exit code of a program that ran into its time-out. */
  public static final int EXIT_TIMED_OUT = 124;

  /** What a program is for. */
  public enum Kind { INSTALL, QUIESCE, RESUME, SHUTDOWN, REMOVE, COPY, GRANT, REVOKE }

  /** Refuses what no host would run. */
  public ProgramSpec {
    environment = Map.copyOf(environment);
    for (String name : environment.keySet()) {
      if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
        throw new IllegalArgumentException(name + " is not a name of an environment variable");
      }
    }
    if (program.isBlank()) {
      throw new IllegalArgumentException("empty program");
    }
    if (timeout.toSeconds() < 1) {
      throw new IllegalArgumentException("time-out below one second");
    }
  }

  /** The same with one more variable. */
  public ProgramSpec with(String name, String value) {
    var more = new HashMap<>(environment);
    more.put(name, value);
    return new ProgramSpec(kind, program, more, timeout);
  }

  Payload payload() {
    Payload payload = Payload.EMPTY
        .with("kind", kind.name().toLowerCase(Locale.ROOT))
        .with("timeout-seconds", Long.toString(timeout.toSeconds()))
        .with("program", program);
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      payload = payload.withSecret("env." + variable.getKey(), variable.getValue());
    }
    return payload;
  }

  @Override
  public String toString() {
    return "ProgramSpec[kind=" + kind + ", environment=" + environment.keySet() + ", timeout=" + timeout + "]";
  }
}
