package dev.convoy.kit.config;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.Status;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

class StreamThreadsTest {

  private final StreamsFailure failure = new StreamsFailure("launch", () -> {}, Duration.ofHours(1), code -> {});
  private final StreamThreads threads = new StreamThreads(() -> failure);

  @AfterEach
  void onlyADefectOfOurOwnIsAFailure() {
    assertThat(failure.health().getStatus()).isEqualTo(expected);
  }

  private Status expected = Status.UP;

  @Test
  void aProducerThatStillWaitsForItsBrokerEndsAThreadButNotTheStreams() {
    Throwable refused = refusedWhileATimedOutCallIsPending();
    assertThat(refused).isInstanceOf(IllegalStateException.class).hasMessageContaining("timed out and must be retried");

    assertThat(threads.after(new StreamsException(refused))).isEqualTo(REPLACE_THREAD);
  }

  /** What a transactional producer says after a call that no broker has answered in time. */
  private static Throwable refusedWhileATimedOutCallIsPending() {
    var nobody = Map.<String, Object>of("bootstrap.servers", "127.0.0.1:1", "transactional.id", "t", "max.block.ms", "50");
    var producer = new KafkaProducer<>(nobody, new ByteArraySerializer(), new ByteArraySerializer());
    try {
      assertThat(catchThrowable(producer::initTransactions)).isInstanceOf(TimeoutException.class);
      return catchThrowable(producer::beginTransaction);
    } finally {
      producer.close(Duration.ZERO);
    }
  }

  @Test
  void aTaskThatCouldNotGoOnForTooLongIsTakenUpAnew() {
    assertThat(threads.after(new StreamsException("no progress", new TimeoutException("nobody answers"))))
        .isEqualTo(REPLACE_THREAD);
  }

  @Test
  void recordsOfATaskThatAWokenProcessHasNoMoreEndAThreadButNotTheStreams() throws ClassNotFoundException {
    var missing = new NullPointerException("Task was unexpectedly missing for partition convoy.launch.events-2");
    missing.setStackTrace(new StackTraceElement[] {
        new StackTraceElement(StreamThreads.TASKS, StreamThreads.TASK_OF_RECORD, "TaskManager.java", 1921)});

    assertThat(threads.after(new StreamsException(missing))).isEqualTo(REPLACE_THREAD);
    assertThat(Class.forName(StreamThreads.TASKS).getDeclaredMethods()).as("where Kafka Streams looks for the task of a record")
        .extracting(Method::getName).contains(StreamThreads.TASK_OF_RECORD);
  }

  @Test
  void anotherNullPointerIsADefectOfOurOwn() {
    expected = Status.DOWN;
    assertThat(threads.after(new StreamsException(new NullPointerException("of a decider")))).isEqualTo(SHUTDOWN_CLIENT);
  }

  @Test
  void aDefectOfOurOwnEndsTheStreamsSoThatItIsNotRepeatedForEver() {
    expected = Status.DOWN;
    assertThat(threads.after(new StreamsException(new IllegalStateException("of a decider"))))
        .isEqualTo(SHUTDOWN_CLIENT);
  }

  @Test
  void everyServiceHasIt() throws NoSuchMethodException {
    assertThat(KitConfiguration.class.getDeclaredMethod("streamThreads", ObjectProvider.class).getAnnotations())
        .extracting(annotation -> annotation.annotationType().getSimpleName()).containsExactly("Bean");
  }
}
