package dev.convoy.lab.hosts;

/** What a command printed and how it ended. */
record CommandResult(int exit, String output, String error) {
  static CommandResult ok(String output) {
    return new CommandResult(0, output, "");
  }

  static CommandResult failed(int exit, String error) {
    return new CommandResult(exit, "", error);
  }
}
