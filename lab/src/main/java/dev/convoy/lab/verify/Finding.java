package dev.convoy.lab.verify;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Something that must not be.
 *
 * @param rule which rule it breaks, {@code 2 gates}: the number of the safety rule and a word
 * @param server which server, or account and region
 * @param operation what was done or not done
 * @param operationId {@code server:operation:round:attempt} as far as ledger and events tell it
 * @param what what is wrong, in a sentence
 * @param traces the calls and events involved, in the order of time
 */
public record Finding(
    Kind kind, String rule, String server, String operation, String operationId, String what, List<Trace> traces) {

  /** What the verifier counts. */
  public enum Kind { LOST, DUPLICATED, FORBIDDEN }

  /** {@code FORBIDDEN web-014 StartTest: …}, the operation id and the traces, a line each. */
  @Override
  public String toString() {
    return Stream.concat(
        Stream.of(kind + " " + server + " " + operation + ": " + what + "  [rule " + rule + "]",
            "    operation " + operationId),
        traces.stream().map(each -> "    " + each)).collect(Collectors.joining("\n"));
  }
}
