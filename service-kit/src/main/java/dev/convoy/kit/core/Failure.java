package dev.convoy.kit.core;

/**
 * Why an attempt failed, in words a person can act on.
 *
 * @param code stable code, {@code CVY-nnnn}
 * @param message what happened, without the code and the server
 * @param remedy what to do
 * @param permanent true when another attempt cannot help before somebody has acted
 */
public record Failure(String code, String message, String remedy, boolean permanent) {

  private static final int MAX = 1000;

  public Failure {
    message = message.length() > MAX ? message.substring(0, MAX) : message;
  }
}
