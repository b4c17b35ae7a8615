package dev.convoy.agent.host;

import dev.convoy.agent.host.BreakGlassPrograms.Account;
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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The real programs in a real sh, with the commands that they call planted before those of this machine. */
class BreakGlassProgramsTest {

  private static final Instant UNTIL = Instant.parse("2026-03-01T23:30:00Z");
  private static final String USER = "convoy-admin";
  private static final String PASSWORD = "Correct-Horse-7:'\"$(touch hacked)`touch hacked`";
  private static final String KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJExampleExampleExampleExample ann@example.com";

  private final Path system;
  private final Path commands;
  private final HostSession session;
  private int number;

  BreakGlassProgramsTest(@TempDir Path temp) throws Exception {
    system = Files.createDirectories(temp.resolve("system"));
    commands = Files.createDirectories(temp.resolve("bin"));
    session = new HostSession(new LocalShell(Files.createDirectories(temp.resolve("convoy")), "/bin/sh",
        Map.of("CONVOY_SYSTEM", system.toString(), "PATH", commands + ":" + System.getenv("PATH"))), Clock.systemUTC());
    Files.createDirectories(system.resolve("etc"));
    Files.createDirectories(system.resolve("home"));
    Files.writeString(passwd(), "root:x:0:0:root:/root:/bin/sh\n");
    plant("getent", "grep \"^$2:\" '" + passwd() + "'");
    plant("id", "grep -q \"^$1:\" '" + passwd() + "'");
    plant("useradd", """
        while [ $# -gt 1 ]; do case $1 in -d) home=$2; shift ;; -c) gecos=$2; shift ;; -e) last=$2; shift ;; -s) shift ;; esac; shift; done
        mkdir -p "$home"
        echo "$1:x:2000:2000:$gecos:$home:/bin/sh" >> '%s'""".formatted(passwd()));
    plant("usermod", "");
    plant("chpasswd", "cat > '" + system.resolve("chpasswd.stdin") + "'");
    plant("chown", "");
    plant("restorecon", "");
    plant("visudo", "[ -s \"$2\" ]");
    plant("sudo", "[ ! -f '" + rule() + "' ] || echo '    (ALL : ALL) ALL'");
    plant("pkill", "");
    plant("crontab", "");
    plant("loginctl", "");
    plant("userdel", "rm -rf '" + system + "/home/'\"$2\"; sed -i \"/^$2:/d\" '" + passwd() + "'");
  }

  private Path passwd() {
    return system.resolve("etc/passwd");
  }

  private Path rule() {
    return system.resolve("etc/sudoers.d/convoy-break-glass");
  }

  private Path home() {
    return system.resolve("home/" + USER);
  }

  /** Each says how it was called, too. */
  private void plant(String name, String body) throws IOException {
    var command = Files.writeString(commands.resolve(name),
        "#!/bin/sh\necho \"" + name + " $*\" >> '" + system.resolve("calls") + "'\n" + body + "\n");
    Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwx------"));
  }

  private String calls() throws IOException {
    return Files.readString(system.resolve("calls"));
  }

  private OperationState.Ended run(ProgramSpec program) throws Exception {
    number++;
    var operation = new OperationName("web-014:OpenBreakGlass:1:" + number);
    session.start(operation, program, Deadline.in(Duration.ofSeconds(20)));
    return (OperationState.Ended) Until.holds(() -> session.status(operation, Deadline.in(Duration.ofSeconds(20))),
        state -> state instanceof OperationState.Ended);
  }

  private OperationState.Ended open(long order, Account account) throws Exception {
    return run(BreakGlassPrograms.open(OsFamily.LINUX, account, order, UNTIL, Duration.ofMinutes(1)));
  }

  private OperationState.Ended open(long order) throws Exception {
    return open(order, new Account(USER, PASSWORD, KEY));
  }

  private OperationState.Ended close(long order) throws Exception {
    return run(BreakGlassPrograms.close(OsFamily.LINUX, USER, order, Duration.ofMinutes(1)));
  }

  @Test
  void itIsMadeWithSudoAndAnEndAndItsPasswordIsNeverOnACommandLine() throws Exception {
    var ended = open(1);
    assertThat(ended.exit()).as(ended.output()).isZero();
    assertThat(ended.output()).contains("the account convoy-admin is open", "2026-03-02");
    assertThat(Files.readString(system.resolve("chpasswd.stdin"))).isEqualTo(USER + ":" + PASSWORD + "\n");
    assertThat(calls()).contains("useradd -m -d " + home() + " -c convoy break-glass", "-e 2026-03-02").doesNotContain("Correct-Horse");
    assertThat(rule()).hasContent("convoy-admin ALL=(ALL:ALL) ALL\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(rule()))).isEqualTo("r--r-----");
    assertThat(home().resolve(".ssh/authorized_keys")).hasContent(KEY + "\n");
    assertThat(system.resolve("etc/sudoers.d/convoy-break-glass.new")).doesNotExist();
  }

  @Test
  void forWindowsBothAreWhole() {
    var opens = BreakGlassPrograms.open(OsFamily.WINDOWS, new Account(USER, PASSWORD, null), 1, UNTIL, Duration.ofMinutes(1));
    var closes = BreakGlassPrograms.close(OsFamily.WINDOWS, USER, 2, Duration.ofMinutes(1));
    assertThat(List.of(opens.program(), closes.program())).allSatisfy(program -> assertThat(program)
        .containsOnlyOnce("function Test-Administrator").containsOnlyOnce("function Get-Ours").doesNotContain("# <"));
  }

  @Test
  void whatItsPasswordSaysIsNotRun() throws Exception {
    open(1);
    try (var all = Files.walk(system.getParent())) {
      assertThat(all.map(each -> String.valueOf(each.getFileName()))).doesNotContain("hacked");
    }
  }

  @Test
  void aPasswordThatACommandPrintsIsTakenOutOfWhatIsSaid() throws Exception {
    plant("chpasswd", "cat; exit 1");
    var ended = open(1);
    assertThat(ended.exit()).isEqualTo(42);
    assertThat(ended.output()).contains("its password cannot be set", "***").doesNotContain("Correct-Horse");
  }

  @Test
  void withAKeyAloneItsPasswordOpensNothingAndSudoAsksForNone() throws Exception {
    plant("sudo", "echo '    (ALL : ALL) NOPASSWD: ALL'");
    assertThat(open(1, new Account(USER, null, KEY)).exit()).isZero();
    assertThat(rule()).hasContent("convoy-admin ALL=(ALL:ALL) NOPASSWD: ALL\n");
    assertThat(calls()).contains("usermod -p * convoy-admin").doesNotContain("chpasswd");
  }

  @Test
  void openedTwiceItIsRenewed() throws Exception {
    open(1);
    assertThat(open(2, new Account(USER, PASSWORD, null)).exit()).isZero();
    assertThat(calls().split("useradd ", -1)).hasSize(2);
    assertThat(home().resolve(".ssh/authorized_keys")).doesNotExist();
  }

  @Test
  void anAccountThatConvoyDidNotMakeIsNeitherOpenedNorClosed() throws Exception {
    Files.writeString(passwd(), USER + ":x:1000:1000:Ann,,,:/home/ann:/bin/sh\n");
    var opened = open(1);
    assertThat(opened.exit()).isEqualTo(BreakGlassPrograms.NOT_OURS);
    assertThat(opened.output()).contains("Convoy did not make it");
    assertThat(rule()).doesNotExist();
    var closed = close(2);
    assertThat(closed.exit()).as(closed.output()).isZero();
    assertThat(closed.output()).contains("which stays");
    assertThat(calls()).doesNotContain("userdel", "usermod", "chpasswd", "pkill");
    assertThat(passwd()).content().contains(USER);
  }

  @Test
  void aFolderThatConvoyDidNotMakeStays() throws Exception {
    Files.createDirectories(home());
    assertThat(open(1).exit()).isEqualTo(BreakGlassPrograms.NOT_OURS);
    assertThat(close(2).exit()).isZero();
    assertThat(home()).exists();
  }

  @Test
  void aRuleThatVisudoRefusesIsNeverReadBySudo() throws Exception {
    plant("visudo", "exit 1");
    assertThat(open(1).exit()).isEqualTo(43);
    assertThat(system.resolve("etc/sudoers.d")).isEmptyDirectory();
  }

  @Test
  void sudoThatDoesNotReadItsFolderIsNoticed() throws Exception {
    plant("sudo", "echo 'User convoy-admin is not allowed to run sudo on web-014.'");
    assertThat(open(1)).satisfies(ended -> {
      assertThat(ended.exit()).isEqualTo(43);
      assertThat(ended.output()).contains("has no sudo");
    });
  }

  @Test
  void closedNothingOfItIsLeft() throws Exception {
    open(1);
    var ended = close(2);
    assertThat(ended.exit()).as(ended.output()).isZero();
    assertThat(ended.output()).contains("is not there, nor its folder, nor its sudo");
    assertThat(calls()).contains("usermod -L -e 1970-01-02", "pkill -KILL -u convoy-admin", "userdel -r convoy-admin");
    assertThat(passwd()).content().doesNotContain(USER);
    assertThat(rule()).doesNotExist();
    assertThat(home()).doesNotExist();
    assertThat(close(3).exit()).isZero();
    assertThat(open(4).exit()).isZero();
  }

  @Test
  void anAccountThatCannotBeRemovedIsToldWithoutItsSudo() throws Exception {
    open(1);
    plant("userdel", "echo 'user convoy-admin is currently used by process 7'; exit 8");
    var ended = close(2);
    assertThat(ended.exit()).isEqualTo(50);
    assertThat(ended.output()).contains("is still there");
    assertThat(rule()).doesNotExist();
  }

  @Test
  void aFolderThatUserdelLeavesIsRemoved() throws Exception {
    open(1);
    plant("userdel", "sed -i \"/^$2:/d\" '" + passwd() + "'; exit 12");
    assertThat(close(2).exit()).isZero();
    assertThat(home()).doesNotExist();
  }

  @Test
  void anOpeningThatComesAfterTheClosingThatOvertookItOpensNothing() throws Exception {
    assertThat(close(5).exit()).isZero();
    assertThat(open(4).exit()).isEqualTo(BreakGlassPrograms.OVERTAKEN);
    assertThat(passwd()).content().doesNotContain(USER);
    assertThat(open(6).exit()).isZero();
  }

  @Test
  void theAccountThatIsOpenIsClosedThoughAnotherIsConfiguredSince() throws Exception {
    open(1);
    assertThat(open(2, new Account("other-admin", PASSWORD, null)).exit()).isEqualTo(BreakGlassPrograms.NOT_OURS);
    assertThat(run(BreakGlassPrograms.close(OsFamily.LINUX, "other-admin", 3, Duration.ofMinutes(1))).exit()).isZero();
    assertThat(passwd()).content().doesNotContain(USER);
  }

  @Test
  void onWindowsItsPasswordComesByTheEnvironmentToo() {
    assertThat(BreakGlassPrograms.open(OsFamily.WINDOWS, new Account(USER, PASSWORD, null), 1, UNTIL, Duration.ofMinutes(1)))
        .satisfies(windows -> {
          assertThat(windows.program()).contains("New-LocalUser", "S-1-5-32-544", "AccountExpires").doesNotContain(PASSWORD);
          assertThat(windows.environment()).containsEntry("BREAK_GLASS_PASSWORD", PASSWORD);
          assertThat(windows.toString()).doesNotContain(PASSWORD);
        });
  }
}
