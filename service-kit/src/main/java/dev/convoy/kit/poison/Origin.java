package dev.convoy.kit.poison;

/**
 * Where a record came from.
 *
 * @param topic full name; {@code tick} for the passing of time, which is in no topic and has a time for its offset
 * @param timestamp of the record, in milliseconds of the epoch
 */
public record Origin(String topic, int partition, long offset, long timestamp) {
  static final String TICK = "tick";

  /** No record: the time of a server or group had come. */
  public static Origin tick(long timestamp) {
    return new Origin(TICK, -1, timestamp, timestamp);
  }
}
