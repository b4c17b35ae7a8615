package dev.convoy.lab.hosts;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The few statements of PowerShell that the host protocol uses, on a host's files; anything else is refused as
 * PowerShell refuses an unknown command.
 */
final class PowerShell {
  /** Possessive: the matcher's recursion must not grow with the length of what is uploaded. */
  private static final String QUOTED = "'((?:[^']++|'')*+)'";
  private static final String PATH = "(?:-(?:Literal)?Path )?" + QUOTED;
  private static final String PAYLOAD_VARIABLE = "CONVOY_PAYLOAD_";
  private static final String DATA_VARIABLE = "CONVOY_DATA_";
  private static final String WORD = "'?([A-Za-z0-9._:-]+)'?";

  private static final Pattern NOTHING_TO_DO = Pattern.compile("(?i)"
      + "(?:New-Item -ItemType Directory|icacls(?:\\.exe)?) .*|\\$\\w+ ?= ?(?:" + QUOTED + "|\\$?\\w+)");
  private static final Pattern SET_CONTENT = pattern("Set-Content " + PATH + " -Value " + QUOTED + " -NoNewline");
  private static final Pattern ADD_CONTENT = pattern("Add-Content " + PATH + " -Value " + QUOTED + " -NoNewline");
  private static final Pattern DECODE = pattern("\\[IO\\.File\\]::WriteAllBytes\\(" + QUOTED
      + ", ?\\[Convert\\]::FromBase64String\\(\\(Get-Content -Raw " + PATH + "\\)\\)\\)");
  private static final Pattern DECODE_VARIABLES = pattern("\\[IO\\.File\\]::WriteAllBytes\\(" + QUOTED
      + ", ?\\[Convert\\]::FromBase64String\\((\\$env:\\w+(?: \\+ \\$env:\\w+)*)\\)\\)");
  private static final Pattern REMOVE = pattern("Remove-Item (?:-Force )?" + PATH + "(?: -Force)?");
  private static final Pattern HASH = pattern("\\(Get-FileHash -Algorithm SHA256 " + PATH + "\\)\\.Hash");
  private static final Pattern IF_EXISTS =
      pattern("if \\(Test-Path " + PATH + "\\) \\{ ?(.*?) ?\\} else \\{ ?(.*?) ?\\}");
  private static final Pattern HOST_SCRIPT = pattern("& " + QUOTED + " -Verb " + WORD
      + " -OperationId '?(-|[A-Za-z0-9][A-Za-z0-9._:-]*)'?"
      + "(?: -Payload " + QUOTED + ")?");
  private static final Pattern PRINT = pattern("(?:(?:Write-Output|Write-Host|echo) )?" + QUOTED);

  private static final Pattern REPEAT = pattern(QUOTED + " ?\\* ?(\\d{1,7})");
  private static final Pattern SLEEP = pattern("Start-Sleep (?:-Seconds )?(\\d{1,4})");

  private final SourceHost host;
  private final WindowsFiles files;
  private final Map<String, String> environment;
  private final StringBuilder output = new StringBuilder();

  PowerShell(SourceHost host, WindowsFiles files, Map<String, String> environment) {
    this.host = host;
    this.files = files;
    this.environment = environment;
  }

  /** Runs the statements in order up to the first one that fails. Blocks while the host's work takes its time. */
  CommandResult run(String script) {
    int exit = 0;
    try {
      for (String statement : statements(script)) {
        exit = execute(statement);
      }
      return new CommandResult(exit, output.toString(), "");
    } catch (PowerShellException e) {
      return new CommandResult(1, output.toString(), e.getMessage() + "\r\n");
    }
  }

  private int execute(String statement) throws PowerShellException {
    Matcher condition = IF_EXISTS.matcher(statement);
    if (condition.matches()) {
      return execute(files.exists(unquote(condition.group(1))) ? condition.group(2) : condition.group(3));
    }
    Matcher script = HOST_SCRIPT.matcher(statement);
    if (script.matches()) {
      return hostScript(script);
    }
    Matcher sleep = SLEEP.matcher(statement);
    if (sleep.matches()) {
      pause(Integer.parseInt(sleep.group(1)));
    } else if (!NOTHING_TO_DO.matcher(statement).matches() && !changesFile(statement)) {
      print(value(statement));
    }
    return 0;
  }

  private static void pause(int seconds) throws PowerShellException {
    try {
      new CountDownLatch(1).await(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PowerShellException("The pipeline has been stopped.");
    }
  }

  private int hostScript(Matcher call) throws PowerShellException {
    String script = unquote(call.group(1));
    if (!files.exists(script)) {
      throw PowerShellException.notRecognized(script);
    }
    String payload = (call.group(4) == null ? "" : unquote(call.group(4))) + variables(PAYLOAD_VARIABLE);
    String text = new String(decode(payload), StandardCharsets.UTF_8) + "\ndata " + variables(DATA_VARIABLE) + "\n";
    CommandResult result = host.run(call.group(2), call.group(3), text).join();
    output.append((result.output() + result.error()).replace("\n", "\r\n"));
    return result.exit();
  }

  private String variables(String name) {
    StringBuilder text = new StringBuilder();
    for (int part = 0; environment.containsKey(name + part); part++) {
      text.append(environment.get(name + part));
    }
    return text.toString();
  }

  private boolean changesFile(String statement) throws PowerShellException {
    Matcher set = SET_CONTENT.matcher(statement);
    Matcher add = ADD_CONTENT.matcher(statement);
    Matcher decode = DECODE.matcher(statement);
    Matcher variables = DECODE_VARIABLES.matcher(statement);
    Matcher remove = REMOVE.matcher(statement);
    if (set.matches()) {
      files.write(unquote(set.group(1)), unquote(set.group(2)).getBytes(StandardCharsets.UTF_8));
    } else if (add.matches()) {
      files.append(unquote(add.group(1)), unquote(add.group(2)));
    } else if (decode.matches()) {
      String part = unquote(decode.group(2));
      uploaded(unquote(decode.group(1)), files.text(part).orElseThrow(() -> PowerShellException.noSuchFile(part)));
    } else if (variables.matches()) {
      uploaded(unquote(variables.group(1)), Arrays.stream(variables.group(2).split(" \\+ "))
          .map(variable -> environment.getOrDefault(variable.substring("$env:".length()), ""))
          .collect(Collectors.joining()));
    } else if (remove.matches()) {
      files.remove(unquote(remove.group(1)));
    } else {
      return false;
    }
    return true;
  }

  private void uploaded(String path, String base64) throws PowerShellException {
    files.write(path, decode(base64));
    host.done(WorkKind.UPLOAD, "-", Instant.now(), 0);
  }

  private String value(String statement) throws PowerShellException {
    Matcher hash = HASH.matcher(statement);
    if (hash.matches()) {
      String path = unquote(hash.group(1));
      return files.hash(path).orElseThrow(() -> PowerShellException.noSuchFile(path));
    }
    Matcher repeat = REPEAT.matcher(statement);
    if (repeat.matches()) {
      return unquote(repeat.group(1)).repeat(Integer.parseInt(repeat.group(2)));
    }
    Matcher print = PRINT.matcher(statement);
    if (print.matches()) {
      return unquote(print.group(1));
    }
    return switch (statement) {
      case "hostname", "$env:COMPUTERNAME" -> host.host().name();
      case "whoami" -> host.host().name() + "\\administrator";
      case "$PSVersionTable.PSVersion.ToString()" -> "5.1.20348.2227";
      default -> throw PowerShellException.notRecognized(statement);
    };
  }

  private void print(String line) {
    output.append(line).append("\r\n");
  }

  /** Splits at semicolons and line ends outside of quotes and braces. */
  static List<String> statements(String script) {
    List<String> statements = new ArrayList<>();
    StringBuilder current = new StringBuilder();
    boolean quoted = false;
    int depth = 0;
    for (char c : (script + ";").toCharArray()) {
      quoted ^= c == '\'';
      depth += quoted ? 0 : c == '{' ? 1 : c == '}' ? -1 : 0;
      if (!quoted && depth == 0 && (c == ';' || c == '\n')) {
        statements.add(current.toString().strip());
        current.setLength(0);
      } else {
        current.append(c);
      }
    }
    return statements.stream().filter(statement -> !statement.isEmpty()).toList();
  }

  private static byte[] decode(String base64) throws PowerShellException {
    try {
      return Base64.getDecoder().decode(base64.strip());
    } catch (IllegalArgumentException e) {
      throw new PowerShellException("Exception calling \"FromBase64String\": The input is not a valid Base-64 string.");
    }
  }

  private static String unquote(String value) {
    return value.replace("''", "'");
  }

  private static Pattern pattern(String regex) {
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  }
}
