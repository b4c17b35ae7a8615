package dev.convoy.lab.verify;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A line of the host ledger.
 *
 * @param wall when it was written
 * @param kind check, install, quiesce, resume, remove, copy, grant, revoke, shutdown, power-on, status, upload or push
 * @param operationId {@code server:kind:round:attempt}; of a push the SHA-512 of what has arrived; {@code -} for none
 * @param started true for the start of work, false for its end
 * @param exit exit code of work that has ended
 */
public record HostWork(
    Instant wall, String host, String serverId, String kind, String operationId, boolean started,
    Optional<Integer> exit) implements Deed {

  /** Work that has but one line, that of its end. */
  private static final Set<String> AT_ONCE = Set.of("upload", "push");

  /** Round that the operation id names; 0 when it names none. */
  public int round() {
    String[] parts = operationId.split(":", -1);
    if (parts.length < 4) {
      return 0;
    }
    String round = parts[parts.length - 2];
    return round.matches("\\d{1,9}") ? Integer.parseInt(round) : 0;
  }

  @Override
  public String operation() {
    return kind;
  }

  @Override
  public boolean changed() {
    return !READING.contains(kind) && (started || AT_ONCE.contains(kind));
  }

  @Override
  public String toString() {
    return kind + " " + operationId + (started ? " started" : " ended" + exit.map(code -> " with " + code).orElse(""))
        + " on " + host;
  }
}
