package dev.convoy.lab.aws.cloud;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of a volume. It holds what was on the volume when it was asked for; copying takes until later.
 *
 * @param gib size of the volume
 * @param tags may be added to
 * @param endsAt when it is copied, wall time
 * @param fails ends in error
 * @param writes how often users had written on the volume; null in what an older lab has kept
 */
public record VolumeSnapshot(
    long sequence, String id, String volumeId, long gib, String description, Map<String, String> tags, Instant startedAt,
    Instant endsAt, boolean fails, @Nullable Long writes) {

  /** EC2's name of its state at a moment. */
  public String state(Instant now) {
    return now.isBefore(endsAt) ? "pending" : fails ? "error" : "completed";
  }
}
