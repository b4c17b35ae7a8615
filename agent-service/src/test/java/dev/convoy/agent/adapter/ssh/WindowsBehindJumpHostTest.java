package dev.convoy.agent.adapter.ssh;

import dev.convoy.agent.adapter.winrm.Certificates;
import dev.convoy.agent.adapter.winrm.WinRmRemoteHosts;
import dev.convoy.agent.adapter.winrm.WinRmSettings;
import dev.convoy.agent.adapter.winrm.WsManFixture;
import dev.convoy.agent.host.HostScripts;
import dev.convoy.agent.remote.Credential;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.agent.remote.RemoteHost;
import dev.convoy.agent.remote.RemoteHostContract;
import dev.convoy.agent.remote.RemoteHosts;
import dev.convoy.agent.remote.Until;
import dev.convoy.events.common.OsFamily;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Windows hosts behind a jump host: WinRM over TLS through a channel of a real SSH server. */
class WindowsBehindJumpHostTest extends BehindJumpHostContract {

  private static final String USER = "Administrator";
  private static final Credential WINDOWS = new Credential.WinRmPassword(USER, PASSWORD, Credential.Scheme.BASIC, true);

  private final SshRemoteHosts ssh = new SshRemoteHosts(SshSettings.DEFAULTS, HostScripts.linux());
  private final Path temp;
  private final Certificates certificates;
  private final String pin;
  private final WsManFixture host;
  private WinRmRemoteHosts hosts = new WinRmRemoteHosts(WinRmSettings.DEFAULTS, HostScripts.windows(), ssh);

  WindowsBehindJumpHostTest(@TempDir Path temp) throws Exception {
    super(temp);
    this.temp = temp;
    certificates = Certificates.in(temp, "ip:127.0.0.1");
    pin = certificates.pin();
    host = new WsManFixture(USER, PASSWORD, certificates.server());
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

  @Override
  RemoteHosts hosts() {
    return hosts;
  }

  @Override
  OsFamily family() {
    return OsFamily.WINDOWS;
  }

  @Override
  Credential credential() {
    return WINDOWS;
  }

  @Override
  RemoteHostContract.Host host() {
    return host;
  }

  @Override
  int port() {
    return host.port();
  }

  @Override
  String pin() {
    return pin;
  }

  @Test
  void theHostIsCalledByItsOwnAddress() throws Exception {
    enter().close();
    assertThat(host.hostHeaders()).isNotEmpty().containsOnly("127.0.0.1:" + host.port());
  }

  /** The tunnel begins at 127.0.0.1, which the certificate names: that must not help a host of another name. */
  @Test
  void aTrustedCertificateHasToNameTheHostAndNotTheEndOfTheTunnel() throws Exception {
    var trusting = new WinRmSettings(Duration.ofSeconds(10), Duration.ofSeconds(20), false, certificates.file(),
        Certificates.PASSWORD);
    hosts.close();
    hosts = new WinRmRemoteHosts(trusting, HostScripts.windows(), ssh);
    var hop = hop(jump, null, JUMP_USER);
    hosts.connect(behind(hop, "127.0.0.1", port(), null), WINDOWS, soon()).close();
    int before = host.authentications();

    var unknown = failure(behind(hop, "localhost", port(), null));
    assertThat(unknown.kind()).isEqualTo(PushFailure.Kind.HOST_KEY_UNKNOWN);
    assertThat(unknown).hasMessageContaining("localhost port " + port());
    assertThat(host.authentications()).isEqualTo(before);
  }

  @Test
  void aRefusedLoginIsToldAsThatOfTheHost() {
    var wrong = new Credential.WinRmPassword(USER, WRONG, Credential.Scheme.BASIC, true);
    var refused = catchThrowableOfType(PushFailure.class, () -> hosts.connect(behind(), wrong, soon()).close());
    assertThat(refused.kind()).isEqualTo(PushFailure.Kind.AUTH_FAILED);
    assertThat(refused).hasMessageContaining("user Administrator refused").hasMessageNotContaining(WRONG);
  }

  /** Private networks repeat: 10.0.0.5 behind one jump host is not 10.0.0.5 behind another. */
  @Test
  void hostsOfOneAddressBehindTwoJumpHostsAreTwoHosts() throws Exception {
    var twins = Certificates.in(Files.createDirectory(temp.resolve("twin")), "ip:10.0.0.5");
    try (SshHostFixture other = jump(temp.resolve("other"));
        WsManFixture twin = new WsManFixture(USER, PASSWORD, twins.server())) {
      other.forwardsTo(twin.port());
      jump.forwardsTo(host.port());
      var here = behind(hop(jump, null, JUMP_USER), "10.0.0.5", 5986, pin);
      try (RemoteHost remote = hosts.connect(here, WINDOWS, soon())) {
        ask(remote);
        var there = failure(behind(hop(other, null, JUMP_USER), "10.0.0.5", 5986, pin));
        assertThat(there.kind()).isEqualTo(PushFailure.Kind.HOST_KEY_CHANGED);
        ask(remote);
      }
    }
  }
}
