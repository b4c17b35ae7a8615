package dev.convoy.replication.adapter.mgn;

import dev.convoy.replication.server.Sighting;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.mgn.model.DataReplicationInfo;
import software.amazon.awssdk.services.mgn.model.DataReplicationInfoReplicatedDisk;
import software.amazon.awssdk.services.mgn.model.LifeCycle;
import software.amazon.awssdk.services.mgn.model.SourceServer;

/** Reads MGN's answer about a source server. All of its times and durations are strings. */
final class MgnSighting {

  private MgnSighting() {}

  static Sighting of(SourceServer server) {
    var replication = Objects.requireNonNullElse(server.dataReplicationInfo(), DataReplicationInfo.builder().build());
    var lifeCycle = Objects.requireNonNullElse(server.lifeCycle(), LifeCycle.builder().build());
    var error = replication.dataReplicationError();
    return new Sighting(
        Objects.requireNonNullElse(replication.dataReplicationStateAsString(), ""),
        Objects.requireNonNullElse(lifeCycle.stateAsString(), ""),
        duration(replication.lagDuration()),
        sum(replication.replicatedDisks(), d -> orZero(d.totalStorageBytes())),
        sum(replication.replicatedDisks(), d -> orZero(d.replicatedStorageBytes())),
        sum(replication.replicatedDisks(), d -> orZero(d.backloggedStorageBytes())),
        error == null ? null : error.errorAsString(),
        time(replication.etaDateTime()),
        time(lifeCycle.lastSeenByServiceDateTime()));
  }

  /** {@code P0D} means none; null, empty and what cannot be read mean that MGN reports no lag. */
  static @Nullable Duration duration(@Nullable String text) {
    return parsed(text, Duration::parse);
  }

  /** Takes both forms that MGN is known to use: {@code …Z} and {@code …+00:00}. */
  static @Nullable Instant time(@Nullable String text) {
    return parsed(text, t -> OffsetDateTime.parse(t).toInstant());
  }

  private static <T> @Nullable T parsed(@Nullable String text, Function<String, T> parser) {
    if (text == null || text.isBlank()) {
      return null;
    }
    try {
      return parser.apply(text);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private static long sum(
      List<DataReplicationInfoReplicatedDisk> disks, ToLongFunction<DataReplicationInfoReplicatedDisk> bytes) {
    return disks.stream().mapToLong(bytes).sum();
  }

  private static long orZero(@Nullable Long value) {
    return value == null ? 0 : value;
  }
}
