package dev.convoy.agent.adapter.ssh;

import dev.convoy.agent.adapter.winrm.Certificates;
import dev.convoy.agent.adapter.winrm.WinRmRemoteHosts;
import dev.convoy.agent.adapter.winrm.WinRmSettings;
import dev.convoy.agent.adapter.winrm.WsManFixture;
import dev.convoy.agent.host.HostScripts;
import dev.convoy.agent.remote.Credential;
import dev.convoy.agent.remote.Deadline;
import dev.convoy.agent.remote.Hop;
import dev.convoy.agent.remote.HostTarget;
import dev.convoy.agent.remote.OperationName;
import dev.convoy.agent.remote.Payload;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.agent.remote.RemoteHost;
import dev.convoy.agent.remote.Until;
import dev.convoy.agent.remote.Verb;
import dev.convoy.events.common.OsFamily;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/** Windows hosts behind a jump host: WinRM over TLS through a channel of a real SSH server. */
class WindowsBehindJumpHostTest {

  private static final String USER = "Administrator";
  private static final String PASSWORD = "right-password-77";
  private static final String JUMP_PASSWORD = "jump-password-31";
  private static final Credential.Ssh JUMP_USER = new Credential.SshPassword(SshHostFixture.USER, JUMP_PASSWORD, null);
  private static final Credential WINDOWS =
      new Credential.WinRmPassword(USER, PASSWORD, Credential.Scheme.BASIC, true);

  private final SshRemoteHosts ssh = new SshRemoteHosts(SshSettings.DEFAULTS, HostScripts.linux());
  private final Path temp;
  private final Certificates certificates;
  private final WsManFixture host;
  private final SshHostFixture jump;
  private WinRmRemoteHosts hosts = new WinRmRemoteHosts(WinRmSettings.DEFAULTS, HostScripts.windows(), ssh);

  WindowsBehindJumpHostTest(@TempDir Path temp) throws Exception {
    this.temp = temp;
    certificates = Certificates.in(temp, "ip:127.0.0.1");
    host = new WsManFixture(USER, PASSWORD, certificates.server());
    jump = new SshHostFixture(temp.resolve("jump"), SshHostFixture.keyPair("RSA", 2048).getPublic(), JUMP_PASSWORD);
  }

  @BeforeEach
  void forward() {
    jump.forwards();
  }

  @AfterEach
  void nothingStays() throws Exception {
    hosts.close();
    ssh.close();
    host.close();
    jump.close();
    Until.holds(() -> Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
        .filter(name -> name.startsWith("sshj") || name.startsWith("I/O dispatcher")).toList(), List::isEmpty);
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(20));
  }

  private HostTarget behind(int port, @Nullable String pin) {
    return behind("127.0.0.1", port, pin, jump, JUMP_USER);
  }

  private static HostTarget behind(String address, int port, @Nullable String pin, SshHostFixture jump, Credential.Ssh user) {
    var hop = new Hop(new HostTarget("win-001", OsFamily.LINUX, "127.0.0.1", jump.port(),
        KeyUtils.getFingerPrint(jump.hostKey())), user);
    return new HostTarget("win-001", OsFamily.WINDOWS, address, port, pin, hop);
  }

  private HostTarget behind() throws Exception {
    return behind(host.port(), certificates.pin());
  }

  private static void ask(RemoteHost remote) throws PushFailure {
    assertThat(remote.call(Verb.STATUS, new OperationName("op"), Payload.EMPTY, soon()).value("state")).contains("absent");
  }

  private @Nullable PushFailure failure(HostTarget target) {
    return catchThrowableOfType(PushFailure.class, () -> hosts.connect(target, WINDOWS, soon()).close());
  }

  @Test
  void aHostIsEnteredThroughItAndTheJumpHostIsLeftToo() throws Exception {
    try (RemoteHost remote = hosts.connect(behind(), WINDOWS, soon())) {
      ask(remote);
      assertThat(jump.commands()).as("nothing runs there").isEmpty();
      assertThat(jump.connections()).isEqualTo(1);
      assertThat(host.hostHeaders()).as("the host is called by its own address").containsOnly("127.0.0.1:" + host.port());
    }
    await().atMost(Duration.ofSeconds(10)).until(() -> jump.connections() == 0);
  }

  @Test
  void manyGoThroughOneConnectionOfTheJumpHost() throws Exception {
    try (RemoteHost first = hosts.connect(behind(), WINDOWS, soon());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new ArrayList<Future<Void>>();
      for (int i = 0; i < 8; i++) {
        Callable<Void> visit = () -> {
          try (RemoteHost remote = hosts.connect(behind(), WINDOWS, soon())) {
            ask(remote);
          }
          return null;
        };
        all.add(threads.submit(visit));
      }
      for (var each : all) {
        each.get();
      }
      ask(first);
    }
    assertThat(jump.authentications()).isEqualTo(1);
  }

  @Test
  void anotherCertificateThanThePinnedOneIsRefusedBeforeAuthentication() {
    var failure = failure(behind(host.port(), "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU"));
    assertThat(failure).isNotNull().extracting(PushFailure::kind).isEqualTo(PushFailure.Kind.HOST_KEY_CHANGED);
    assertThat(host.messages()).isZero();
  }

  /** The tunnel begins at 127.0.0.1, which the certificate names: that must not help a host of another name. */
  @Test
  void aTrustedCertificateHasToNameTheHostAndNotTheEndOfTheTunnel() throws Exception {
    var trusting = new WinRmSettings(Duration.ofSeconds(10), Duration.ofSeconds(20), false, certificates.file(),
        Certificates.PASSWORD);
    hosts.close();
    hosts = new WinRmRemoteHosts(trusting, HostScripts.windows(), ssh);
    hosts.connect(behind(host.port(), null), WINDOWS, soon()).close();
    int before = host.authentications();

    var failure = failure(behind("localhost", host.port(), null, jump, JUMP_USER));
    assertThat(failure).isNotNull().extracting(PushFailure::kind).isEqualTo(PushFailure.Kind.HOST_KEY_UNKNOWN);
    assertThat(failure).hasMessageContaining("localhost port " + host.port());
    assertThat(host.authentications()).isEqualTo(before);
  }

  @Test
  void aRefusedLoginIsToldAsThatOfTheHostOrOfTheJumpHost() throws Exception {
    var wrong = new Credential.WinRmPassword(USER, "wrong-password-12", Credential.Scheme.BASIC, true);
    var ofHost = catchThrowableOfType(PushFailure.class, () -> hosts.connect(behind(), wrong, soon()).close());
    assertThat(ofHost.kind()).isEqualTo(PushFailure.Kind.AUTH_FAILED);
    assertThat(ofHost).hasMessageContaining("user Administrator refused").hasMessageNotContaining("wrong-password-12");

    var ofJumpHost = failure(behind("127.0.0.1", host.port(), certificates.pin(), jump,
        new Credential.SshPassword(SshHostFixture.USER, "wrong-password-12", null)));
    assertThat(ofJumpHost).isNotNull().extracting(PushFailure::kind).isEqualTo(PushFailure.Kind.AUTH_FAILED);
    assertThat(ofJumpHost).hasMessageContaining("jump host of its site").hasMessageNotContaining("wrong-password-12");
  }

  @Test
  void aJumpHostThatDoesNotForwardNeedsAPerson() throws Exception {
    try (SshHostFixture closed = new SshHostFixture(temp.resolve("closed"),
        SshHostFixture.keyPair("RSA", 2048).getPublic(), JUMP_PASSWORD)) {
      var refused = failure(behind("127.0.0.1", host.port(), certificates.pin(), closed, JUMP_USER));
      assertThat(refused).isNotNull().extracting(PushFailure::kind).isEqualTo(PushFailure.Kind.NO_WAY);
      assertThat(refused).hasMessageContaining("AllowTcpForwarding");
    }
  }

  @Test
  void aHostThatTheJumpHostDoesNotReachIsUnreachable() throws IOException {
    int nobody;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = free.getLocalPort();
    }
    assertThat(failure(behind(nobody, "SHA256:x"))).isNotNull()
        .extracting(PushFailure::kind).isEqualTo(PushFailure.Kind.UNREACHABLE);
  }

  @Test
  void whatItsEndCutsOffIsLostAndTheNextComesThroughAnew() throws Exception {
    try (RemoteHost remote = hosts.connect(behind(), WINDOWS, soon())) {
      jump.cutAll();
      var lost = catchThrowableOfType(PushFailure.class, () -> ask(remote));
      assertThat(lost).isNotNull().extracting(PushFailure::kind).isEqualTo(PushFailure.Kind.LOST);
      try (RemoteHost again = hosts.connect(behind(), WINDOWS, soon())) {
        ask(again);
      }
    }
  }

  /** Private networks repeat: 10.0.0.5 behind one jump host is not 10.0.0.5 behind another. */
  @Test
  void hostsOfOneAddressBehindTwoJumpHostsAreTwoHosts() throws Exception {
    try (SshHostFixture other = new SshHostFixture(temp.resolve("other"),
        SshHostFixture.keyPair("RSA", 2048).getPublic(), JUMP_PASSWORD);
        WsManFixture twin = new WsManFixture(USER, PASSWORD, Certificates.in(Files.createDirectory(temp.resolve("twin")), "ip:10.0.0.5").server())) {
      other.forwardsTo(twin.port());
      jump.forwardsTo(host.port());
      try (RemoteHost here = hosts.connect(behind("10.0.0.5", 5986, certificates.pin(), jump, JUMP_USER), WINDOWS, soon())) {
        ask(here);
        var there = failure(behind("10.0.0.5", 5986, certificates.pin(), other, JUMP_USER));
        assertThat(there).isNotNull().extracting(PushFailure::kind).isEqualTo(PushFailure.Kind.HOST_KEY_CHANGED);
        ask(here);
      }
    }
  }
}
