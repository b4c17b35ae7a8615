package dev.convoy.kit.core;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The pure core of a group: a wave, a pool of slots, a move group. A group is a header and one row per member; it is
 * reached and answered by messages only.
 *
 * @param <H> header, a record
 * @param <W> row of a member, a record
 */
public interface GroupDecider<H extends Record, W extends Record> {

  H initial(String group);

  /**
   * Decides on a message to the group.
   *
   * @param message a private record sent to the group; null for a tick
   * @return the new header
   */
  H decide(H header, Rows<W> rows, @Nullable Record message, Emitter out, Instant now);

  /** When the group is to be given the next tick; null = not before the next message. */
  @Nullable Instant wakeAt(H header);
}
