package dev.convoy.kit.core;

/** What a worker saw of an operation. A record per result, sealed per service. */
public interface Outcome {

  OutcomeHeader header();
}
