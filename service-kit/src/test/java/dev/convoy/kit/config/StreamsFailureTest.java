package dev.convoy.kit.config;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

class StreamsFailureTest {

  private static final StreamsException DEFECT =
      new StreamsException("task 0_1", new IllegalStateException("of a decider"));

  private final BlockingQueue<String> done = new LinkedBlockingQueue<>();

  private StreamsFailure lingering(Duration linger) {
    return new StreamsFailure("launch", () -> done.add("worker stopped"), linger, code -> done.add("exit " + code));
  }

  @Test
  void aServiceWithoutDefectIsUp() {
    assertThat(lingering(Duration.ZERO).health().getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void afterADefectTheServiceIsDownWithReasonAndRemedyWhileItsWorkerIsStopped() throws InterruptedException {
    var failure = lingering(Duration.ofHours(1));

    failure.happened(DEFECT);

    assertThat(done.poll(10, TimeUnit.SECONDS)).isEqualTo("worker stopped");
    assertThat(failure.health().getStatus()).isEqualTo(Status.DOWN);
    assertThat(String.valueOf(failure.health().getDetails().get("reason")))
        .isEqualTo("[CVY-9023] launch: its deciders were ended by java.lang.IllegalStateException: of a decider");
    assertThat(String.valueOf(failure.health().getDetails().get("remedy"))).contains("started again");
    assertThat(done).isEmpty();
  }

  @Test
  void thenTheProcessEndsOnceWithACodeThatIsNotZero() throws InterruptedException {
    var failure = lingering(Duration.ofMillis(50));

    failure.happened(DEFECT);
    failure.happened(new IllegalStateException("another thread, the same moment"));

    assertThat(new String[] {done.poll(10, TimeUnit.SECONDS), done.poll(10, TimeUnit.SECONDS)})
        .containsExactlyInAnyOrder("worker stopped", "exit 70");
    assertThat(done.poll(200, TimeUnit.MILLISECONDS)).isNull();
    assertThat(String.valueOf(failure.health().getDetails().get("reason"))).contains("of a decider");
  }
}
