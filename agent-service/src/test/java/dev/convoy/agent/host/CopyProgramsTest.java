package dev.convoy.agent.host;

import dev.convoy.agent.host.CopyPrograms.Script;
import dev.convoy.agent.remote.Deadline;
import dev.convoy.agent.remote.OperationName;
import dev.convoy.agent.remote.Until;
import dev.convoy.events.common.OsFamily;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The real program in a real sh, on a host whose users are planted. */
class CopyProgramsTest {

  private static final Script FIX = new Script("fix-dns.sh", "#!/bin/sh\necho \"it's $(hostname)\" `id` \\n\nCONVOY_SCRIPT\n");
  private static final Script NOTE = new Script("note.sh", "echo launched");

  private final Path programs;
  private final Path place;
  private final HostSession session;
  private int attempt;

  CopyProgramsTest(@TempDir Path temp) throws IOException {
    programs = Files.createDirectories(temp.resolve("programs"));
    place = temp.resolve("system/boot/post_launch");
    session = new HostSession(new LocalShell(Files.createDirectories(temp.resolve("convoy")), "/bin/sh",
        Map.of("CONVOY_SYSTEM", temp.resolve("system").toString(), "PATH", programs + ":" + System.getenv("PATH"))),
        Clock.systemUTC());
    program("id", "exit 0");
    program("chown", "echo \"$@\" >> " + temp.resolve("owners"));
  }

  private void program(String name, String text) throws IOException {
    var file = Files.writeString(programs.resolve(name), "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private OperationState.Ended copy(Script... scripts) throws Exception {
    attempt++;
    var operation = new OperationName("web-014:CopyScripts:1:" + attempt);
    session.start(operation, CopyPrograms.of(OsFamily.LINUX, List.of(scripts), Duration.ofMinutes(1)),
        Deadline.in(Duration.ofSeconds(20)));
    return (OperationState.Ended) Until.holds(() -> session.status(operation, Deadline.in(Duration.ofSeconds(20))),
        state -> state instanceof OperationState.Ended);
  }

  @Test
  void whateverAScriptHoldsIsOnTheHostAsItIsAndNobodyRunsIt() throws Exception {
    var ended = copy(FIX, NOTE);
    assertThat(ended.output()).contains("2 post-launch scripts are in place");
    assertThat(place.resolve("fix-dns.sh")).hasContent(FIX.text());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(place.resolve("note.sh")))).isEqualTo("rwxr-x---");
    assertThat(place.resolveSibling("../../owners").normalize()).content().contains("aws-replication");
  }

  @Test
  void copiedTwiceTheyAreTheSameAndWhatIsNotWantedAnyMoreIsGone() throws Exception {
    copy(FIX, NOTE);
    Files.writeString(place.resolve("of-somebody-else.sh"), "stays");
    Files.writeString(place.resolve("note.sh"), "altered");
    assertThat(copy(NOTE).exit()).isZero();
    assertThat(place.resolve("note.sh")).hasContent("echo launched");
    assertThat(place.resolve("fix-dns.sh")).doesNotExist();
    assertThat(place.resolve("of-somebody-else.sh")).exists();
    assertThat(copy().output()).contains("0 post-launch scripts");
    assertThat(place.resolve("note.sh")).doesNotExist();
  }

  @Test
  void withoutAnAgentThereIsNoPlaceForThem() throws Exception {
    program("id", "exit 1");
    assertThat(copy(NOTE).exit()).isEqualTo(CopyPrograms.NO_AGENT);
    assertThat(place).doesNotExist();
  }

  @Test
  void aHostThatHoldsSomethingElseIsNotBelieved() throws Exception {
    program("sha256sum", "echo 0000 -");
    assertThat(copy(NOTE).exit()).isEqualTo(CopyPrograms.OTHER_CHECKSUM);
    assertThat(place.resolve("note.sh")).doesNotExist();
  }

  @Test
  void anOwnerWhomTheyCannotBeGivenToIsAFailure() throws Exception {
    program("chown", "exit 1");
    assertThat(copy(NOTE)).satisfies(ended -> {
      assertThat(ended.exit()).isEqualTo(32);
      assertThat(ended.output()).contains("cannot be given to aws-replication");
    });
  }

  @Test
  void aNameThatMeansSomethingToAShellIsRefused() {
    for (var name : List.of("a b.sh", "$(id).sh", "../x.sh", "a'.sh", ".sh", "a.sh;id", "-x.sh")) {
      assertThatThrownBy(() -> new Script(name, "x")).as(name).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void onWindowsContentsAreBase64InSingleQuotes() {
    assertThat(CopyPrograms.of(OsFamily.WINDOWS, List.of(NOTE), Duration.ofMinutes(1)).program())
        .contains("Put 'note.sh' '" + NOTE.sha256() + "' 'ZWNobyBsYXVuY2hlZA=='", "Finish @('note.sh " + NOTE.sha256() + "')");
  }
}
