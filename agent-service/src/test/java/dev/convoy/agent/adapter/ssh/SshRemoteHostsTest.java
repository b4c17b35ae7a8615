package dev.convoy.agent.adapter.ssh;

import dev.convoy.agent.host.HostScripts;
import dev.convoy.agent.remote.Credential;
import dev.convoy.agent.remote.HostTarget;
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
import java.security.KeyPair;
import java.util.Base64;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class SshRemoteHostsTest extends RemoteHostContract {

  private static final KeyPair RIGHT = SshHostFixture.keyPair("RSA", 2048);
  private static final KeyPair WRONG = SshHostFixture.keyPair("RSA", 2048);
  private static final String PASSWORD = "right-password-77";

  private final Path temp;
  private final KeyPair user = RIGHT;
  private final SshHostFixture host;
  private final SshRemoteHosts hosts = new SshRemoteHosts(SshSettings.DEFAULTS, HostScripts.linux());

  SshRemoteHostsTest(@TempDir Path temp) throws IOException {
    this.temp = temp;
    this.host = new SshHostFixture(temp.resolve("convoy"), user.getPublic(), PASSWORD);
  }

  @AfterEach
  void nothingStays() throws Exception {
    host.close();
    hosts.close();
    Until.holds(() -> Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
        .filter(name -> name.startsWith("sshj") || name.equals("ssh-watchdog")).toList(), List::isEmpty);
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
    return target(KeyUtils.getFingerPrint(host.hostKey()));
  }

  private HostTarget target(@Nullable String pin) {
    return new HostTarget("db-001", OsFamily.LINUX, "127.0.0.1", host.port(), pin);
  }

  @Override
  protected Credential credential() {
    return key(user, null);
  }

  @Override
  protected Credential wrongCredential() {
    return key(WRONG, null);
  }

  @Override
  protected HostTarget nobody() {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new HostTarget("db-001", OsFamily.LINUX, "127.0.0.1", free.getLocalPort(), "SHA256:x");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  protected HostTarget pinnedToAnother() {
    return target(KeyUtils.getFingerPrint(SshHostFixture.keyPair("EC", 256).getPublic()));
  }

  @Override
  protected HostTarget notPinned() {
    return target(null);
  }

  private static Credential.SshKey key(KeyPair pair, @Nullable String sudoPassword) {
    String pem = "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(pair.getPrivate().getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
    return new Credential.SshKey(SshHostFixture.USER, pem, null, sudoPassword);
  }

  private @Nullable PushFailure statusFailure(Credential credential) throws PushFailure {
    try (RemoteHost remote = hosts.connect(target(), credential, in(20))) {
      return catchThrowableOfType(PushFailure.class,
          () -> remote.call(Verb.STATUS, new OperationName("op"), Payload.EMPTY, in(20)));
    }
  }

  @Test
  void aPasswordOpensTheHost() throws Exception {
    assertThat(statusFailure(new Credential.SshPassword(SshHostFixture.USER, PASSWORD, null))).isNull();
  }

  @Test
  void aWrongPasswordIsRefusedAndNotRepeated() {
    PushFailure failure = catchThrowableOfType(PushFailure.class, () -> hosts.connect(target(),
        new Credential.SshPassword(SshHostFixture.USER, "wrong-password-12", null), in(20)).close());
    assertThat(failure.kind()).isEqualTo(PushFailure.Kind.AUTH_FAILED);
    assertThat(failure).hasMessageNotContaining("wrong-password-12");
  }

  @ParameterizedTest
  @CsvSource({"ed25519,", "ed25519,open sesame", "ecdsa,", "ecdsa,open sesame", "rsa,", "rsa,open sesame"})
  void keysOfEveryKindOpenTheHostWithAndWithoutPassphrase(String type, @Nullable String passphrase) throws Exception {
    Path file = temp.resolve("key");
    Process keygen = new ProcessBuilder("ssh-keygen", "-q", "-t", type, "-N", passphrase == null ? "" : passphrase,
        "-f", file.toString()).inheritIO().start();
    assertThat(keygen.waitFor()).isZero();
    var known = PublicKeyEntry.parsePublicKeyEntry(Files.readString(temp.resolve("key.pub")).strip())
        .resolvePublicKey(null, null, null);
    try (SshHostFixture other = new SshHostFixture(temp.resolve("other"), known, PASSWORD)) {
      HostTarget target = new HostTarget("db-001", OsFamily.LINUX, "127.0.0.1", other.port(),
          KeyUtils.getFingerPrint(other.hostKey()));
      Credential key = new Credential.SshKey(SshHostFixture.USER, Files.readString(file), passphrase, null);
      hosts.connect(target, key, in(20)).close();
      Credential wrong = new Credential.SshKey(SshHostFixture.USER, Files.readString(file), "no " + passphrase, null);
      if (passphrase != null) {
        assertThat(catchThrowableOfType(PushFailure.class, () -> hosts.connect(target, wrong, in(20)).close()).kind())
            .isEqualTo(PushFailure.Kind.AUTH_FAILED);
      }
    }
  }

  @Test
  void sudoGetsItsPasswordOnStandardInput() throws Exception {
    host.sudoAsks("orange-99");
    assertThat(statusFailure(key(user, "orange-99"))).isNull();
  }

  @Test
  void aPasswordThatSudoDoesNotAskForIsNotGiven() throws Exception {
    assertThat(statusFailure(key(user, "orange-99"))).isNull();
    assertThat(host.commands()).isNotEmpty().allSatisfy(command -> assertThat(command).startsWith("sudo -n "));
  }

  @ParameterizedTest
  @CsvSource({"true,", "true,orange-99", "false,", "false,lemon-orange-11"})
  void deniedSudoIsToldApart(boolean denied, @Nullable String given) throws Exception {
    host.sudoAsks("orange-99");
    if (denied) {
      host.denySudo();
    }
    PushFailure failure = statusFailure(key(user, given));
    assertThat(failure).isNotNull().extracting(PushFailure::kind).isEqualTo(PushFailure.Kind.SUDO_DENIED);
    assertThat(String.valueOf(failure)).contains("CVY-2103").doesNotContain("orange");
  }

  @Test
  void knownHostsTellsUnknownFromChanged() throws Exception {
    Path file = temp.resolve("known_hosts");
    String here = "[127.0.0.1]:" + host.port() + " ";
    String right = PublicKeyEntry.toString(host.hostKey());
    String wrong = PublicKeyEntry.toString(SshHostFixture.keyPair("EC", 256).getPublic());
    SshSettings settings = SshSettings.DEFAULTS.withKnownHosts(file);
    for (String[] row : new String[][] {
        {here + right, "TRUSTED"}, {"elsewhere " + right, "HOST_KEY_UNKNOWN"}, {here + wrong, "HOST_KEY_CHANGED"}}) {
      Files.writeString(file, row[0] + "\n");
      try (SshRemoteHosts knowing = new SshRemoteHosts(settings, HostScripts.linux())) {
        PushFailure failure = catchThrowableOfType(PushFailure.class,
            () -> knowing.connect(notPinned(), credential(), in(20)).close());
        assertThat(failure == null ? "TRUSTED" : failure.kind().name()).isEqualTo(row[1]);
      }
    }
  }

  /** Somebody in the middle, or a host that was set up anew, offers only a key of another and perhaps weaker type. */
  @ParameterizedTest
  @CsvSource({"EC,256,RSA,2048", "EC,521,EC,256", "RSA,2048,RSA,1024", "RSA,2048,EC,256"})
  void aKeyOfAnotherTypeThanTheKnownOneIsRefusedBeforeAuthentication(
      String known, int knownSize, String offered, int size) throws Exception {
    KeyPair before = SshHostFixture.keyPair(known, knownSize);
    KeyPair now = SshHostFixture.keyPair(offered, size);
    for (boolean pinned : new boolean[] {true, false}) {
      try (SshHostFixture other = new SshHostFixture(temp.resolve("other"), user.getPublic(), PASSWORD, now)) {
        PushFailure failure = knowing(other, before, pinned);
        assertThat(failure.kind()).isEqualTo(PushFailure.Kind.HOST_KEY_CHANGED);
        assertThat(failure).hasMessageContaining(KeyUtils.getFingerPrint(now.getPublic()));
        assertThat(other.messages()).isZero();
      }
    }
  }

  /** As sshd has them after its installation: one of each type, of which a person has seen one. */
  @ParameterizedTest
  @CsvSource({"RSA,2048,EC,256", "EC,256,RSA,2048", "EC,521,RSA,2048"})
  void aHostWithKeysOfSeveralTypesIsTrustedByTheKnownOne(String known, int knownSize, String type, int size)
      throws Exception {
    KeyPair seen = SshHostFixture.keyPair(known, knownSize);
    KeyPair another = SshHostFixture.keyPair(type, size);
    for (boolean pinned : new boolean[] {true, false}) {
      try (SshHostFixture other = new SshHostFixture(temp.resolve("other"), user.getPublic(), PASSWORD, seen, another)) {
        assertThat(knowing(other, seen, pinned)).isNull();
      }
    }
  }

  /** Enters a host of which this key is known, by pin or by known_hosts. */
  private @Nullable PushFailure knowing(SshHostFixture other, KeyPair known, boolean pinned) throws IOException {
    Path file = temp.resolve("known_hosts");
    Files.writeString(file, "[127.0.0.1]:" + other.port() + " " + PublicKeyEntry.toString(known.getPublic()) + "\n");
    SshSettings settings = SshSettings.DEFAULTS.withKnownHosts(pinned ? null : file);
    HostTarget target = new HostTarget("db-001", OsFamily.LINUX, "127.0.0.1", other.port(),
        pinned ? KeyUtils.getFingerPrint(known.getPublic()) : null);
    try (SshRemoteHosts knowing = new SshRemoteHosts(settings, HostScripts.linux())) {
      return catchThrowableOfType(PushFailure.class, () -> knowing.connect(target, credential(), in(20)).close());
    }
  }

  @Test
  void aServerThatHangsUpInTheHandshakeIsBusy() throws Exception {
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> {
        try {
          full.accept().close();
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
      });
      HostTarget target = new HostTarget("db-001", OsFamily.LINUX, "127.0.0.1", full.getLocalPort(), "SHA256:x");
      assertThat(catchThrowableOfType(PushFailure.class, () -> hosts.connect(target, credential(), in(20)).close())
          .kind()).isEqualTo(PushFailure.Kind.BUSY);
    }
  }

  @Test
  void aServerThatNeverGreetsIsLeftAtTheDeadline() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      HostTarget target = new HostTarget("db-001", OsFamily.LINUX, "127.0.0.1", mute.getLocalPort(), "SHA256:x");
      assertThat(catchThrowableOfType(PushFailure.class, () -> hosts.connect(target, credential(), in(1)).close())
          .kind()).isEqualTo(PushFailure.Kind.TIMED_OUT);
    }
  }
}
