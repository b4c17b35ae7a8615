package dev.convoy.agent.host;

import dev.convoy.agent.remote.Deadline;
import dev.convoy.agent.remote.OperationName;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.agent.remote.Until;
import dev.convoy.kit.hostile.Hostile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Values with metacharacters through the real script in the real shells (R17): a canary shows that nothing was executed. */
class HostileValuesTest {

  private static final List<String> SHELLS = Stream.of("/bin/sh", "/bin/dash", "/bin/bash")
      .filter(shell -> Files.isExecutable(Path.of(shell))).toList();

  private final Path temp;
  private final Path canary;

  HostileValuesTest(@TempDir Path temp) {
    this.temp = temp;
    this.canary = temp.resolve("canary");
  }

  static List<String> shells() {
    return SHELLS;
  }

  private HostSession session(String shell) {
    return new HostSession(new LocalShell(temp.resolve("convoy"), shell), Clock.systemUTC());
  }

  private List<String> values() {
    return Hostile.VALUES.stream().filter(value -> value.indexOf('\0') < 0)
        .map(value -> value.replace("CANARY", canary.toString())).toList();
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(30));
  }

  @Test
  void theCanaryWouldShowIt() throws Exception {
    new ProcessBuilder("/bin/sh", "-c", values().getFirst()).start().waitFor();
    assertThat(canary).exists();
  }

  /** Endpoints are looked at, and refused by name, where they are not host names. */
  @ParameterizedTest
  @MethodSource("shells")
  void noEndpointIsExecuted(String shell) throws Exception {
    for (var value : values().stream().filter(value -> value.contains(canary.toString())).toList()) {
      try {
        session(shell).check(new CheckRequest(value, value + ":443", "127.0.0.1:" + value, 1, 1, 1, 1, "", Map.of()), soon());
      } catch (PushFailure refused) {
        assertThat(refused.code()).startsWith("CVY-21");
      }
      assertThat(canary).as("executed: %s", value).doesNotExist();
    }
  }

  /** Every value arrives in the program as it is, and in nothing else. */
  @ParameterizedTest
  @MethodSource("shells")
  void everyValueArrivesAsItIs(String shell) throws Exception {
    Map<String, String> environment = new HashMap<>();
    var values = values().stream().filter(value -> !value.contains("\ud800")).toList();
    for (int i = 0; i < values.size(); i++) {
      environment.put("V" + i, values.get(i));
    }
    var folder = Files.createDirectory(temp.resolve("arrived"));
    var program = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      program.append("printf '%s' \"$V").append(i).append("\" > '").append(folder.resolve("v" + i)).append("'\n");
    }
    var operation = new OperationName("web-014:install:1:1");
    var session = session(shell);
    session.start(operation, new ProgramSpec(ProgramSpec.Kind.INSTALL, program.toString(), environment,
        Duration.ofSeconds(60)), soon());
    Until.holds(() -> session.status(operation, soon()), state -> state instanceof OperationState.Ended);

    assertThat(canary).doesNotExist();
    for (int i = 0; i < values.size(); i++) {
      assertThat(read(folder.resolve("v" + i))).as("value %s", i).isEqualTo(values.get(i));
    }
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file);
  }

  /** The install program with hostile values: its download fails, and nothing else happens. */
  @ParameterizedTest
  @MethodSource("shells")
  void noValueOfAnInstallationIsExecuted(String shell) throws Exception {
    var session = session(shell);
    int number = 0;
    for (var value : values().subList(0, 8)) {
      var operation = new OperationName("web-014:install:1:" + ++number);
      session.start(operation, InstallPrograms.linux(new InstallRequest(value, "eu-central-1", "127.0.0.1", "127.0.0.1",
          Duration.ofSeconds(20)), new InstallCredentials(value, value, value)), soon());
      var ended = (OperationState.Ended) Until.holds(
          () -> session.status(operation, soon()), state -> state instanceof OperationState.Ended);
      assertThat(ended.succeeded()).isFalse();
      assertThat(canary).as("executed: %s", value).doesNotExist();
    }
  }

  @Test
  void noRegionNorEndpointIsTakenThatCouldBeAnythingElse() {
    for (var value : values().stream().filter(value -> !value.matches("[A-Za-z0-9.-]*")).toList()) {
      assertThatThrownBy(() -> new InstallRequest("web-014", value, "", "", Duration.ofSeconds(20)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> new InstallRequest("web-014", "eu-central-1", value, "", Duration.ofSeconds(20)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void noDiskTagOrProxyIsTakenThatCouldBeAnythingElse() {
    for (var value : values().stream().filter(value -> !value.matches("[A-Za-z0-9_.:/+@-]*")).toList()) {
      assertThatThrownBy(() -> new InstallOptions(value, List.of(), Map.of())).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> new InstallOptions("", List.of(value), Map.of())).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> new InstallOptions("", List.of(), Map.of(value, ""))).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> new InstallOptions("", List.of(), Map.of("key", value)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> InstallerSource.of(value)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void noOperationNameIsTakenThatCouldBeAnythingElse() {
    for (var value : values()) {
      if (!value.matches("-|[A-Za-z0-9][A-Za-z0-9._:-]{0,119}")) {
        assertThatThrownBy(() -> new OperationName(value)).isInstanceOf(IllegalArgumentException.class);
      }
    }
  }
}
