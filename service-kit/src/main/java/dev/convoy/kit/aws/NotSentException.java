package dev.convoy.kit.aws;

/** A call was not sent: while it waited for its turn, the right to send it was lost, or it is not wanted any more. */
final class NotSentException extends RuntimeException {

  NotSentException() {
    super("not sent: while it waited for its turn, the right to send it was lost");
  }
}
