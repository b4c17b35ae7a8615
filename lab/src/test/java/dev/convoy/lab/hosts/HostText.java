package dev.convoy.lab.hosts;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The caller's side of the host protocol's texts. */
final class HostText {
  static final Map<String, String> INSTALL = Map.of(
      "kind", "install",
      "timeout-seconds", "1800",
      "program", "./aws-replication-installer-init --region eu-central-1 --no-prompt --no-replication "
          + "--user-provided-id \"$SERVER_ID\"",
      "env.AWS_ACCESS_KEY_ID", "AKIAEXAMPLE",
      "env.AWS_SECRET_ACCESS_KEY", "not-a-real-secret",
      "env.SERVER_ID", "host-1");

  private HostText() {}

  static String payload(Map<String, String> values) {
    return new TreeMap<>(values).entrySet().stream()
        .map(value -> value.getKey() + " " + encode(value.getValue())).collect(Collectors.joining("\n"));
  }

  static String script(Map<String, String> values) {
    return "#!/bin/sh\nconvoy_main() { :; }\n\nconvoy_main \"$@\" <<'CONVOY_PAYLOAD'\n" + payload(values)
        + "\nCONVOY_PAYLOAD\n";
  }

  /** Scalars by name; a check as {@code check <name>} with its level. */
  static Map<String, String> answer(String output) {
    Map<String, String> values = new TreeMap<>();
    output.lines().filter(line -> line.startsWith("@convoy ")).map(line -> line.split(" ")).forEach(parts -> {
      if (parts[1].equals("check")) {
        values.put("check " + parts[2], parts[3]);
      } else {
        values.put(parts[1], parts.length < 3 ? "" : decode(parts[2]));
      }
    });
    return values;
  }

  static String encode(String value) {
    return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(String value) {
    return new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
  }
}
