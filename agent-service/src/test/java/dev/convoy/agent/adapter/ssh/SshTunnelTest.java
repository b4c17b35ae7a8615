package dev.convoy.agent.adapter.ssh;

import dev.convoy.agent.host.HostScripts;
import dev.convoy.agent.remote.Credential;
import dev.convoy.agent.remote.Deadline;
import dev.convoy.agent.remote.Hop;
import dev.convoy.agent.remote.HostTarget;
import dev.convoy.agent.remote.Tunnel;
import dev.convoy.events.common.OsFamily;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A port of this machine that leads to a host behind a jump host: whom it serves, how many, and for how long. */
class SshTunnelTest {

  private static final String PASSWORD = "jump-password-31";

  private final SshRemoteHosts ssh = new SshRemoteHosts(SshSettings.DEFAULTS, HostScripts.linux());
  private final ServerSocket greeter = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  /** Held, since a socket that nobody holds is closed when it is collected. */
  private final List<Socket> guests = new CopyOnWriteArrayList<>();
  private final SshHostFixture jump;

  SshTunnelTest(@TempDir Path temp) throws IOException {
    jump = new SshHostFixture(temp, SshHostFixture.keyPair("RSA", 2048).getPublic(), PASSWORD);
    jump.forwards();
    Thread.startVirtualThread(this::greet);
  }

  @AfterEach
  void end() throws IOException {
    greeter.close();
    for (Socket each : guests) {
      each.close();
    }
    ssh.close();
    jump.close();
  }

  private void greet() {
    try {
      while (!greeter.isClosed()) {
        Socket guest = greeter.accept();
        guests.add(guest);
        guest.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException e) {
      assertThat(greeter.isClosed()).isTrue();
    }
  }

  private Tunnel tunnel() throws Exception {
    var hop = new Hop(new HostTarget("win-001", OsFamily.LINUX, "127.0.0.1", jump.port(),
        KeyUtils.getFingerPrint(jump.hostKey())), new Credential.SshPassword(SshHostFixture.USER, PASSWORD, null));
    return ssh.open(new HostTarget("win-001", OsFamily.WINDOWS, "127.0.0.1", greeter.getLocalPort(), null, hop),
        Deadline.in(Duration.ofSeconds(20)));
  }

  private static Socket enter(Tunnel tunnel) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), tunnel.port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static String greeting(Socket socket) throws IOException {
    return new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII);
  }

  @Test
  void whatThisProcessConnectsGoesThrough() throws Exception {
    try (Tunnel tunnel = tunnel(); Socket socket = enter(tunnel)) {
      assertThat(greeting(socket)).isEqualTo("hello");
      assertThat(tunnel.failure()).isNull();
    }
  }

  @Test
  void whatAnotherProcessConnectsIsClosedWithoutAByte() throws Exception {
    assumeTrue(Files.isReadable(Path.of("/proc/self/net/tcp")), "no /proc that tells whose a socket is");
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "no bash that connects to a port");
    try (Tunnel tunnel = tunnel()) {
      Process stranger = new ProcessBuilder("/bin/bash", "-c",
          "exec 3<>/dev/tcp/127.0.0.1/" + tunnel.port() + "; cat <&3").redirectErrorStream(true).start();
      try (InputStream out = stranger.getInputStream()) {
        assertThat(new String(out.readAllBytes(), StandardCharsets.UTF_8)).doesNotContain("hello");
      }
      assertThat(stranger.waitFor(20, TimeUnit.SECONDS)).isTrue();
      try (Socket own = enter(tunnel)) {
        assertThat(greeting(own)).isEqualTo("hello");
      }
    }
  }

  @Test
  void moreConnectionsThanASessionNeedsAreClosed() throws Exception {
    var sockets = new ArrayList<Socket>();
    try (Tunnel tunnel = tunnel()) {
      for (int i = 0; i < SshTunnel.MOST; i++) {
        sockets.add(enter(tunnel));
        assertThat(greeting(sockets.getLast())).isEqualTo("hello");
      }
      try (Socket tooMany = enter(tunnel)) {
        assertThat(greeting(tooMany)).isEmpty();
      }
    } finally {
      for (Socket each : List.copyOf(sockets)) {
        each.close();
      }
    }
  }

  @RepeatedTest(5)
  void itsEndEndsWhatGoesThroughAndItsPort() throws Exception {
    Tunnel tunnel = tunnel();
    try (Socket socket = enter(tunnel)) {
      assertThat(greeting(socket)).isEqualTo("hello");
      tunnel.close();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
    assertThatThrownBy(() -> enter(tunnel)).isInstanceOf(ConnectException.class);
    tunnel.close();
  }
}
