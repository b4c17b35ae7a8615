package dev.convoy.agent.host;

import dev.convoy.agent.remote.Deadline;
import dev.convoy.agent.remote.HostAnswer;
import dev.convoy.agent.remote.HostTarget;
import dev.convoy.agent.remote.OperationName;
import dev.convoy.agent.remote.Payload;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.agent.remote.RemoteHost;
import dev.convoy.agent.remote.Until;
import dev.convoy.agent.remote.Verb;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** A file is brought to a real shell. */
class FilePushTest {

  private static final int SIZE = 2 * FilePush.PART_BYTES + 4711;

  private final Path here;
  private final Path there;
  private int calls;
  private int lostAt = Integer.MAX_VALUE;
  private int largest = Integer.MAX_VALUE;

  FilePushTest(@TempDir Path temp) throws IOException {
    here = temp.resolve("installer");
    there = Files.createDirectories(temp.resolve("host"));
  }

  static Stream<String> shells() {
    return Stream.of("/bin/dash", "/bin/bash").filter(shell -> Files.isExecutable(Path.of(shell)));
  }

  private HostFile file(byte[] bytes) throws Exception {
    Files.write(here, bytes);
    return new HostFile(here, HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(bytes)), bytes.length);
  }

  private HostFile random(int size) throws Exception {
    var bytes = new byte[size];
    new Random(1).nextBytes(bytes);
    return file(bytes);
  }

  /** The host, whose connection is lost after some calls. */
  private final class Counted implements RemoteHost {
    private final LocalShell shell;

    Counted(String shell) {
      this.shell = new LocalShell(there, shell, Map.of("PATH", there.resolve("bin") + ":" + System.getenv("PATH")));
    }

    @Override
    public HostTarget target() {
      return shell.target();
    }

    @Override
    public HostAnswer call(Verb verb, OperationName operation, Payload payload, Deadline deadline) throws PushFailure {
      if (++calls > lostAt) {
        throw new PushFailure(PushFailure.Kind.LOST, "local", "the connection broke");
      }
      if (payload.bytes().length() * 3L / 4 > largest) {
        throw new PushFailure(PushFailure.Kind.PART_REFUSED, "local", "too large");
      }
      return shell.call(verb, operation, payload, deadline);
    }

    @Override
    public void close() {}
  }

  private void put(String shell, HostFile file) throws PushFailure {
    new HostSession(new Counted(shell), Clock.systemUTC()).put(file, Deadline.in(Duration.ofMinutes(1)));
  }

  private Path installers() {
    return there.resolve("installers");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void itArrivesInPartsAndIsNotBroughtTwice(String shell) throws Exception {
    var file = random(SIZE);
    put(shell, file);
    assertThat(calls).as("one to ask, three parts").isEqualTo(4);
    assertThat(installers().resolve(file.sha512())).hasSameBinaryContentAs(here);
    put(shell, file);
    assertThat(calls).isEqualTo(5);
    assertThat(installers()).isDirectoryNotContaining("glob:**.part");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void afterALostConnectionItGoesOnWhereItWas(String shell) throws Exception {
    var file = random(SIZE);
    lostAt = 2;
    assertThat(catchThrowableOfType(PushFailure.class, () -> put(shell, file)).kind()).isEqualTo(PushFailure.Kind.LOST);
    assertThat(installers().resolve(file.sha512() + ".part")).hasSize(FilePush.PART_BYTES);
    lostAt = Integer.MAX_VALUE;
    calls = 0;
    put(shell, file);
    assertThat(calls).as("one to ask, two parts").isEqualTo(3);
    assertThat(installers().resolve(file.sha512())).hasSameBinaryContentAs(here);
  }

  @Test
  void aPartThatIsRefusedIsSentInHalvesAndSoAreAllThatFollow() throws Exception {
    var file = random(SIZE);
    largest = FilePush.PART_BYTES / 3;
    put("/bin/sh", file);
    assertThat(calls).as("one to ask, two refused, nine of 64 KiB").isEqualTo(12);
    assertThat(installers().resolve(file.sha512())).hasSameBinaryContentAs(here);
  }

  @Test
  void aHostThatTakesNotEvenTheSmallestPartIsToldWithItsLimit() throws Exception {
    var file = random(SIZE);
    largest = FilePush.SMALLEST_BYTES - 1;
    assertThat(catchThrowableOfType(PushFailure.class, () -> put("/bin/sh", file))).hasMessageContaining("MaxEnvelopeSizekb")
        .satisfies(failure -> assertThat(failure.kind().retriable()).isFalse());
    assertThat(calls).as("one to ask, four refused").isEqualTo(5);
  }

  @ParameterizedTest
  @MethodSource("shells")
  void aHostWithoutRoomIsToldAndWhatHasArrivedStays(String shell) throws Exception {
    var file = random(SIZE);
    Files.createDirectories(installers());
    Files.createSymbolicLink(installers().resolve(file.sha512() + ".part"), Path.of("/dev/full"));
    var df = Files.writeString(Files.createDirectories(there.resolve("bin")).resolve("df"),
        "#!/bin/sh\necho Filesystem 1024-blocks Used Available Capacity Mounted\necho /dev/sda1 1000000 999988 12 100% /\n");
    assertThat(df.toFile().setExecutable(true)).isTrue();
    assertThat(catchThrowableOfType(PushFailure.class, () -> put(shell, file)).code()).isEqualTo("CVY-2325");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void whatDidNotArriveAsItWasSentIsThrownAwayAndToldAndBroughtAnew(String shell) throws Exception {
    var file = random(SIZE);
    Files.createDirectories(installers());
    Files.writeString(installers().resolve(file.sha512() + ".part"), "somebody else's");
    assertThat(catchThrowableOfType(PushFailure.class, () -> put(shell, file)).code()).isEqualTo("CVY-2314");
    assertThat(installers()).isEmptyDirectory();
    put(shell, file);
    assertThat(installers().resolve(file.sha512())).hasSameBinaryContentAs(here);
  }

  @Test
  void anInstallerThatWasPushedIsRunWithoutADownload() throws Exception {
    var file = file("#!/bin/sh\necho \"The following is the source server ID: s-3af3a4dfe4d95c45f.\"\n"
        .getBytes(StandardCharsets.UTF_8));
    put("/bin/sh", file);
    var session = new HostSession(new LocalShell(there, "/bin/sh"), Clock.systemUTC());
    var operation = new OperationName("web-014:install:1:1");
    var program = InstallPrograms.linux(new InstallRequest("web-014", "eu-central-1", "", "", Duration.ofMinutes(1),
        new InstallerSource.Pushed(), InstallOptions.NONE), null).with("CONVOY_INSTALLER_SHA512", file.sha512());
    session.start(operation, program, Deadline.in(Duration.ofSeconds(20)));
    var ended = (OperationState.Ended) Until.holds(() -> session.status(operation, Deadline.in(Duration.ofSeconds(20))),
        state -> state instanceof OperationState.Ended);
    assertThat(ended.output()).contains("s-3af3a4dfe4d95c45f");
    assertThat(ended.exit()).isZero();
  }

  @Test
  void aPushedInstallerThatWasChangedOnTheHostIsNotRun() throws Exception {
    var file = file("#!/bin/sh\necho ran\n".getBytes(StandardCharsets.UTF_8));
    put("/bin/sh", file);
    Files.writeString(installers().resolve(file.sha512()), "#!/bin/sh\necho changed\n");
    var session = new HostSession(new LocalShell(there, "/bin/sh"), Clock.systemUTC());
    var operation = new OperationName("web-014:install:1:1");
    var program = InstallPrograms.linux(new InstallRequest("web-014", "eu-central-1", "", "", Duration.ofMinutes(1),
        new InstallerSource.Pushed(), InstallOptions.NONE), null).with("CONVOY_INSTALLER_SHA512", file.sha512());
    session.start(operation, program, Deadline.in(Duration.ofSeconds(20)));
    var ended = (OperationState.Ended) Until.holds(() -> session.status(operation, Deadline.in(Duration.ofSeconds(20))),
        state -> state instanceof OperationState.Ended);
    assertThat(ended.exit()).isEqualTo(InstallPrograms.EXIT_NOT_PUBLISHED);
    assertThat(ended.output()).contains("nothing was run").doesNotContain("changed\n");
  }
}
