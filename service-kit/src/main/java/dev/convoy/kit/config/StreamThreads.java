package dev.convoy.kit.config;

import dev.convoy.kit.fault.AbandonedError;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;

/**
 * Puts another stream thread in the place of one that a fault point, an outage of the broker or a stand-still of its own
 * process has ended; after anything else the streams shut down, and {@link StreamsFailure} with them. An outage that outlasts {@code max.block.ms} twice ends a
 * thread: the producer then refuses every call but the commit that timed out, which Kafka Streams does not repeat. The new
 * thread has a transactional id of its own: what the old one left open is ended by {@code transaction.timeout.ms}, and Kafka
 * Streams waits for that, with the offsets as with the changelogs. Set on the streams themselves, because the binder sets its
 * own handler on their factory right before it starts them.
 */
final class StreamThreads implements BeanPostProcessor {

  private static final Logger LOG = LoggerFactory.getLogger(StreamThreads.class);
  private static final String PRODUCER = "org.apache.kafka.clients.producer.";
  /** Where Kafka Streams looks for the task that a record belongs to. */
  static final String TASKS = "org.apache.kafka.streams.processor.internals.TaskManager";
  static final String TASK_OF_RECORD = "getActiveTask";

  private final Supplier<StreamsFailure> failure;

  /** @param failure asked for when there is one */
  StreamThreads(Supplier<StreamsFailure> failure) {
    this.failure = failure;
  }

  @Override
  public Object postProcessBeforeInitialization(Object bean, String name) {
    if (bean instanceof StreamsBuilderFactoryBean streams) {
      streams.setKafkaStreamsCustomizer(started -> started.setUncaughtExceptionHandler(this::after));
    }
    return bean;
  }

  StreamThreadExceptionResponse after(Throwable thrown) {
    for (var cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof AbandonedError || ofBroker(cause) || ofStandstill(cause)) {
        LOG.warn("[CVY-9018] stream thread ended by {}; another one takes its place", cause.toString());
        return StreamThreadExceptionResponse.REPLACE_THREAD;
      }
    }
    failure.get().happened(thrown);
    return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
  }

  /**
   * A process that stood still for longer than its session wakes up outside its group, lets go of its tasks and joins anew; Kafka
   * Streams 4.2 may then be handed records that it had fetched for a task that it has no more. Nothing was done with them.
   */
  private static boolean ofStandstill(Throwable cause) {
    return cause instanceof NullPointerException && cause.getStackTrace().length > 0
        && cause.getStackTrace()[0].getClassName().equals(TASKS)
        && cause.getStackTrace()[0].getMethodName().equals(TASK_OF_RECORD);
  }

  /** The state of a producer that waits for a broker is told by nothing but where its exception comes from. */
  private static boolean ofBroker(Throwable cause) {
    return cause instanceof RetriableException || cause instanceof IllegalStateException
        && cause.getStackTrace().length > 0 && cause.getStackTrace()[0].getClassName().startsWith(PRODUCER);
  }
}
