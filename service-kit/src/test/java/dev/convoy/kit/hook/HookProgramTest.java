package dev.convoy.kit.hook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

/** Real programs, run as a service runs them. */
class HookProgramTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir
  private Path folder;

  private HookProgram program(Duration limit, String text) throws IOException {
    var file = folder.resolve("hook");
    Files.writeString(file, "#!/bin/sh\n" + text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return new HookProgram(file, List.of("fixed; $(touch " + folder.resolve("touched") + ")"), List.of("TOKEN"), limit);
  }

  private static Map<String, String> own() {
    return Map.of("PATH", "/usr/bin:/bin", "TOKEN", "hunter22", "AWS_SECRET_ACCESS_KEY", "not for hooks");
  }

  @Test
  void itIsToldOnItsInputAndHearsOfTheEnvironmentOnlyWhatItIsGiven() throws Exception {
    var result = program(LONG, "cat; printf '|%s|%s|%s' \"$1\" \"$TOKEN\" \"$AWS_SECRET_ACCESS_KEY\"").run("{\"a\": \"`id`\"}", own());
    assertThat(result.exit()).isZero();
    assertThat(result.output()).hasValue("{\"a\": \"`id`\"}|fixed; $(touch " + folder.resolve("touched") + ")|hunter22|");
    assertThat(folder.resolve("touched")).doesNotExist();
  }

  @Test
  void whatItPrintsBesideItsAnswerIsKeptWithoutItsSecrets() throws Exception {
    var result = program(LONG, "echo first >&2; echo \"login with $TOKEN failed\" >&2; echo >&2; exit 77").run("", own());
    assertThat(result).isEqualTo(new HookProgram.Result(77, false, java.util.Optional.of(""), "login with *** failed"));
  }

  @Test
  void oneThatDoesNotEndIsEndedWithWhatItHasStarted() throws Exception {
    var pid = folder.resolve("pid");
    var result = program(Duration.ofMillis(500), "sleep 600 & echo $! > " + pid + "; wait").run("", own());
    assertThat(result.timedOut()).isTrue();
    long child = Long.parseLong(Files.readString(pid).strip());
    await().until(() -> ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  void anAnswerWithoutEndIsNoneAndKeepsNobodyWaiting() throws Exception {
    var result = program(LONG, "head -c " + 3 * HookProgram.MOST_OUTPUT + " /dev/zero").run("x".repeat(1 << 20), own());
    assertThat(result.output()).isEmpty();
    assertThat(result.exit()).isZero();
  }

  @Test
  void whatCannotBeRunIsNamedBeforeItIs() throws Exception {
    assertThat(program(LONG, "").fault()).isEmpty();
    assertThat(program(Duration.ZERO, "").fault()).hasValue("timeout is not above zero");
    assertThat(new HookProgram(Path.of("hook"), List.of(), List.of(), LONG).fault()).isPresent();
    assertThat(new HookProgram(folder, List.of(), List.of(), LONG).fault()).isPresent();
    assertThat(new HookProgram(program(LONG, "").path(), List.of(), List.of("A=b"), LONG).fault()).hasValueSatisfying(
        fault -> assertThat(fault).startsWith("pass "));
    assertThatIOException().isThrownBy(() -> new HookProgram(folder.resolve("none"), List.of(), List.of(), LONG).run("", own()));
  }
}
