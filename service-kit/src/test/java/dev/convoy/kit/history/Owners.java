package dev.convoy.kit.history;

import dev.convoy.kit.history.HistoryLine.Kind;
import java.util.HashMap;
import java.util.Map;

/** Who reads what a service sends to itself: the processor and the partition that read this topic and key before. */
final class Owners {

  private final Map<String, HistoryLine> readers = new HashMap<>();

  Owners(RecordedHistory history) {
    for (var step : history.steps()) {
      if (step.first().kind() == Kind.READ) {
        readers.put(step.first().place() + " " + step.first().key(), step.first());
      }
    }
  }

  /** The message as its reader gets it. */
  HistoryLine read(HistoryLine sent, long now) {
    var reader = readers.get(sent.place() + " " + sent.key());
    if (reader == null) {
      throw new IllegalStateException("nobody read " + sent.place() + " of " + sent.key());
    }
    return new HistoryLine(Kind.READ, reader.node(), reader.partition(), now, sent.place(), Long.MAX_VALUE, now,
        sent.key(), sent.headers(), sent.value());
  }
}
