package dev.convoy.agent.host;

import dev.convoy.events.common.OsFamily;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The text for sh, with functions in place of whatever would end this machine: a function goes before a program. */
class ShutdownProgramsTest {

  private static final String HARMLESS = """
      PATH=/nowhere
      sleep() { :; }
      sync() { :; }
      shutdown() { echo "shutdown $*"; return "$CODE"; }
      systemctl() { echo "systemctl $*"; return "$CODE"; }
      poweroff() { echo "poweroff $*"; return "$CODE"; }
      """;

  private record Ran(int exit, String output) {}

  private static Ran run(int code) throws IOException, InterruptedException {
    var spec = ShutdownPrograms.of("web-1", OsFamily.LINUX, Duration.ofMinutes(10));
    assertThat(spec.environment()).containsEntry("CONVOY_WAIT", "570").containsEntry("CONVOY_SERVER_ID", "web-1");
    var builder = new ProcessBuilder("/bin/sh", "-c", HARMLESS + spec.program()).redirectErrorStream(true);
    builder.environment().put("CODE", String.valueOf(code));
    builder.environment().putAll(spec.environment());
    var process = builder.start();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return new Ran(process.exitValue(), new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
  }

  @Test
  void itTellsTheHostOnceAndGoesOnUntilTheHostGoesOff() throws IOException, InterruptedException {
    var ran = run(0);
    assertThat(ran.output()).containsAnyOf("systemctl --no-wall poweroff", "shutdown -h now")
        .contains("the host was told to shut down");
    assertThat(ran.exit()).isEqualTo(ShutdownPrograms.STILL_ON);
  }

  @Test
  void anOrderThatIsRefusedEndsIt() throws IOException, InterruptedException {
    assertThat(run(1).exit()).isEqualTo(1);
    assertThat(run(1).output()).doesNotContain("was told");
  }

  @Test
  void whatTheShutdownEndsIsNotTakenForAFailure() {
    assertThat(ShutdownPrograms.isGoingDown(143)).isTrue();
    assertThat(ShutdownPrograms.isGoingDown(-1)).isTrue();
    assertThat(ShutdownPrograms.isGoingDown(ShutdownPrograms.STILL_ON)).isFalse();
    assertThat(ShutdownPrograms.isGoingDown(1)).isFalse();
  }

  @Test
  void windowsIsToldInItsOwnWay() {
    var spec = ShutdownPrograms.of("win-1", OsFamily.WINDOWS, Duration.ofMinutes(10));
    assertThat(spec.program()).contains("Stop-Computer -Force", "exit 75");
    assertThat(spec.kind()).isEqualTo(ProgramSpec.Kind.SHUTDOWN);
  }
}
