package dev.convoy.inventory.server;

import dev.convoy.events.common.Parking;
import dev.convoy.events.common.Stage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why a server needs a person, and what would show that it does not any more.
 *
 * @param clearedBy stage whose proof ends it
 * @param question attempt that ended with a question which a person decides; null = something is broken
 */
public record Parked(Parking parking, Stage clearedBy, @Nullable Integer question) {

  /** True if the proof of a stage, made after the parking, shows that the step was got over. */
  boolean isClearedBy(Stage proven, Instant at) {
    if (!at.isAfter(parking.getSince())) {
      return false;
    }
    return proven == Stage.ROLLED_BACK ? clearedBy == Stage.ROLLED_BACK : proven.compareTo(clearedBy) >= 0;
  }
}
