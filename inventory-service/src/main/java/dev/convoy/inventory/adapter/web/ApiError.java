package dev.convoy.inventory.adapter.web;

import dev.convoy.kit.text.Printable;
import java.util.List;

/**
 * Body of every answer that is not a success.
 *
 * @param code stable, CVY-nnnn
 * @param errors single faults, when there are several
 */
record ApiError(String code, String message, String remedy, List<?> errors) {

  private static final int LONGEST = 1000;

  ApiError {
    message = Printable.line(message, LONGEST);
  }

  static ApiError of(String code, String message, String remedy) {
    return new ApiError(code, message, remedy, List.of());
  }
}
