package dev.convoy.lab.hosts;

/** A statement that PowerShell would refuse; the message is what it prints. */
final class PowerShellException extends Exception {
  private static final long serialVersionUID = 1L;

  PowerShellException(String message) {
    super(message);
  }

  static PowerShellException notRecognized(String statement) {
    String term = statement.split("\\s", 2)[0];
    return new PowerShellException(term + " : The term '" + term + "' is not recognized as the name of a cmdlet, "
        + "function, script file, or operable program.");
  }

  static PowerShellException noSuchFile(String path) {
    return new PowerShellException("Cannot find path '" + path + "' because it does not exist.");
  }
}
