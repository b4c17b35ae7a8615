package dev.convoy.lab.verify;

import java.util.List;

/**
 * Something that must not be.
 *
 * @param server which server, or account and region
 * @param operation what was done or not done
 * @param rule what it breaks
 * @param evidence the calls and events involved
 */
public record Finding(Kind kind, String server, String operation, String rule, List<String> evidence) {

  /** What the verifier counts. */
  public enum Kind { LOST, DUPLICATED, FORBIDDEN }

  /** {@code DUPLICATED web-014 StartTest: …} and its evidence, one line each. */
  @Override
  public String toString() {
    return kind + " " + server + " " + operation + ": " + rule
        + evidence.stream().map(each -> "\n    " + each).reduce("", String::concat);
  }
}
