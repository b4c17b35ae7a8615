package dev.convoy.agent.install;

import dev.convoy.agent.host.Arrival;
import dev.convoy.agent.server.AgentOutcome;
import dev.convoy.agent.server.AgentOutcome.Begun;
import dev.convoy.agent.server.AgentOutcome.Pushed;
import dev.convoy.kit.core.OperationHeader;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.kit.worker.OperationHandler.Progress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Tells how far a push is: at its beginning, its end, and once in a while between. Nothing where the file was there. */
final class ToldArrival implements Arrival {

  private final OperationHeader header;
  private final long size;
  private final Progress<AgentOutcome> progress;
  private final Clock clock;
  private final Duration every;
  private @Nullable Instant lastTold;

  ToldArrival(OperationHeader header, long size, Progress<AgentOutcome> progress, Clock clock, Duration every) {
    this.header = header;
    this.size = size;
    this.progress = progress;
    this.clock = clock;
    this.every = every;
  }

  @Override
  public void arrived(long bytes) {
    var now = clock.instant();
    var last = lastTold;
    if (last == null ? bytes < size : bytes == size || !now.isBefore(last.plus(every))) {
      lastTold = now;
      tell(new Begun(OutcomeHeader.of(header, now), new Pushed(bytes, size)));
    }
  }

  private void tell(Begun begun) {
    try {
      progress.tell(begun);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
