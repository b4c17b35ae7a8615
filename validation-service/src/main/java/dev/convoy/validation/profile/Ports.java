package dev.convoy.validation.profile;

import java.util.List;
import java.util.regex.Pattern;

/** Some TCP ports, as settings name them: single ones, and ranges such as {@code 8000-8099}. */
public record Ports(List<Range> ranges) {

  private static final Pattern FORM = Pattern.compile("\\s*(\\d{1,5})\\s*(?:-\\s*(\\d{1,5})\\s*)?");
  private static final int HIGHEST = 65_535;

  /** From one port to another, both included. */
  public record Range(int first, int last) {}

  /**
   * Reads what a setting says.
   *
   * @throws IllegalArgumentException if it is neither a port nor a range of ports
   */
  public static Ports of(String setting, List<String> texts) {
    return new Ports(texts.stream().map(text -> range(setting, text)).toList());
  }

  private static Range range(String setting, String text) {
    var match = FORM.matcher(text);
    if (match.matches()) {
      int first = Integer.parseInt(match.group(1));
      int last = match.group(2) == null ? first : Integer.parseInt(match.group(2));
      if (first >= 1 && first <= last && last <= HIGHEST) {
        return new Range(first, last);
      }
    }
    throw new IllegalArgumentException(
        "[CVY-5107] " + setting + ": '" + text + "' is neither a port from 1 to 65535 nor a range such as 8000-8099");
  }

  boolean contains(int port) {
    return ranges.stream().anyMatch(range -> range.first() <= port && port <= range.last());
  }
}
