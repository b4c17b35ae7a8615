package dev.convoy.agent.adapter.winrm;

import dev.convoy.agent.host.HostFile;
import dev.convoy.agent.host.HostScripts;
import dev.convoy.agent.host.HostSession;
import dev.convoy.agent.remote.Credential;
import dev.convoy.agent.remote.HostAnswer;
import dev.convoy.agent.remote.HostTarget;
import dev.convoy.agent.remote.NoTunnels;
import dev.convoy.agent.remote.OperationName;
import dev.convoy.agent.remote.Payload;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.agent.remote.RemoteHost;
import dev.convoy.agent.remote.RemoteHostContract;
import dev.convoy.agent.remote.RemoteHosts;
import dev.convoy.agent.remote.Until;
import dev.convoy.agent.remote.Verb;
import dev.convoy.events.common.OsFamily;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class WinRmRemoteHostsTest extends RemoteHostContract {

  private static final String USER = "Administrator";
  private static final String PASSWORD = "right-password-77";

  private static @Nullable Certificates certificates;

  private final WsManFixture host;
  private final String pin;
  private final WinRmRemoteHosts hosts = new WinRmRemoteHosts(WinRmSettings.DEFAULTS, HostScripts.windows(), NoTunnels.NONE);

  WinRmRemoteHostsTest() throws Exception {
    host = new WsManFixture(USER, PASSWORD, certificates().server());
    pin = certificates().pin();
  }

  private static Certificates certificates() {
    return Objects.requireNonNull(certificates);
  }

  @BeforeAll
  static void makeCertificate(@TempDir Path folder) throws Exception {
    certificates = Certificates.in(folder, "ip:127.0.0.1");
  }

  @AfterEach
  void nothingStays() throws Exception {
    host.close();
    hosts.close();
    Until.holds(() -> Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
        .filter(name -> name.startsWith("I/O dispatcher") || name.contains("httpasyncclient")).toList(), List::isEmpty);
  }

  @Override
  protected RemoteHosts hosts() {
    return hosts;
  }

  @Override
  protected Host host() {
    return host;
  }

  @Override
  protected HostTarget target() {
    return target(host.port(), pin);
  }

  private static HostTarget target(int port, @Nullable String pin) {
    return new HostTarget("win-001", OsFamily.WINDOWS, "127.0.0.1", port, pin);
  }

  @Override
  protected Credential credential() {
    return new Credential.WinRmPassword(USER, PASSWORD, Credential.Scheme.BASIC, true);
  }

  @Override
  protected Credential wrongCredential() {
    return new Credential.WinRmPassword(USER, "wrong-password-12", Credential.Scheme.BASIC, true);
  }

  @Override
  protected HostTarget nobody() {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return target(free.getLocalPort(), pin);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  protected HostTarget pinnedToAnother() {
    return target(host.port(), "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU");
  }

  @Override
  protected HostTarget notPinned() {
    return target(host.port(), null);
  }

  @Test
  void aServerThatOffersHttpWhereHttpsIsConfiguredGetsNoPassword() throws Exception {
    try (WsManFixture clear = new WsManFixture(USER, PASSWORD, null)) {
      PushFailure failure = catchThrowableOfType(PushFailure.class,
          () -> hosts.connect(target(clear.port(), pin), credential(), in(20)).close());
      assertThat(failure).isNotNull();
      assertThat(clear.messages()).isZero();
    }
  }

  @Test
  void theScriptIsBroughtOncePerVersionAndNoLineIsTooLongForCmd() throws Exception {
    hosts.connect(target(), credential(), in(20)).close();
    int lines = host.commandLines().size();
    hosts.connect(target(), credential(), in(20)).close();

    assertThat(host.commandLines()).hasSize(lines + 1)
        .allSatisfy(line -> assertThat(line.length()).isLessThan(PowerShell.LONGEST_LINE));
    assertThat(host.windows().files()).hasSize(1)
        .containsEntry(PowerShell.scriptPath(HostScripts.windows()), HostScripts.windows());
  }

  @Test
  void aChangedScriptIsBroughtAgain() throws Exception {
    hosts.connect(target(), credential(), in(20)).close();
    host.windows().files().replaceAll((path, text) -> "Remove-Item C:\\");
    hosts.connect(target(), credential(), in(20)).close();
    assertThat(host.windows().files()).containsValue(HostScripts.windows());
  }

  @Test
  void secretsAreOnNoCommandLineInAnyEncoding() throws Exception {
    Payload payload = Payload.EMPTY.with("kind", "install").with("timeout-seconds", "9").with("program", "echo done")
        .withSecret("env.AWS_SECRET_ACCESS_KEY", "canary-4711");
    OperationName operation = new OperationName("win-001:install:1:1");
    try (RemoteHost remote = hosts.connect(target(), credential(), in(20))) {
      remote.call(Verb.START, operation, payload, in(20));
      HostAnswer answer = remote.call(Verb.STATUS, operation, Payload.EMPTY, in(20));
      assertThat(answer.value("output")).contains("done\n");
    }
    String inPayload = Base64.getEncoder().encodeToString("canary-4711".getBytes(StandardCharsets.UTF_8));
    String asArgument = Base64.getEncoder().encodeToString(payload.encoded().getBytes(StandardCharsets.US_ASCII));
    assertThat(host.commandLines()).allSatisfy(line -> {
      String text = new String(Base64.getDecoder().decode(line.substring(line.lastIndexOf(' ') + 1)),
          StandardCharsets.UTF_16LE);
      assertThat(text).doesNotContain("canary-4711", inPayload, asArgument.substring(asArgument.length() - 24));
    });
  }

  @Test
  void shellsAreDeletedWhenTheHostIsLeft() throws Exception {
    try (RemoteHost remote = hosts.connect(target(), credential(), in(20))) {
      remote.call(Verb.CHECK, OperationName.NONE, Payload.EMPTY, in(20));
      assertThat(host.openShells()).as("one, for all that holds no secret").isEqualTo(1);
    }
    assertThat(host.openShells()).isZero();
  }

  /** On a real host each command line is a start of PowerShell. */
  @Test
  void theScriptIsBroughtByOneCommandAndNotAgain() throws Exception {
    hosts.connect(target(), credential(), in(20)).close();
    assertThat(host.commandLines()).hasSize(2);
    hosts.connect(target(), credential(), in(20)).close();
    assertThat(host.commandLines()).hasSize(3);
  }

  private static HostFile file(Path folder) throws Exception {
    byte[] bytes = new byte[600_000];
    Arrays.fill(bytes, (byte) 7);
    return new HostFile(Files.write(folder.resolve("installer"), bytes),
        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(bytes)), bytes.length);
  }

  /** The default of MaxEnvelopeSizekb is 500. */
  @Test
  void noPartIsLongerThanWindowsTakesAndNoneIsOnACommandLine(@TempDir Path folder) throws Exception {
    HostFile file = file(folder);
    try (HostSession session = new HostSession(hosts.connect(target(), credential(), in(20)), Clock.systemUTC())) {
      session.put(file, in(60));
    }
    assertThat(host.longest()).isBetween(300 * 1024, 400 * 1024);
    assertThat(host.commandLines()).allSatisfy(line -> assertThat(line.length()).isLessThan(3000));
    assertThat(host.openShells()).isZero();
  }

  @Test
  void aHostThatRefusesSuchEnvelopesIsGivenSmallerParts(@TempDir Path folder) throws Exception {
    HostFile file = file(folder);
    host.takesAtMost(150 * 1024);
    try (HostSession session = new HostSession(hosts.connect(target(), credential(), in(20)), Clock.systemUTC())) {
      session.put(file, in(60));
    }
    assertThat(host.pushed(file.sha512())).hasSize(600_000);
    assertThat(host.openShells()).isZero();
  }

  @Test
  void aTrustStoreVouchesForHostsWithoutAPin() throws Exception {
    WinRmSettings settings = new WinRmSettings(
        Duration.ofSeconds(10), Duration.ofSeconds(20), false, certificates().file(), Certificates.PASSWORD);
    try (WinRmRemoteHosts trusting = new WinRmRemoteHosts(settings, HostScripts.windows(), NoTunnels.NONE)) {
      trusting.connect(notPinned(), credential(), in(20)).close();
    }
  }

  @Test
  void aTrustedCertificateOfAnotherNameIsRefused() throws Exception {
    WinRmSettings settings = new WinRmSettings(
        Duration.ofSeconds(10), Duration.ofSeconds(20), false, certificates().file(), Certificates.PASSWORD);
    HostTarget otherName = new HostTarget("win-001", OsFamily.WINDOWS, "localhost", host.port(), null);
    try (WinRmRemoteHosts trusting = new WinRmRemoteHosts(settings, HostScripts.windows(), NoTunnels.NONE)) {
      assertThat(catchThrowableOfType(PushFailure.class,
          () -> trusting.connect(otherName, credential(), in(20)).close()).kind())
          .isEqualTo(PushFailure.Kind.HOST_KEY_UNKNOWN);
    }
    assertThat(host.authentications()).isZero();
  }

  @Test
  void basicWithoutTlsIsRefusedUnlessAllowed() throws Exception {
    Credential clear = new Credential.WinRmPassword(USER, PASSWORD, Credential.Scheme.BASIC, false);
    try (WsManFixture plain = new WsManFixture(USER, PASSWORD, null)) {
      HostTarget target = target(plain.port(), null);
      assertThat(catchThrowableOfType(PushFailure.class, () -> hosts.connect(target, clear, in(20)).close()).kind())
          .isEqualTo(PushFailure.Kind.AUTH_FAILED);
      assertThat(plain.authentications()).isZero();

      WinRmSettings lab = new WinRmSettings(Duration.ofSeconds(10), Duration.ofSeconds(20), true, null, null);
      try (WinRmRemoteHosts allowing = new WinRmRemoteHosts(lab, HostScripts.windows(), NoTunnels.NONE)) {
        allowing.connect(target, clear, in(20)).close();
      }
    }
  }
}
