package dev.convoy.agent.host;

import dev.convoy.agent.remote.Deadline;
import dev.convoy.agent.remote.OperationName;
import dev.convoy.agent.remote.Until;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** An attempt is begun whose forerunner was given up without its end: what the real script makes of the two on one host. */
class AttemptsOnHostTest {

  private final Path temp;
  private final Path log;
  private final Path gate;

  AttemptsOnHostTest(@TempDir Path temp) {
    this.temp = temp;
    this.log = temp.resolve("log");
    this.gate = temp.resolve("gate");
  }

  private HostSession session(String shell) {
    return new HostSession(new LocalShell(temp.resolve("convoy"), shell), Clock.systemUTC());
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(30));
  }

  private static OperationName name(String kind, int round, int attempt) {
    return new OperationName("web-014:" + kind + ":" + round + ":" + attempt);
  }

  /** Says when it begins and ends; ends when the gate is open. */
  private ProgramSpec program(ProgramSpec.Kind kind, String what) {
    return new ProgramSpec(kind, "echo 'begin " + what + "' >> '" + log + "'; until [ -e '" + gate
        + "' ]; do sleep 0.05; done; echo 'end " + what + "' >> '" + log + "'", Map.of(), Duration.ofSeconds(60));
  }

  private OperationState.Ended end(HostSession session, OperationName operation) throws Exception {
    return (OperationState.Ended) Until.holds(() -> session.status(operation, soon()), OperationState.Ended.class::isInstance);
  }

  private List<String> said() throws IOException {
    return Files.exists(log) ? Files.readAllLines(log) : List.of();
  }

  @ParameterizedTest
  @CsvSource({"InstallAgent, InstallAgent, 2", "Quiesce, Quiesce, 2", "Quiesce, Resume, 1", "Resume, Resume, 2", "CopyScripts, CopyScripts, 2",
      "ShutDownSource, Resume, 1", "OpenBreakGlass, CloseBreakGlass, 2"})
  void whatIsBegunWhileItsForerunnerRunsWaitsForTheEndOfThat(String first, String second, int attempt) throws Exception {
    HostSession session = session("/bin/sh");
    assertThat(session.start(name(first, 1, 1), program(ProgramSpec.Kind.QUIESCE, "first"), soon()))
        .isInstanceOf(OperationState.Running.class);
    Until.holds(this::said, lines -> lines.contains("begin first"));

    assertThat(session.start(name(second, 1, attempt), program(ProgramSpec.Kind.RESUME, "second"), soon()))
        .isEqualTo(new OperationState.Busy(name(first, 1, 1).value()));
    assertThat(session.status(name(second, 1, attempt), soon())).isInstanceOf(OperationState.Absent.class);
    Files.createFile(gate);
    end(session, name(first, 1, 1));
    assertThat(session.start(name(second, 1, attempt), program(ProgramSpec.Kind.RESUME, "second"), soon()))
        .isInstanceOf(OperationState.Running.class);

    end(session, name(second, 1, attempt));
    assertThat(said()).containsExactly("begin first", "end first", "begin second", "end second");
  }

  /** The worker of the first was held up between its last look and the host. */
  @ParameterizedTest
  @CsvSource({"InstallAgent:1:1, InstallAgent:1:2", "InstallAgent:1:9, InstallAgent:1:10", "InstallAgent:9:1, InstallAgent:10:1",
      "InstallAgent:1:1, RemoveAgent:1:1", "CopyScripts:1:2, CopyScripts:1:3", "Quiesce:1:1, Quiesce:1:2", "Quiesce:1:3, Resume:1:1",
      "Quiesce:1:1, Resume:2:1", "ShutDownSource:1:1, Resume:1:1", "Resume:1:1, Resume:1:2", "RemoveAgent:1:1, RemoveAgent:1:2",
      "OpenBreakGlass:1:1, OpenBreakGlass:1:3"})
  void whatComesAfterItsSuccessorWasStartedIsRefused(String late, String later) throws Exception {
    HostSession session = session("/bin/sh");
    Files.createFile(gate);
    var successor = new OperationName("web-014:" + later);
    session.start(successor, program(ProgramSpec.Kind.RESUME, "successor"), soon());
    end(session, successor);

    assertThat(session.start(new OperationName("web-014:" + late), program(ProgramSpec.Kind.QUIESCE, "late"), soon()))
        .isEqualTo(new OperationState.Overtaken(successor.value()));

    assertThat(said()).containsExactly("begin successor", "end successor");
    assertThat(session.status(new OperationName("web-014:" + late), soon())).isInstanceOf(OperationState.Absent.class);
  }

  @ParameterizedTest
  @CsvSource({"Quiesce:2:1, Resume:1:7", "Resume:1:1, Quiesce:1:3", "InstallAgent:2:1, RemoveAgent:1:1", "InstallAgent:10:1, InstallAgent:9:9",
      "CloseBreakGlass:1:2, OpenBreakGlass:1:1", "ShutDownSource:2:1, Resume:1:1"})
  void whatFollowsInItsOrderIsStarted(String next, String before) throws Exception {
    HostSession session = session("/bin/bash");
    Files.createFile(gate);
    session.start(new OperationName("web-014:" + before), program(ProgramSpec.Kind.RESUME, "before"), soon());
    end(session, new OperationName("web-014:" + before));

    session.start(new OperationName("web-014:" + next), program(ProgramSpec.Kind.QUIESCE, "next"), soon());

    end(session, new OperationName("web-014:" + next));
    assertThat(said()).endsWith("begin next", "end next");
  }

  @Test
  void anotherServerOnTheSameHostOvertakesNothing() throws Exception {
    HostSession session = session("/bin/sh");
    Files.createFile(gate);
    session.start(new OperationName("web-0145:Quiesce:5:5"), program(ProgramSpec.Kind.QUIESCE, "another"), soon());
    end(session, new OperationName("web-0145:Quiesce:5:5"));

    assertThat(session.start(name("Quiesce", 1, 1), program(ProgramSpec.Kind.QUIESCE, "first"), soon()))
        .isInstanceOf(OperationState.Running.class);
    end(session, name("Quiesce", 1, 1));
  }

  /** Whoever started it was ended before its runner had said who it is, so that the next found nothing running. */
  @ParameterizedTest
  @ValueSource(strings = {"/bin/sh", "/bin/bash"})
  void aRunnerThatComesToItAfterTheNextWasStartedRunsNothing(String shell) throws Exception {
    HostSession session = session(shell);
    Files.createFile(gate);
    session.start(name("InstallAgent", 1, 1), program(ProgramSpec.Kind.INSTALL, "first"), soon());
    end(session, name("InstallAgent", 1, 1));
    Path ops = temp.resolve("convoy/ops");
    Path stalled = Files.createDirectory(ops.resolve(name("InstallAgent", 1, 2).value()));
    Files.copy(ops.resolve(name("InstallAgent", 1, 1).value()).resolve("run"), stalled.resolve("run"));
    Files.writeString(stalled.resolve("program"), "echo 'begin stalled' >> '" + log + "'");
    Files.writeString(stalled.resolve("limit"), "60");
    Files.writeString(stalled.resolve("env"), "");

    session.start(name("InstallAgent", 1, 3), program(ProgramSpec.Kind.INSTALL, "next"), soon());
    end(session, name("InstallAgent", 1, 3));
    int exit = new ProcessBuilder(shell, stalled.resolve("run").toString(), stalled.toString()).start().waitFor();

    assertThat(exit).isEqualTo(1);
    assertThat(said()).containsExactly("begin first", "end first", "begin next", "end next");
    assertThat(session.status(name("InstallAgent", 1, 2), soon())).isInstanceOf(OperationState.Lost.class);
  }
}
