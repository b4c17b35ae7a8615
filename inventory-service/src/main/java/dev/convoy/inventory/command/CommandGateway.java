package dev.convoy.inventory.command;

/** Hands commands over to the deciders. */
public interface CommandGateway {

  /**
   * Returns once the command is safe.
   *
   * @throws UnavailableException when it may not be; the same command may be sent again
   */
  void send(Command command);

  /** What was sent may not have arrived. */
  final class UnavailableException extends RuntimeException {
    public UnavailableException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
