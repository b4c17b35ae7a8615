package dev.convoy.kit.core;

import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * What a decider makes of one input.
 *
 * @param transitions names of the rows that were taken, in order, for the coverage of the table
 */
public record Decision<S>(
    S state, List<SpecificRecord> events, List<Emitter.Send> sends, List<String> transitions) {

  /** Nothing changes. */
  public static <S> Decision<S> none(S state) {
    return new Decision<>(state, List.of(), List.of(), List.of());
  }
}
