package dev.convoy.agent.runbook;

import dev.convoy.events.common.OsFamily;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runbooks by name: the only programs that are run on a source host besides the installer. */
public final class Runbooks {

  /**
   * What a runbook does.
   *
   * @param linux text for sh; null = not for Linux
   * @param windows text for Windows PowerShell 5.1; null = not for Windows
   */
  public record Runbook(@Nullable Script linux, @Nullable Script windows) {}

  /**
   * A program and the check that it had its effect.
   *
   * @param program what is done
   * @param check what proves it: exit code 0, its last line is the evidence; asked again for up to {@code CONVOY_CHECK_SECONDS}
   */
  public record Script(String program, String check) {}

  private final Map<String, Runbook> byName;

  public Runbooks(Map<String, Runbook> byName) {
    this.byName = Map.copyOf(byName);
  }

  /** The text to run: the program, then its check. Empty if there is no such runbook for the family. */
  public Optional<String> program(String name, OsFamily family) {
    var runbook = byName.get(name);
    if (runbook == null) {
      return Optional.empty();
    }
    return switch (family) {
      case LINUX -> Optional.ofNullable(runbook.linux()).map(Runbooks::linux);
      case WINDOWS -> Optional.ofNullable(runbook.windows()).map(Runbooks::windows);
      case UNKNOWN -> Optional.empty();
    };
  }

  private static String linux(Script script) {
    return "set -eu\n( " + script.program() + "\n)\n"
        + "left=${CONVOY_CHECK_SECONDS:-60}\n"
        + "until ( " + script.check() + "\n); do\n"
        + "  left=$((left - 2)); [ \"$left\" -gt 0 ] || exit 3\n  sleep 2\ndone\n";
  }

  private static String windows(Script script) {
    return "$ErrorActionPreference = 'Stop'\n& {\n" + script.program() + "\n}\n"
        + "$left = 60\nwhile ($true) {\n  $ok = & {\n" + script.check() + "\n  }\n"
        + "  if ($?) { $ok; break }\n  $left -= 2\n  if ($left -le 0) { exit 3 }\n  Start-Sleep -Seconds 2\n}\n";
  }
}
