package dev.convoy.agent.adapter.winrm;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The few lines of PowerShell that the adapter uses, and what convoy-host.ps1 answers, as plain Java. */
final class WindowsFixture {

  private static final Pattern PROBE = Pattern.compile(".*if \\(Test-Path '([^']+)'\\).*");
  private static final Pattern WRITE = Pattern.compile("\\[IO\\.File\\]::WriteAllBytes\\('([^']+)', "
      + "\\[Convert\\]::FromBase64String\\(([^)]+)\\)\\); \\(Get-FileHash .*");
  private static final Pattern RUN =
      Pattern.compile("& '([^']+)' -Verb (\\w+) -OperationId '?([A-Za-z0-9._:-]+)'? -Payload '([^']*)'");

  private final Map<String, String> files = new ConcurrentHashMap<>();
  private final Map<String, String> operations = new ConcurrentHashMap<>();
  private final Map<String, ByteArrayOutputStream> parts = new ConcurrentHashMap<>();
  private final Map<String, byte[]> whole = new ConcurrentHashMap<>();

  Map<String, String> files() {
    return files;
  }

  /** Runs one decoded line; what it prints. */
  String run(String line, Map<String, String> environment) {
    Matcher matcher = PROBE.matcher(line);
    if (matcher.matches()) {
      return Optional.ofNullable(files.get(matcher.group(1))).map(WindowsFixture::sha256).orElse("ABSENT") + "\r\n";
    }
    matcher = WRITE.matcher(line);
    if (matcher.matches()) {
      String text = decoded(Arrays.stream(matcher.group(2).split(" \\+ "))
          .map(variable -> environment.get(variable.substring("$env:".length()))).collect(Collectors.joining()));
      files.put(matcher.group(1), text);
      return sha256(text) + "\r\n";
    }
    matcher = RUN.matcher(line);
    if (matcher.matches() && files.containsKey(matcher.group(1))) {
      var payload = payload(matcher.group(4), environment);
      return (matcher.group(2).equals("put") ? put(payload, environment)
          : script(matcher.group(2), matcher.group(3), payload)) + say("end", "0");
    }
    return "not recognized: " + line.substring(0, Math.min(40, line.length())) + "\r\n";
  }

  private String script(String verb, String operation, Map<String, String> payload) {
    return switch (verb) {
      case "check" -> check("root", "ok") + check("root-space", "ok") + check("mgn-443", "fail")
          + say("hostname", "win-1") + say("host-time", Long.toString(System.currentTimeMillis() / 1000));
      case "start" -> {
        String program = String.valueOf(payload.get("program")).lines()
            .filter(text -> text.startsWith("echo ")).findFirst().orElse("echo nothing").substring("echo ".length());
        yield operations.putIfAbsent(operation, program + "\n") == null ? say("state", "started") : state(operation);
      }
      default -> state(operation);
    };
  }

  /** The bytes come apart from the payload, and once. */
  private String put(Map<String, String> payload, Map<String, String> environment) {
    var digest = String.valueOf(payload.get("sha512"));
    if (whole.containsKey(digest)) {
      return say("put", "whole");
    }
    var arrived = parts.computeIfAbsent(digest, first -> new ByteArrayOutputStream());
    if (arrived.size() == Long.parseLong(String.valueOf(payload.get("offset")))) {
      arrived.writeBytes(Base64.getDecoder().decode(joined("CONVOY_DATA_", environment)));
    }
    if (arrived.size() < Long.parseLong(String.valueOf(payload.get("size")))) {
      return say("put", "part") + say("arrived", Integer.toString(arrived.size()));
    }
    parts.remove(digest);
    whole.put(digest, arrived.toByteArray());
    return say("put", digest.equals(hash("SHA-512", arrived.toByteArray())) ? "whole" : "broken") + say("arrived", "0");
  }

  byte[] pushed(String sha512) {
    return whole.getOrDefault(sha512, new byte[0]);
  }

  private static String joined(String variable, Map<String, String> environment) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; environment.containsKey(variable + i); i++) {
      text.append(environment.get(variable + i));
    }
    return text.toString();
  }

  private String state(String operation) {
    String output = operations.get(operation);
    return output == null ? say("state", "absent")
        : say("state", "ended") + say("exit", "0") + say("output", output);
  }

  private static Map<String, String> payload(String argument, Map<String, String> environment) {
    Map<String, String> values = new LinkedHashMap<>();
    decoded(argument + joined("CONVOY_PAYLOAD_", environment)).lines().map(line -> line.split(" ", 2))
        .forEach(words -> values.put(words[0], words.length == 1 ? "" : decoded(words[1])));
    return values;
  }

  private static String say(String name, String value) {
    return "@convoy " + name + " " + encoded(value) + "\r\n";
  }

  private static String check(String name, String verdict) {
    return "@convoy check " + name + " " + verdict + " " + encoded("seen") + "\r\n";
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String decoded(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }

  private static String sha256(String text) {
    return hash("SHA-256", text.getBytes(StandardCharsets.UTF_8)).toUpperCase(Locale.ROOT);
  }

  private static String hash(String algorithm, byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
