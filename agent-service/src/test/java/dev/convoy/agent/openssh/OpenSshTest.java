package dev.convoy.agent.openssh;

import dev.convoy.agent.adapter.ssh.SshRemoteHosts;
import dev.convoy.agent.adapter.ssh.SshSettings;
import dev.convoy.agent.host.CheckReport;
import dev.convoy.agent.host.CheckRequest;
import dev.convoy.agent.host.HostScripts;
import dev.convoy.agent.host.HostSession;
import dev.convoy.agent.remote.Credential;
import dev.convoy.agent.remote.CredentialSettings;
import dev.convoy.agent.remote.Credentials;
import dev.convoy.agent.remote.Deadline;
import dev.convoy.agent.remote.Hop;
import dev.convoy.agent.remote.HostTarget;
import dev.convoy.agent.remote.OperationName;
import dev.convoy.agent.remote.Payload;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.agent.remote.PushFailure.Kind;
import dev.convoy.agent.remote.RemoteHost;
import dev.convoy.agent.remote.Verb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** How agent-service enters a host, against OpenSSH's sshd, PAM and sudo. */
class OpenSshTest {

  private static @Nullable OpenSshFleet fleet;
  private static @Nullable OpenSshHost usual;
  @TempDir
  private static @Nullable Path temp;

  @BeforeAll
  static void aHost() throws Exception {
    var missing = OpenSshFleet.missing();
    assumeTrue(missing.isEmpty(), missing.orElse(""));
    var made = new OpenSshFleet(Objects.requireNonNull(temp));
    fleet = made;
    for (String[] key : new String[][] {{"ed25519", "256"}, {"ecdsa", "256"}, {"ecdsa", "384"}, {"ecdsa", "521"}, {"rsa", "2048"}}) {
      for (String passphrase : new String[] {"", "open sesame"}) {
        made.authorize(made.key(key[0] + key[1] + passphrase.length(), key[0], passphrase, "-b", key[1]));
      }
    }
    made.key("host-ca", "ed25519", "");
    made.key("user-ca", "ed25519", "");
    Files.copy(made.folder().resolve("user-ca.pub"), made.folder().resolve("public/user-ca.pub"));
    usual = made.start("ed25519", "TrustedUserCAKeys /run/fleet/user-ca.pub");
  }

  @AfterAll
  static void noHost() throws IOException {
    if (fleet != null) {
      fleet.close();
    }
  }

  private static OpenSshFleet fleet() {
    return Objects.requireNonNull(fleet);
  }

  private static OpenSshHost host() {
    return Objects.requireNonNull(usual);
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(60));
  }

  private static Credential key(String user) throws IOException {
    return new Credential.SshKey(user, Files.readString(fleet().userKey()), null, null);
  }

  private static @Nullable PushFailure failure(HostTarget target, Credential credential) {
    return failure(target, credential, SshSettings.DEFAULTS);
  }

  /** Enters the host and asks for something as root. */
  private static @Nullable PushFailure failure(HostTarget target, Credential credential, SshSettings settings) {
    try (var hosts = new SshRemoteHosts(settings, HostScripts.linux())) {
      return catchThrowableOfType(PushFailure.class, () -> {
        try (RemoteHost remote = hosts.connect(target, credential, soon())) {
          remote.call(Verb.STATUS, new OperationName("op"), Payload.EMPTY, soon());
        }
      });
    }
  }

  private static @Nullable PushFailure failure(Credential credential) throws IOException {
    return failure(host().target(host().pin()), credential);
  }

  private static @Nullable PushFailure known(OpenSshHost host, String lines) throws IOException {
    var file = Files.createTempFile(fleet().folder(), "known", "hosts");
    Files.writeString(file, lines);
    return failure(host.target(null), key(OpenSshFleet.USER), SshSettings.DEFAULTS.withKnownHosts(file));
  }

  private static void refusedBeforeAuthentication(@Nullable PushFailure failure, OpenSshHost host, Kind kind) throws IOException {
    assertThat(failure).isNotNull().extracting(PushFailure::kind).isEqualTo(kind);
    assertThat(failure).hasMessageContaining(host.pin());
    assertThat(host.authentications()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"ed25519256,''", "ecdsa256,''", "ecdsa384,''", "ecdsa521,''", "rsa2048,''",
      "ed25519256,open sesame", "ecdsa256,open sesame", "ecdsa384,open sesame", "ecdsa521,open sesame", "rsa2048,open sesame"})
  void keysOfEveryKindOpenTheHost(String name, String passphrase) throws Exception {
    var text = Files.readString(fleet().folder().resolve(name + passphrase.length()));
    assertThat(failure(new Credential.SshKey(OpenSshFleet.USER, text, passphrase.isEmpty() ? null : passphrase, null))).isNull();
  }

  @Test
  void aPasswordOpensTheHostAndSudoGetsItToo() throws Exception {
    assertThat(failure(new Credential.SshPassword(OpenSshFleet.OPERATOR, OpenSshFleet.PASSWORD, OpenSshFleet.PASSWORD))).isNull();
  }

  @Test
  void aWrongPasswordIsRefusedAfterOneTry() throws Exception {
    var host = fleet().start("ed25519");
    var refused = failure(host.target(host.pin()), new Credential.SshPassword(OpenSshFleet.OPERATOR, "wrong-password-12", null));
    assertThat(refused).isNotNull().extracting(PushFailure::kind).isEqualTo(Kind.AUTH_FAILED);
    assertThat(host.log().lines().filter(line -> line.startsWith("Failed password"))).hasSize(1);
    assertThat(host.log()).doesNotContain("wrong-password-12");
  }

  @Test
  void aKeyThatTheHostDoesNotKnowIsRefused() throws Exception {
    var text = Files.readString(fleet().key("stranger", "ed25519", ""));
    assertThat(failure(new Credential.SshKey(OpenSshFleet.USER, text, null, null))).isNotNull()
        .extracting(PushFailure::kind).isEqualTo(Kind.AUTH_FAILED);
  }

  @ParameterizedTest
  @CsvSource({"operator,", "operator,wrong-password-12", "guest,right-password-77", "guest,"})
  void deniedSudoIsToldApart(String user, @Nullable String sudoPassword) throws Exception {
    var text = Files.readString(fleet().userKey());
    var denied = failure(new Credential.SshKey(user, text, null, sudoPassword));
    assertThat(denied).isNotNull().extracting(PushFailure::kind).isEqualTo(Kind.SUDO_DENIED);
    assertThat(denied).hasMessageStartingWith("[CVY-2103]").hasMessageNotContaining("password-");
  }

  /** Three failures lock an account where pam_faillock is set up. */
  @Test
  void aWrongSudoPasswordIsTriedOnce() throws Exception {
    var denied = failure(new Credential.SshKey(OpenSshFleet.OPERATOR, Files.readString(fleet().userKey()), null, "wrong-password-12"));
    assertThat(denied).isNotNull().hasMessageContaining("1 incorrect password attempt");
  }

  @Test
  void aHostIsCheckedAndProfiledByItsOwnSudo() throws Exception {
    try (var hosts = new SshRemoteHosts(SshSettings.DEFAULTS, HostScripts.linux());
        var session = new HostSession(hosts.connect(host().target(host().pin()), key(OpenSshFleet.USER), soon()), Clock.systemUTC())) {
      CheckReport report = session.check(CheckRequest.of("127.0.0.1:1", "", ""), soon());
      assertThat(report.failures()).extracting(CheckReport.Finding::check).contains("mgn-443").doesNotContain("root");
      assertThat(report.profile().listeningPorts()).contains(host().port());
    }
  }

  @ParameterizedTest
  @CsvSource({"ed25519,rsa", "rsa,ed25519", "ecdsa,ed25519"})
  void aChangedHostKeyIsRefusedBeforeAuthentication(String before, String now) throws Exception {
    var old = fleet().start(before);
    var host = fleet().start(now);
    refusedBeforeAuthentication(failure(host.target(old.pin()), key(OpenSshFleet.USER)), host, Kind.HOST_KEY_CHANGED);
    refusedBeforeAuthentication(known(host, host.knownAs() + " " + old.publicKey()), host, Kind.HOST_KEY_CHANGED);
    refusedBeforeAuthentication(known(host, old.knownAs() + " " + old.publicKey()), host, Kind.HOST_KEY_UNKNOWN);
    assertThat(known(host, host.knownAs() + " " + host.publicKey())).isNull();
  }

  @Test
  void aHostIsEnteredThroughAnOpenSshJumpHost() throws Exception {
    var behind = fleet().start("ed25519");
    var via = new Hop(host().target(host().pin()), (Credential.Ssh) key(OpenSshFleet.GUEST));
    assertThat(failure(new HostTarget(behind.name(), behind.target(null).osFamily(), behind.address(), behind.port(), behind.pin(), via),
        key(OpenSshFleet.USER))).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
  void aHostWhoseKeyAnAuthoritySignedIsEntered(String type) throws Exception {
    var host = certified(type, "-h", "-n", "web.corp.example,ADDRESS");
    refusedBeforeAuthentication(known(host, authority("*,!" + host.address())), host, Kind.HOST_KEY_UNKNOWN);
    assertThat(known(host, authority("*"))).isNull();
    assertThat(known(host, authority(host.address()))).as("a line without a port is about every port").isNull();
  }

  @Test
  void aHostCertificateThatDoesNotHoldIsRefusedBeforeAuthentication() throws Exception {
    for (String[] options : new String[][] {{"-h", "-n", "db.corp.example"}, {"-h"}, {"-n", "ADDRESS"},
        {"-h", "-n", "ADDRESS", "-V", "20200101:20200102"}, {"-h", "-n", "ADDRESS", "-V", "+1d:+2d"}}) {
      var host = certified("ed25519", options);
      refusedBeforeAuthentication(known(host, authority("*")), host, Kind.HOST_CERTIFICATE);
    }
  }

  @Test
  void aHostWithoutACertificateIsRefusedWhereAnAuthorityIsKnown() throws Exception {
    var plain = fleet().start("ed25519");
    refusedBeforeAuthentication(known(plain, authority("*")), plain, Kind.HOST_CERTIFICATE);
    assertThat(known(plain, authority("*") + plain.knownAs() + " " + plain.publicKey())).as("its own key is known").isNull();
  }

  @Test
  void whatIsRevokedIsRefusedWhateverElseSpeaksForIt() throws Exception {
    var host = certified("ed25519", "-h", "-n", "ADDRESS");
    var own = host.publicKey();
    refusedBeforeAuthentication(known(host, authority("*") + "@revoked * " + own), host, Kind.HOST_KEY_REVOKED);
    refusedBeforeAuthentication(known(host, host.knownAs() + " " + own + "\n@revoked * " + own), host, Kind.HOST_KEY_REVOKED);
    var authority = Files.readString(fleet().folder().resolve("host-ca.pub"));
    refusedBeforeAuthentication(known(host, authority("*") + "@revoked * " + authority), host, Kind.HOST_KEY_REVOKED);
  }

  @Test
  void aPinnedHostMayShowACertificate() throws Exception {
    var host = certified("ed25519", "-h", "-n", "another.example");
    assertThat(failure(host.target(host.pin()), key(OpenSshFleet.USER))).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
  void aCertificateOfTheUserOpensTheHost(String type) throws Exception {
    assertThat(failure(certificate(type, "-n", OpenSshFleet.USER))).isNull();
  }

  @Test
  void aCertificateForAnotherUserIsRefused() throws Exception {
    assertThat(failure(certificate("ed25519", "-n", OpenSshFleet.GUEST))).isNotNull()
        .extracting(PushFailure::kind).isEqualTo(Kind.AUTH_FAILED);
  }

  @Test
  void aCertificateThatCannotOpenAnyHostIsNotShownToOne() throws Exception {
    var host = fleet().start("ed25519");
    var other = (Credential.SshKey) certificate("ed25519", "-n", OpenSshFleet.USER);
    var own = Files.readString(fleet().userKey());
    for (Credential useless : List.of(certificate("ed25519", "-n", OpenSshFleet.USER, "-V", "20200101:20200102"),
        certificate("ed25519", "-h", "-n", OpenSshFleet.USER),
        new Credential.SshKey(OpenSshFleet.USER, own, null, null, other.certificate()),
        new Credential.SshKey(OpenSshFleet.USER, own, null, null, "no certificate"))) {
      assertThat(failure(host.target(host.pin()), useless)).isNotNull().extracting(PushFailure::kind)
          .isEqualTo(Kind.USER_CERTIFICATE);
    }
    assertThat(host.authentications()).isZero();
  }

  /** A key that no host knows and its certificate, as the configuration refers to them. */
  private static Credential certificate(String type, String... options) throws Exception {
    var key = fleet().key("certified-user-" + System.nanoTime(), type, "");
    fleet().sign(fleet().folder().resolve("user-ca"), key, options);
    return new Credentials(Map.of("linux", new CredentialSettings("ssh-key", OpenSshFleet.USER, "file:" + key, null, null,
        null, null, null)), Map.of()).resolve("db-001", "linux");
  }

  private static OpenSshHost certified(String type, String... options) throws Exception {
    return fleet().startCertified(type, fleet().folder().resolve("host-ca"), options);
  }

  private static String authority(String hosts) throws IOException {
    return "@cert-authority " + hosts + " " + Files.readString(fleet().folder().resolve("host-ca.pub"));
  }
}
