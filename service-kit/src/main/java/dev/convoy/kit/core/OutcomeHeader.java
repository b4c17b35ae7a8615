package dev.convoy.kit.core;

import java.time.Instant;

/**
 * Which operation an outcome belongs to and when it was seen.
 *
 * @param observedAt time of the read or answer that shows it, UTC
 */
public record OutcomeHeader(String serverId, String kind, int round, int attempt, Instant observedAt) {

  public static OutcomeHeader of(OperationHeader operation, Instant observedAt) {
    return new OutcomeHeader(
        operation.serverId(), operation.kind(), operation.round(), operation.attempt(), observedAt);
  }

  public OperationId id() {
    return OperationId.of(serverId, kind, round, attempt);
  }
}
