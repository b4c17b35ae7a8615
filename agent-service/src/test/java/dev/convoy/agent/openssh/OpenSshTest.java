package dev.convoy.agent.openssh;

import dev.convoy.agent.adapter.ssh.SshRemoteHosts;
import dev.convoy.agent.adapter.ssh.SshSettings;
import dev.convoy.agent.host.CheckReport;
import dev.convoy.agent.host.CheckRequest;
import dev.convoy.agent.host.HostScripts;
import dev.convoy.agent.host.HostSession;
import dev.convoy.agent.remote.Credential;
import dev.convoy.agent.remote.Credentials;
import dev.convoy.agent.remote.CredentialSettings;
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
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    return failure(host.target(null), key(OpenSshFleet.USER), new SshSettings(SshSettings.DEFAULTS.connectTimeout(),
        SshSettings.DEFAULTS.handshakeTimeout(), SshSettings.DEFAULTS.silenceTimeout(), file));
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

  /** Signs the key of a host by the authority of hosts; OpenSSH writes the certificate beside it. */
  private static OpenSshHost certified(String type, String... options) throws Exception {
    var key = fleet().key("certified-" + System.nanoTime(), type, "");
    var authority = fleet().folder().resolve("host-ca");
    if (!Files.exists(authority)) {
      fleet().key("host-ca", "ed25519", "");
    }
    var arguments = new java.util.ArrayList<>(java.util.List.of("-q", "-s", authority.toString(), "-I", "id"));
    arguments.addAll(java.util.List.of(options));
    arguments.add(key + ".pub");
    fleet().keygen(arguments.toArray(String[]::new));
    return fleet().start(type, "HostKey " + key, "HostCertificate " + key + "-cert.pub");
  }

  private static String authority(String hosts) throws IOException {
    return "@cert-authority " + hosts + " " + Files.readString(fleet().folder().resolve("host-ca.pub"));
  }
}
