package dev.convoy.kit.config;

import dev.convoy.kit.fault.AbandonedError;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;
import org.springframework.kafka.config.StreamsBuilderFactoryBeanConfigurer;

/** Puts another stream thread in the place of one that a fault point has ended; everything else is as it was. */
final class StreamThreads implements StreamsBuilderFactoryBeanConfigurer {

  @Override
  public void configure(StreamsBuilderFactoryBean streams) {
    streams.setStreamsUncaughtExceptionHandler(StreamThreads::after);
  }

  private static StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse after(Throwable thrown) {
    for (var cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof AbandonedError) {
        return StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
      }
    }
    return StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
  }
}
