package dev.convoy.lab.wayback;

import java.util.List;
import java.util.Locale;

/**
 * Where a name leads.
 *
 * @param name in lower case without its final dot
 * @param ttl seconds that answers are kept for
 */
record NameStanding(String name, String ttl, List<String> values) {

  static NameStanding of(String name, String ttl, List<String> values) {
    return new NameStanding(name.toLowerCase(Locale.ROOT).replaceAll("\\.$", ""), ttl, List.copyOf(values));
  }

  @Override
  public String toString() {
    return "to " + String.join(", ", values) + " for " + ttl + " s";
  }
}
