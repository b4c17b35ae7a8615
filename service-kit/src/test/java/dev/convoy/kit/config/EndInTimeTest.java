package dev.convoy.kit.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EndInTimeTest {

  /** A program whose end is held up for ever, as by a start that does not come to its end. */
  static final class Stuck {
    private Stuck() {}

    public static void main(String[] args) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> await(new CountDownLatch(1))));
      Runtime.getRuntime().addShutdownHook(new Thread(
          () -> EndInTime.endAfter(Duration.ofMillis(200), () -> Runtime.getRuntime().halt(143))));
      System.exit(0);
    }

    private static void await(CountDownLatch never) {
      try {
        never.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Test
  void aProcessWhoseEndIsHeldUpEndsAllTheSame() throws Exception {
    Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Stuck.class.getName()).inheritIO().start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(143);
    } finally {
      process.destroyForcibly();
    }
  }
}
