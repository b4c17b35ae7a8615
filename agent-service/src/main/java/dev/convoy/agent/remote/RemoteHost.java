package dev.convoy.agent.remote;

/** A source host that was entered. Used by one thread at a time. */
public interface RemoteHost extends AutoCloseable {

  /** The host it leads to. */
  HostTarget target();

  /**
   * Runs one verb of the host protocol with the highest rights.
   *
   * @param deadline by which the answer is complete; at that moment the connection is closed
   * @throws PushFailure when there is no complete answer; {@code LOST} and {@code TIMED_OUT} leave open whether a
   *     {@code START} had its effect: ask for the status before anything else
   */
  HostAnswer call(Verb verb, OperationName operation, Payload payload, Deadline deadline) throws PushFailure;

  /** Leaves the host. Never throws, never waits long. */
  @Override
  void close();
}
