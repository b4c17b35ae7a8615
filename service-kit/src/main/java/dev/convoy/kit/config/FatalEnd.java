package dev.convoy.kit.config;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process after an error that it cannot go on after, such as no memory left: at once, because an orderly end might
 * not come. It is as after kill -9: whoever runs it starts it again, and whoever takes over observes before it acts.
 */
final class FatalEnd {

  private static final Logger LOG = LoggerFactory.getLogger(FatalEnd.class);

  private final String service;
  private final IntConsumer halt;
  private final AtomicBoolean told = new AtomicBoolean();

  /** @param halt ends the process with this exit code, without waiting for anything */
  FatalEnd(String service, IntConsumer halt) {
    this.service = service;
    this.halt = halt;
  }

  /** Does not return where {@code halt} does not. */
  void happened(Throwable cause) {
    try {
      if (told.compareAndSet(false, true)) {
        LOG.error("[CVY-9016] {}: {}; the process ends at once with exit code {}, to be started again by what runs it",
            service, cause.toString(), StreamsFailure.EXIT, cause);
      }
    } finally {
      halt.accept(StreamsFailure.EXIT);
    }
  }
}
