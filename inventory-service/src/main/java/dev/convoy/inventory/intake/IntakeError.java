package dev.convoy.inventory.intake;

import dev.convoy.kit.text.Printable;
import org.jspecify.annotations.Nullable;

/**
 * A fault in a row.
 *
 * @param line line of the file, from 1
 * @param column number of the column, from 1; 0 when the file does not have the column
 * @param field name of the column
 * @param value as given, bounded and printable; null when missing
 */
public record IntakeError(
    int line, int column, String field, @Nullable String value, String reason, String remedy) {

  private static final int MAX_VALUE = 200;
  private static final int MAX_REASON = 500;

  public IntakeError {
    value = value == null ? null : Printable.line(value, MAX_VALUE);
    reason = Printable.line(reason, MAX_REASON);
  }
}
