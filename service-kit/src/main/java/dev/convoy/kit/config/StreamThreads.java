package dev.convoy.kit.config;

import dev.convoy.kit.fault.AbandonedError;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;

/**
 * Puts another stream thread in the place of one that a fault point has ended; everything else is as it was. Set on the
 * streams themselves, because the binder sets its own handler on their factory right before it starts them.
 */
final class StreamThreads implements BeanPostProcessor {

  @Override
  public Object postProcessBeforeInitialization(Object bean, String name) {
    if (bean instanceof StreamsBuilderFactoryBean streams) {
      streams.setKafkaStreamsCustomizer(started -> started.setUncaughtExceptionHandler(StreamThreads::after));
    }
    return bean;
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
