package dev.convoy.schemas;

import java.util.List;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/**
 * One entry of the catalogue.
 *
 * @param baseName name without the prefix, such as {@code inventory.events}
 * @param key what the key of a record is
 * @param owner the only one that writes it: a service's full name, or {@code cmdb}
 * @param readers the services that read it
 * @param retention how long records stay
 * @param visibility whether others may rely on it
 * @param purpose what it carries, in a sentence
 * @param eventTypes the event types on it; none for private topics
 */
public record Topic(
    String baseName,
    String key,
    String owner,
    Set<Service> readers,
    Retention retention,
    Visibility visibility,
    String purpose,
    List<Class<? extends SpecificRecord>> eventTypes) {

  /** How long records stay. */
  public enum Retention {
    /** All of them, without limit. */
    FOREVER,
    /** The latest of each key, settled within the hour. */
    COMPACTED,
    /** Seven days: long enough for any restart, no history. */
    WEEK
  }

  /** Whether others may rely on a topic. */
  public enum Visibility {
    /** Part of the contract. */
    PUBLIC,
    /** Inside of one service; may change with any release. */
    PRIVATE
  }

  /** Copies the collections. */
  public Topic {
    readers = Set.copyOf(readers);
    eventTypes = List.copyOf(eventTypes);
  }

  /** True for a topic that foreign producers write. */
  public boolean foreign() {
    return owner.equals(Topics.CMDB);
  }
}
