package dev.convoy.agent.runbook;

import dev.convoy.agent.runbook.Runbooks.Runbook;
import dev.convoy.agent.runbook.Runbooks.Script;
import dev.convoy.events.common.OsFamily;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a runbook becomes, in real shells; for PowerShell what it is given, since none is here. */
class RunbooksTest {

  private record Ended(int exit, List<String> lines) {}

  @TempDir
  private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"sh", "dash", "bash"})
  void theLastLineOfTheCheckIsTheEvidence(String shell) throws Exception {
    var ended = run(shell, "touch 'it'\"'\"'s done'", "test -f \"it's done\"\necho seen\necho 'writes stopped'");
    assertThat(ended.exit()).isZero();
    assertThat(ended.lines()).containsExactly("seen", "writes stopped");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sh", "dash", "bash"})
  void everyCommandOfTheCheckMustHold(String shell) throws Exception {
    var ended = run(shell, "true", "false\necho writes stopped");
    assertThat(ended.exit()).isEqualTo(Runbooks.NOT_PROVEN);
    assertThat(ended.lines()).last().isEqualTo("the check did not hold within 2 s");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sh", "dash", "bash"})
  void theCheckIsAskedAgainUntilItHolds(String shell) throws Exception {
    var ended = run(shell, "echo begun", "echo asked >> asked\ntest \"$(wc -l < asked)\" -ge 2", 10);
    assertThat(ended).isEqualTo(new Ended(0, List.of("begun", "the check holds")));
    assertThat(folder.resolve("asked")).hasContent("asked\nasked");
  }

  @ParameterizedTest
  @ValueSource(strings = {"exit 7", "false", "(exit 7)\ntouch later", "echo $unset"})
  void aProgramThatFailsIsNotChecked(String program) throws Exception {
    var ended = run("sh", program, "touch checked");
    assertThat(ended.exit()).isNotZero();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aProgramThatEndsEarlyIsChecked() throws Exception {
    assertThat(run("sh", "exit 0", "false").exit()).isEqualTo(Runbooks.NOT_PROVEN);
  }

  @Test
  void aCheckThatEndsItselfEndsNothingElse() throws Exception {
    var ended = run("sh", "true", "echo asked >> asked\n[ \"$(wc -l < asked)\" -ge 2 ] || exit 1\nexit 0", 10);
    assertThat(ended.exit()).isZero();
    assertThat(folder.resolve("asked")).hasContent("asked\nasked");
  }

  @ParameterizedTest
  @ValueSource(strings = {"! pgrep shop\necho writes stopped", "true\n  ! pgrep shop && echo none\ntrue\n\n"})
  void aCheckThatWouldGoOnWhateverItFindsIsRefused(String check) {
    assertThatThrownBy(() -> runbooks(new Script("true", check), null))
        .hasMessageContainingAll("[CVY-2403]", "convoy.agent.runbooks.stop.linux.check", "! pgrep shop", "|| exit 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"! pgrep shop", "! pgrep shop && echo none", "! pgrep shop || exit 1\necho none"})
  void aNegatedCommandThatJudgesIsTaken(String check) throws Exception {
    Files.writeString(folder.resolve("pgrep"), "#!/bin/sh\n[ -f stopped ] && exit 1 || exit 0\n");
    assertThat(folder.resolve("pgrep").toFile().setExecutable(true)).isTrue();
    assertThat(run("sh", "true", "PATH=.:$PATH\n" + check).exit()).isEqualTo(Runbooks.NOT_PROVEN);
    assertThat(run("sh", "touch stopped", "PATH=.:$PATH\n" + check).exit()).isZero();
  }

  @Test
  void halfARunbookIsRefused() {
    for (var half : new Script[] {new Script("true", null), new Script(null, "true"), new Script("true", " ")}) {
      assertThatThrownBy(() -> runbooks(half, null)).hasMessageContainingAll("[CVY-2403]", ".linux.", "is missing");
      assertThatThrownBy(() -> runbooks(null, half)).hasMessageContainingAll("[CVY-2403]", ".windows.", "is missing");
    }
    assertThatThrownBy(() -> runbooks(null, new Script("x".repeat(10_001), "y")))
        .hasMessageContainingAll("stop.windows.program", "10001", "10000");
  }

  @Test
  void aRunbookIsThereForTheFamiliesItIsWrittenFor() {
    var linux = runbooks(new Script("true", "true"), null);
    assertThat(linux.has("stop", OsFamily.LINUX)).isTrue();
    assertThat(linux.has("stop", OsFamily.WINDOWS)).isFalse();
    assertThat(linux.program("start", OsFamily.LINUX)).isEmpty();
  }

  @Test
  void forPowerShellProgramAndCheckEachHaveAProcessThatJudgesThem() {
    var text = runbooks(null, new Script("Stop-Service Shop; exit 0", "(Get-Service Shop).Status -eq 'Stopped'"))
        .program("stop", OsFamily.WINDOWS).orElseThrow();
    var given = new ArrayList<String>();
    var encoded = Pattern.compile("-EncodedCommand (\\S+)").matcher(text);
    while (encoded.find()) {
      given.add(new String(Base64.getDecoder().decode(encoded.group(1)), StandardCharsets.UTF_16LE));
    }
    assertThat(given).hasSize(2).allMatch(each -> each.endsWith("exit 0\n")
        && each.contains("if ($last -is [bool] -and -not $last) { exit 1 }")
        && each.startsWith("$ErrorActionPreference = 'Stop'\n"));
    assertThat(given.getFirst()).contains("& {\nStop-Service Shop; exit 0\n}");
    assertThat(given.getLast()).contains("& {\n(Get-Service Shop).Status -eq 'Stopped'\n}");
    assertThat(text).as("nothing of the texts outside").doesNotContain("Shop");
  }

  private static Runbooks runbooks(@Nullable Script linux, @Nullable Script windows) {
    return new Runbooks(Map.of("stop", new Runbook(linux, windows)), Duration.ofSeconds(2));
  }

  private Ended run(String shell, String program, String check) throws IOException, InterruptedException {
    return run(shell, program, check, 2);
  }

  private Ended run(String shell, String program, String check, int seconds) throws IOException, InterruptedException {
    var runbooks = new Runbooks(
        Map.of("stop", new Runbook(new Script(program, check), null)), Duration.ofSeconds(seconds));
    var process = new ProcessBuilder(shell, "-c", runbooks.program("stop", OsFamily.LINUX).orElseThrow())
        .directory(folder.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    var lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    return new Ended(process.waitFor(), lines);
  }
}
