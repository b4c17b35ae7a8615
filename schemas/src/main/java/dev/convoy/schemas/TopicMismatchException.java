package dev.convoy.schemas;

/** A topic exists with another number of partitions than configured: keys would be looked for in the wrong place. */
public final class TopicMismatchException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  TopicMismatchException(String topic, int found, int expected) {
    super("[CVY-9001] " + topic + ": has " + found + " partitions, expected " + expected
        + "; set convoy.partitions to " + found + " or use another convoy.topic-prefix. The number is fixed at the first start");
  }
}
