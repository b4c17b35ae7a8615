package dev.convoy.lab.hosts;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The values handed to a verb: lines {@code <name> <base64 of the UTF-8 value>}. Its text form shows no value.
 *
 * @param data bytes of a file as base64; empty = none
 */
record HostPayload(Map<String, String> values, String data) {
  private static final String ENV = "env.";
  private static final String DATA = "data";

  /** Without bytes. */
  HostPayload(Map<String, String> values) {
    this(values, "");
  }

  /** @throws IllegalArgumentException if a line is not of that form */
  static HostPayload parse(String text) {
    Map<String, String> values = new HashMap<>();
    text.lines().filter(line -> !line.isBlank()).forEach(line -> {
      String[] parts = line.strip().split(" ", 2);
      String encoded = parts.length == 2 ? parts[1].strip() : "";
      values.put(parts[0], parts[0].equals(DATA) ? encoded : new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8));
    });
    String data = values.getOrDefault(DATA, "");
    values.remove(DATA);
    return new HostPayload(Map.copyOf(values), data);
  }

  /** @throws IllegalArgumentException if its data is not base64 */
  byte[] bytes() {
    return Base64.getDecoder().decode(data);
  }

  /** The value, if given and not empty. */
  Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
  }

  /** What is left of the names that begin so. */
  List<String> names(String prefix) {
    return values.keySet().stream().filter(name -> name.startsWith(prefix))
        .map(name -> name.substring(prefix.length())).sorted().toList();
  }

  /** A variable of the detached process. */
  Optional<String> environment(String name) {
    return get(ENV + name);
  }

  /** A whole number, or this one where none is given or it is not one. */
  long number(String name, long otherwise) {
    return get(name).filter(value -> value.matches("[0-9]{1,9}")).map(Long::parseLong).orElse(otherwise);
  }

  @Override
  public String toString() {
    return "HostPayload" + values.keySet();
  }
}
