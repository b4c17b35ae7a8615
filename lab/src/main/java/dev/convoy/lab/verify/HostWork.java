package dev.convoy.lab.verify;

import java.time.Instant;
import java.util.Optional;

/**
 * A line of the host ledger.
 *
 * @param wall when it was written
 * @param kind check, install, quiesce, resume, remove, copy, grant, revoke, shutdown, power-on, status or upload
 * @param operationId {@code server:kind:round:attempt}; {@code -} for none
 * @param started true for the start of work, false for its end
 * @param exit exit code of work that has ended
 */
public record HostWork(
    Instant wall, String host, String serverId, String kind, String operationId, boolean started,
    Optional<Integer> exit) implements Deed {

  /** Round that the operation id names; 0 when it names none. */
  int round() {
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
    return !READING.contains(kind) && (started || kind.equals("upload"));
  }

  @Override
  public String toString() {
    return kind + " " + operationId + (started ? " started" : " ended" + exit.map(code -> " with " + code).orElse(""))
        + " on " + host;
  }
}
