package dev.convoy.lab.hosts;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of the ledger. Work that was started has two: phase {@code start} and phase {@code end}; a check, status
 * or upload has one, {@code end}.
 *
 * @param wall wall time of the line
 * @param sim simulated seconds since the lab's clock began
 * @param host name of the host
 * @param operationId as the caller named it; {@code -} for none
 * @param start wall time at which the work began
 * @param end wall time of its end; null in phase start
 * @param exit exit code; null in phase start
 */
@JsonPropertyOrder({"wall", "sim", "host", "serverId", "kind", "operationId", "phase", "start", "end", "exit"})
public record HostLedgerEntry(
    Instant wall, double sim, String host, String serverId, WorkKind kind, String operationId, Phase phase,
    Instant start, @Nullable Instant end, @Nullable Integer exit) {

  /** Which end of the work a line tells. */
  public enum Phase {
    @JsonProperty("start")
    START,
    @JsonProperty("end")
    END
  }
}
