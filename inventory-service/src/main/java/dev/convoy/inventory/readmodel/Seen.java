package dev.convoy.inventory.readmodel;

import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * An event as it was read.
 *
 * @param subject server or wave: the key of the record
 * @param id of the event; null when a foreign producer gave none
 * @param causation id of the event or command that led to it
 * @param service that states it
 */
public record Seen(
    SpecificRecord event,
    String subject,
    @Nullable String id,
    @Nullable String causation,
    String service,
    Instant at) {

  public String type() {
    return event.getSchema().getName();
  }
}
