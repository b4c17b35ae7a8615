package dev.convoy.lab.errors;

/**
 * A row of the catalogue.
 *
 * @param code {@code CVY-nnnn}
 * @param owner service or part that raises it
 * @param note what holds for all codes beside it; may be empty
 * @param meaning what has happened, and in which state that leaves the server, the wave or the input
 * @param remedy what to do
 */
public record ErrorCode(String code, String owner, String note, String meaning, String remedy) {

  /** The first sentence of the meaning. */
  public String headline() {
    return meaning.split("(?<=\\.) ", 2)[0];
  }

  int number() {
    return Integer.parseInt(code.substring(code.indexOf('-') + 1));
  }
}
