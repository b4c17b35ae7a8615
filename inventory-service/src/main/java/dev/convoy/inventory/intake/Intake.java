package dev.convoy.inventory.intake;

import dev.convoy.events.cmdb.ServerDeclared;
import java.util.List;

/** What comes of reading an intake file. */
public sealed interface Intake {

  /**
   * Rows were read; those at fault are left out.
   *
   * @param accepted declarations that hold
   * @param rejected number of rows that do not
   * @param errors every fault of the rejected rows, at most 10,000
   */
  record Read(List<ServerDeclared> accepted, int rejected, List<String> warnings, List<IntakeError> errors)
      implements Intake {}

  /** Nothing was taken from the file. */
  record Unreadable(String code, String message, String remedy) implements Intake {}
}
