package dev.convoy.agent.remote;

import java.util.regex.Pattern;

/**
 * Name of an operation on a host: part of a command line and of a folder name, so its characters are few.
 *
 * @param value letters, digits, {@code . _ : -}, starting with a letter or digit, at most 120
 */
public record OperationName(String value) {

  private static final Pattern FORM = Pattern.compile("-|[A-Za-z0-9][A-Za-z0-9._:-]{0,119}");

  /** Stands where a verb needs no operation. */
  public static final OperationName NONE = new OperationName("-");

  /** Refuses what could be read as anything but a name. */
  public OperationName {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("operation name has characters other than letters, digits and . _ : -");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
