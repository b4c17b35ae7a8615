package dev.convoy.schemas;

/**
 * Headers of a record in a topic of dead letters. They follow those of the record itself, which stay as they came. A
 * record with {@link #STATE} is no letter: it says what became of the one of the same origin.
 */
public final class DeadLetterHeaders {
  private static final String OWN = "convoy_dlq_";

  /** Who refused it: the service's full name. */
  public static final String SERVICE = OWN + "service";

  /** Topic of origin. */
  public static final String TOPIC = OWN + "topic";

  /** Partition of origin; -1 for something that was in no topic. */
  public static final String PARTITION = OWN + "partition";

  /** Offset of origin. */
  public static final String OFFSET = OWN + "offset";

  /** The record's own timestamp, milliseconds of the epoch. */
  public static final String TIMESTAMP = OWN + "timestamp";

  /** Why, as a code that does not change. */
  public static final String CODE = OWN + "code";

  /** Why, for a person, without secrets. */
  public static final String REASON = OWN + "reason";

  /** How many headers the record itself had. */
  public static final String HEADERS = OWN + "headers";

  /** {@code false} if key, value and headers were too large together and are in the topic of origin only. */
  public static final String WHOLE = OWN + "whole";

  /** {@code replayed} or {@code discarded}. */
  public static final String STATE = OWN + "state";

  private DeadLetterHeaders() {}
}
