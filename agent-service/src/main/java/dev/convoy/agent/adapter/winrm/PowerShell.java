package dev.convoy.agent.adapter.winrm;

import dev.convoy.agent.remote.OperationName;
import dev.convoy.agent.remote.Payload;
import dev.convoy.agent.remote.Verb;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Command lines for Windows. cmd.exe takes at most 8191 characters and parses nothing in base64, so everything is an
 * {@code -EncodedCommand}, which costs 2.67 characters for one.
 */
final class PowerShell {

  static final int LONGEST_LINE = 8191;
  static final String FOLDER = "C:\\ProgramData\\Convoy";
  static final String SCRIPT_VARIABLE = "CONVOY_SCRIPT_";
  static final String PAYLOAD_VARIABLE = "CONVOY_PAYLOAD_";
  static final String DATA_VARIABLE = "CONVOY_DATA_";
  private static final int LONGEST_PAYLOAD_ARGUMENT = 2600;
  private static final int LONGEST_VARIABLE = 16_000;

  private PowerShell() {}

  /** The command line that runs one line of PowerShell. */
  static String encoded(String text) {
    String line = "powershell -NoProfile -NonInteractive -EncodedCommand "
        + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_16LE));
    if (line.length() > LONGEST_LINE) {
      throw new IllegalArgumentException("command line of " + line.length() + " characters");
    }
    return line;
  }

  /** A literal. PowerShell takes typographic quotes for quotes too. */
  static String quoted(String value) {
    return "'" + value.replaceAll("['\u2018\u2019\u201a\u201b]", "$0$0") + "'";
  }

  /** Where the script lives on the host: its name holds its version. */
  static String scriptPath(String script) {
    return FOLDER + "\\convoy-host-" + sha256(script).substring(0, 12) + ".ps1";
  }

  /**
   * Makes our folder one that only the system and administrators can write to, whoever made it, then prints the
   * SHA-256 of a file in it, or ABSENT.
   */
  static String hashOf(String path) {
    String file = quoted(path);
    String folder = quoted(FOLDER);
    return "New-Item -ItemType Directory -Force -Path " + folder + " | Out-Null; "
        + "icacls " + folder + " /setowner '*S-1-5-32-544' /q | Out-Null; "
        + "icacls " + folder + " /inheritance:r /grant:r '*S-1-5-18:(OI)(CI)F' '*S-1-5-32-544:(OI)(CI)F' /q"
        + " | Out-Null; "
        + "if (Test-Path " + file + ") { (Get-FileHash -Algorithm SHA256 " + file + ").Hash } else { 'ABSENT' }";
  }

  /** Writes a file from the values of {@link #scriptEnvironment} and prints its SHA-256. */
  static String upload(String path, int parts) {
    String all = IntStream.range(0, parts).mapToObj(part -> "$env:" + SCRIPT_VARIABLE + part)
        .collect(Collectors.joining(" + "));
    return "[IO.File]::WriteAllBytes(" + quoted(path) + ", [Convert]::FromBase64String(" + all + ")); "
        + "(Get-FileHash -Algorithm SHA256 " + quoted(path) + ").Hash";
  }

  /** The values of CONVOY_SCRIPT_0 and so on: on command lines a script would take a start of PowerShell for each 2 KB. */
  static List<String> scriptEnvironment(String script) {
    return variables(Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.UTF_8)));
  }

  /** True when the payload has to travel in the environment: it holds secrets, or is too long for a command line. */
  static boolean needsEnvironment(Payload payload) {
    return payload.isSecret() || base64(payload).length() > LONGEST_PAYLOAD_ARGUMENT;
  }

  /** The values of CONVOY_PAYLOAD_0, CONVOY_PAYLOAD_1 and so on. */
  static List<String> environment(Payload payload) {
    return variables(base64(payload));
  }

  /**
   * The values of CONVOY_DATA_0 and so on: the bytes of a payload, encoded once. The environment of a shell is all that takes more
   * than a command line does: winrm4j cannot Send to the input of a command, nor tell its id to whoever could.
   */
  static List<String> data(Payload payload) {
    return variables(payload.bytes());
  }

  private static List<String> variables(String text) {
    List<String> parts = new ArrayList<>();
    for (int at = 0; at < text.length(); at += LONGEST_VARIABLE) {
      parts.add(text.substring(at, Math.min(text.length(), at + LONGEST_VARIABLE)));
    }
    return parts;
  }

  /** Runs a verb; the payload is an argument unless it travels in the environment. */
  static String invoke(String scriptPath, Verb verb, OperationName operation, Payload payload) {
    String id = operation.equals(OperationName.NONE) ? "'-'" : operation.value();
    return "& " + quoted(scriptPath) + " -Verb " + verb.word() + " -OperationId " + id
        + " -Payload " + quoted(needsEnvironment(payload) ? "" : base64(payload));
  }

  /** SHA-256 of a text in UTF-8, in lower-case hex. */
  static String sha256(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base64(Payload payload) {
    return Base64.getEncoder().encodeToString(payload.withoutBytes().encoded().getBytes(StandardCharsets.US_ASCII));
  }
}
