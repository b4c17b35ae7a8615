package dev.convoy.lab.hosts;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What a verb prints: {@code @convoy <name> <base64>} and {@code @convoy check <name> <level> <base64>} lines. */
final class HostAnswer {
  private final StringBuilder text = new StringBuilder();

  HostAnswer scalar(String name, Object value) {
    text.append("@convoy ").append(name).append(' ').append(encode(value.toString())).append('\n');
    return this;
  }

  HostAnswer check(String name, boolean passed, String detail) {
    return check(name, passed ? "ok" : "fail", detail);
  }

  /** Nothing is wrong; a person decides. */
  HostAnswer decide(String name, String detail) {
    return check(name, "decide", detail);
  }

  /** Not as it should be, but in nobody's way. */
  HostAnswer warn(String name, String detail) {
    return check(name, "warn", detail);
  }

  private HostAnswer check(String name, String level, String detail) {
    text.append("@convoy check ").append(name).append(' ').append(level).append(' ')
        .append(encode(detail)).append('\n');
    return this;
  }

  /** The whole answer with its last line. */
  String end() {
    return scalar("end", "0").text.toString();
  }

  private static String encode(String value) {
    return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
  }
}
