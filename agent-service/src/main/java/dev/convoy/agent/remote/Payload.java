package dev.convoy.agent.remote;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Named values for a verb. Travels as lines {@code <name> <base64 of UTF-8>}, so no value is ever quoted.
 *
 * @param entries in the order in which they are sent
 */
public record Payload(List<Entry> entries) {

  /** Nothing. */
  public static final Payload EMPTY = new Payload(List.of());

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");

  /** One value, or base64 of bytes; a secret one never appears on a command line, in a log or in an error. */
  public record Entry(String name, String value, boolean secret, boolean isBase64) {

    /** A value that is text. */
    public Entry(String name, String value, boolean secret) {
      this(name, value, secret, false);
    }

    /** Refuses names that the host could not split off, and NUL, which no environment can hold. */
    public Entry {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException("name of a payload value has characters other than letters, digits, . _ -");
      }
      if (value.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("payload value " + name + " contains NUL");
      }
    }

    @Override
    public String toString() {
      return name + "=" + (secret ? "***" : value);
    }
  }

  /** Copies the entries. */
  public Payload {
    entries = List.copyOf(entries);
  }

  /** This payload and a value that everybody may see. */
  public Payload with(String name, String value) {
    return plus(new Entry(name, value, false));
  }

  /** This payload and a secret value. */
  public Payload withSecret(String name, String value) {
    return plus(new Entry(name, value, true));
  }

  /** This payload and bytes that everybody may see. */
  public Payload withBytes(String name, byte[] bytes) {
    if (!bytes().isEmpty()) {
      throw new IllegalArgumentException("a payload has bytes once");
    }
    return plus(new Entry(name, Base64.getEncoder().encodeToString(bytes), false, true));
  }

  /** The bytes in it, as base64, for ways that carry them apart; empty = there are none. */
  public String bytes() {
    return entries.stream().filter(entry -> entry.isBase64() && !entry.value().isEmpty()).map(Entry::value).findFirst().orElse("");
  }

  /** This payload without its bytes. */
  public Payload withoutBytes() {
    return new Payload(entries.stream().filter(entry -> !entry.isBase64()).toList());
  }

  /** True when a value in it is secret. */
  public boolean isSecret() {
    return entries.stream().anyMatch(Entry::secret);
  }

  /** The secret values, for scrubbing. */
  public List<String> secrets() {
    return entries.stream().filter(Entry::secret).map(Entry::value).toList();
  }

  /** The lines that are sent, each ended by a line feed; ASCII only. */
  public String encoded() {
    StringBuilder lines = new StringBuilder();
    for (Entry entry : entries) {
      lines.append(entry.name()).append(' ')
          .append(entry.isBase64() ? entry.value()
              : Base64.getEncoder().encodeToString(entry.value().getBytes(StandardCharsets.UTF_8))).append('\n');
    }
    return lines.toString();
  }

  private Payload plus(Entry entry) {
    List<Entry> more = new ArrayList<>(entries);
    more.add(entry);
    return new Payload(more);
  }
}
