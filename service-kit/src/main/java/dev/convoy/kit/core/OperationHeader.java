package dev.convoy.kit.core;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What every operation carries besides its own parameters.
 *
 * @param kind simple name of the operation, imperative: {@code StartTest}
 * @param attempt from 1; rises only after the end of the attempt before was observed
 * @param limitKey what the operation is partitioned and limited by: the server for work on hosts, account and region
 *     for AWS
 * @param act false while the server is held: the worker goes on observing what runs but starts nothing
 * @param requestedAt when this attempt was first wanted, UTC
 * @param waveId wave of the server, for correlation; null outside a wave
 * @param workers group of workers that may act on it, and no other; null = the rest, those that are told nothing
 * @param unservedSince when it was told that no worker of the group is there; null = it was not
 */
public record OperationHeader(
    String serverId,
    String kind,
    int round,
    int attempt,
    String limitKey,
    boolean act,
    Instant requestedAt,
    @Nullable String waveId,
    @Nullable String workers,
    @Nullable Instant unservedSince) {

  /** For the rest of the workers. */
  public OperationHeader(String serverId, String kind, int round, int attempt, String limitKey, boolean act,
      Instant requestedAt, @Nullable String waveId) {
    this(serverId, kind, round, attempt, limitKey, act, requestedAt, waveId, null, null);
  }

  public OperationId id() {
    return OperationId.of(serverId, kind, round, attempt);
  }

  /** Key on the operations topic; the part before the bar decides the partition. */
  public String key() {
    return limitKey + "|" + id();
  }
}
