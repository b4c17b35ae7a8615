package dev.convoy.kit.core;

/** What a decider is given. */
public sealed interface Input<R> {

  /** A fact of another service, an answer of a group, or a command: an Avro event or a private record. */
  record Message<R>(Object value) implements Input<R> {}

  /** What a worker saw of an operation that is wanted now; others never reach the decider. */
  record Reported<R>(R outcome) implements Input<R> {}

  /** The time that the decider asked to be woken at has come. */
  record Tick<R>() implements Input<R> {}
}
