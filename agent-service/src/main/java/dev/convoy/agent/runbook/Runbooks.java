package dev.convoy.agent.runbook;

import dev.convoy.events.common.OsFamily;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runbooks by name: the only programs that are run on a source host besides the installer. Program and check each run
 * in a shell of their own, so that neither can end, or pass for, the other.
 */
public final class Runbooks {

  /** Exit code of a runbook whose program ended well and whose check never held. */
  public static final int NOT_PROVEN = 3;

  /** A Windows command line holds 32,767 characters, base64 of UTF-16 takes 8 for 3 of ours. */
  private static final int LONGEST = 10_000;
  private static final Pattern NEGATED = Pattern.compile("\\s*!\\s(?!.*\\|\\|).*");
  private static final int PAUSE = 2;

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
   * @param program what is done; each of its commands must succeed
   * @param check what proves it, asked again until it holds. For sh it holds when each of its commands succeeds; for
   *     PowerShell when nothing fails, the last native program ends with 0 and the last value is not {@code $false}. Its
   *     last line is the evidence
   */
  public record Script(@Nullable String program, @Nullable String check) {}

  private final Map<String, Runbook> byName;
  private final long checkSeconds;

  /**
   * Validates everything.
   *
   * @param checkWithin how long a check is asked again
   * @throws IllegalArgumentException naming the property that is wrong
   */
  public Runbooks(Map<String, Runbook> byName, Duration checkWithin) {
    this.byName = Map.copyOf(byName);
    this.checkSeconds = checkWithin.toSeconds();
    byName.forEach((name, each) -> {
      valid(name + ".linux", each.linux());
      valid(name + ".windows", each.windows());
      lastCommandJudges(name, each.linux());
    });
  }

  /** True when there is such a runbook for the family. */
  public boolean has(String name, OsFamily family) {
    return script(name, family).isPresent();
  }

  /** The text to run: the program, then its check. Empty if there is no such runbook for the family. */
  public Optional<String> program(String name, OsFamily family) {
    return script(name, family).map(script -> family == OsFamily.LINUX ? linux(script) : windows(script));
  }

  private Optional<Script> script(String name, OsFamily family) {
    var runbook = byName.get(name);
    if (runbook == null) {
      return Optional.empty();
    }
    return switch (family) {
      case LINUX -> Optional.ofNullable(runbook.linux());
      case WINDOWS -> Optional.ofNullable(runbook.windows());
      case UNKNOWN -> Optional.empty();
    };
  }

  private String linux(Script script) {
    return """
        /bin/sh -eu -c %s </dev/null || exit $?
        left=%d
        until seen=$(/bin/sh -eu -c %s </dev/null 2>&1); do
          left=$((left - %d))
          [ "$left" -gt 0 ] || { printf '%%s\\n' "$seen" 'the check did not hold within %d s'; exit %d; }
          sleep %d
        done
        printf '%%s\\n' "${seen:-the check holds}"
        """.formatted(quoted(script.program()), checkSeconds, quoted(script.check()), PAUSE, checkSeconds, NOT_PROVEN,
        PAUSE);
  }

  /** Nothing ends a literal between single quotes but such a quote (POSIX, 2.2.2). */
  private static String quoted(@Nullable String text) {
    return "'" + String.valueOf(text).replace("'", "'\\''") + "'";
  }

  private String windows(Script script) {
    return """
        $shell = "$PSHOME\\powershell.exe"
        & $shell -NoProfile -NonInteractive -EncodedCommand %s
        if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
        $left = %d
        while ($true) {
          $seen = & $shell -NoProfile -NonInteractive -EncodedCommand %s
          if ($LASTEXITCODE -eq 0) { break }
          $left -= %d
          if ($left -le 0) { $seen; 'the check did not hold within %d s'; exit %d }
          Start-Sleep -Seconds %d
        }
        if ($seen) { $seen } else { 'the check holds' }
        """.formatted(encoded(script.program()), checkSeconds, encoded(script.check()), PAUSE, checkSeconds,
        NOT_PROVEN, PAUSE);
  }

  /** As {@code -EncodedCommand} takes it, with an exit code for what PowerShell alone ends with 0. */
  private static String encoded(@Nullable String text) {
    String judged = """
        $ErrorActionPreference = 'Stop'
        $ProgressPreference = 'SilentlyContinue'
        $global:LASTEXITCODE = 0
        $last = $null
        & {
        %s
        } | ForEach-Object { $last = $_; $_ }
        if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
        if ($last -is [bool] -and -not $last) { exit 1 }
        exit 0
        """.formatted(text);
    return Base64.getEncoder().encodeToString(judged.getBytes(StandardCharsets.UTF_16LE));
  }

  private static void valid(String property, @Nullable Script script) {
    if (script == null) {
      return;
    }
    for (var each : List.of(part("program", script.program()), part("check", script.check()))) {
      if (each.text().isBlank()) {
        throw wrong(property + "." + each.name(), "is missing: a runbook needs a program and a check that proves it");
      }
      if (each.text().length() > LONGEST) {
        throw wrong(property + "." + each.name(), "has " + each.text().length() + " characters, " + LONGEST
            + " are taken: put it into a file on the hosts and run that");
      }
    }
  }

  private record Part(String name, String text) {}

  private static Part part(String name, @Nullable String text) {
    return new Part(name, text == null ? "" : text);
  }

  /** A negated command never ends a shell that ends on errors (POSIX, set -e), so its failure would go unseen. */
  private static void lastCommandJudges(String name, @Nullable Script script) {
    if (script == null) {
      return;
    }
    var lines = part("check", script.check()).text().lines().filter(line -> !line.isBlank()).toList();
    for (var line : lines.subList(0, lines.size() - 1)) {
      if (NEGATED.matcher(line).matches()) {
        throw wrong(name + ".linux.check", "would go on after \"" + line.strip() + "\" whatever it finds: append || exit 1");
      }
    }
  }

  private static IllegalArgumentException wrong(String property, String what) {
    return new IllegalArgumentException("[CVY-2403] convoy.agent.runbooks." + property + " " + what
        + "; correct the configuration of agent-service");
  }
}
