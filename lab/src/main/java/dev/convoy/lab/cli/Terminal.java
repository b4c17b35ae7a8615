package dev.convoy.lab.cli;

import java.io.Console;
import java.util.Optional;

/** What the output goes to. */
final class Terminal {
  private static final int USUAL_WIDTH = 100;

  private Terminal() {}

  /** True when a person watches: a terminal that understands colours. */
  static boolean live() {
    Console console = System.console();
    String kind = Optional.ofNullable(System.getenv("TERM")).orElse("");
    return console != null && console.isTerminal() && !kind.equals("dumb") && System.getenv("NO_COLOR") == null;
  }

  /** Columns, from COLUMNS when it is set. */
  static int width() {
    String columns = Optional.ofNullable(System.getenv("COLUMNS")).orElse("");
    return columns.matches("[1-9]\\d{1,3}") ? Integer.parseInt(columns) : USUAL_WIDTH;
  }
}
