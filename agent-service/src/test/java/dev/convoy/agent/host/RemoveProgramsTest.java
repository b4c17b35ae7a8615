package dev.convoy.agent.host;

import dev.convoy.agent.remote.Deadline;
import dev.convoy.agent.remote.OperationName;
import dev.convoy.agent.remote.Until;
import dev.convoy.events.common.OsFamily;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The real program in a real sh, with an uninstaller that does as planted. */
class RemoveProgramsTest {

  private static final OperationName OPERATION = new OperationName("web-014:RemoveAgent:1:1");

  private final Path home;
  private final HostSession session;

  RemoveProgramsTest(@TempDir Path temp) throws Exception {
    home = temp.resolve("system/var/lib/aws-replication-agent");
    session = new HostSession(new LocalShell(Files.createDirectories(temp.resolve("convoy")), "/bin/sh",
        Map.of("CONVOY_SYSTEM", temp.resolve("system").toString())), Clock.systemUTC());
  }

  private void agent(String uninstaller) throws Exception {
    Files.createDirectories(home);
    var script = Files.writeString(home.resolve("uninstall-agent.sh"), "#!/bin/sh\n" + uninstaller + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    Files.writeString(home.resolve("agent.log.0"), "log");
  }

  private OperationState.Ended remove() throws Exception {
    session.start(OPERATION, RemovePrograms.of(OsFamily.LINUX, Duration.ofMinutes(1)), Deadline.in(Duration.ofSeconds(20)));
    return (OperationState.Ended) Until.holds(() -> session.status(OPERATION, Deadline.in(Duration.ofSeconds(20))),
        state -> state instanceof OperationState.Ended);
  }

  @Test
  void theUninstallerRunsWithItsFolderGoneUnderIt() throws Exception {
    agent("rm -rf '" + home + "' && echo uninstalled");
    var ended = remove();
    assertThat(ended.output()).contains("uninstalled", "the replication agent is removed");
    assertThat(ended.exit()).isZero();
    assertThat(home).doesNotExist();
  }

  @Test
  void logsThatTheUninstallerLeavesAreNoAgent() throws Exception {
    agent("rm -f '" + home + "/uninstall-agent.sh'");
    assertThat(remove().exit()).isZero();
    assertThat(home.resolve("agent.log.0")).exists();
  }

  @Test
  void whereThereIsNoneThereIsNothingToDo() throws Exception {
    assertThat(remove()).satisfies(ended -> {
      assertThat(ended.exit()).isZero();
      assertThat(ended.output()).contains("no replication agent is installed");
    });
  }

  @Test
  void anUninstallerThatFailsIsToldByItsExitCode() throws Exception {
    agent("echo cannot reach the service; exit 7");
    assertThat(remove()).satisfies(ended -> {
      assertThat(ended.exit()).isEqualTo(22);
      assertThat(ended.output()).contains("cannot reach the service", "exit code 7", "still there");
    });
  }

  @Test
  void anUninstallerThatSaysWellAndLeavesTheAgentIsNotBelieved() throws Exception {
    agent("exit 0");
    assertThat(remove()).satisfies(ended -> {
      assertThat(ended.exit()).isEqualTo(RemovePrograms.STILL_THERE);
      assertThat(ended.output()).contains("ended well, but its uninstaller is still there");
    });
  }
}
