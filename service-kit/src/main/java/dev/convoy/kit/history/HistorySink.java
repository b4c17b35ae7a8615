package dev.convoy.kit.history;

/** Takes the lines of a history. */
public interface HistorySink extends AutoCloseable {

  /** Takes the next line. */
  void take(HistoryLine line);

  @Override
  default void close() {}
}
