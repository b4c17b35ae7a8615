package dev.convoy.agent.adapter.tcp;

import dev.convoy.agent.remote.Credential;
import dev.convoy.agent.remote.Deadline;
import dev.convoy.agent.remote.Hop;
import dev.convoy.agent.remote.HostTarget;
import dev.convoy.agent.remote.Knock.Sign;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.agent.remote.PushFailure.Kind;
import dev.convoy.agent.remote.Tunnel;
import dev.convoy.agent.remote.Tunnels;
import dev.convoy.events.common.OsFamily;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TcpKnockTest {

  private static final Hop JUMP = new Hop(new HostTarget("web-1", OsFamily.LINUX, "192.0.2.1", 22, null),
      new Credential.SshPassword("migrate", "not-a-real-secret", null));

  private static Sign knock(HostTarget target, Tunnels tunnels) {
    return new TcpKnock(tunnels).at(target, Deadline.in(Duration.ofSeconds(2))).sign();
  }

  private static HostTarget direct(String address, int port) {
    return new HostTarget("web-1", OsFamily.LINUX, address, port, null);
  }

  private static final Tunnels NONE = (target, deadline) -> {
    throw new AssertionError("no jump host");
  };

  private static ServerSocket listener() throws IOException {
    return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  @Test
  void aPortThatAcceptsAnswersAndOneThatRefusesIsSilent() throws IOException {
    int port;
    try (var open = listener()) {
      port = open.getLocalPort();
      assertThat(knock(direct("127.0.0.1", port), NONE)).isEqualTo(Sign.ANSWERS);
    }
    assertThat(knock(direct("127.0.0.1", port), NONE)).isEqualTo(Sign.SILENT);
  }

  @Test
  void aNameWithoutAnAddressProvesNothing() {
    assertThat(knock(direct("no-such-host.invalid", 22), NONE)).isEqualTo(Sign.UNKNOWN);
  }

  @Test
  void aJumpHostThatIsNotReachedProvesNothing() {
    assertThat(knock(behind(), (target, deadline) -> {
      throw new PushFailure(Kind.UNREACHABLE, target.serverId(), "jump host of its site: no route");
    })).isEqualTo(Sign.UNKNOWN);
  }

  @Test
  void aJumpHostThatIsConnectedSaysWhetherTheHostAccepts() throws IOException {
    assertThat(through(null, "SSH-2.0-x", true)).isEqualTo(Sign.ANSWERS);
    assertThat(through(null, "", true)).as("accepted, then hung up").isEqualTo(Sign.ANSWERS);
    assertThat(through(Kind.UNREACHABLE, "", true)).isEqualTo(Sign.SILENT);
    assertThat(through(Kind.LOST, "", true)).as("not answered in the time of the jump host").isEqualTo(Sign.SILENT);
    assertThat(through(Kind.LOST, "", false)).as("the jump host itself was lost").isEqualTo(Sign.UNKNOWN);
    assertThat(through(Kind.UNREACHABLE, "", false)).isEqualTo(Sign.UNKNOWN);
    assertThat(through(null, "", false)).isEqualTo(Sign.UNKNOWN);
    assertThat(through(Kind.NO_WAY, "", true)).as("it does not forward").isEqualTo(Sign.UNKNOWN);
  }

  private static HostTarget behind() {
    return new HostTarget("web-1", OsFamily.LINUX, "192.0.2.7", 22, null, JUMP);
  }

  private static Sign through(@Nullable Kind failure, String says, boolean isOpen) throws IOException {
    try (var door = listener()) {
      Thread.startVirtualThread(() -> serve(door, says));
      return knock(behind(), (target, deadline) -> new FakeTunnel(door.getLocalPort(),
          failure == null ? null : new PushFailure(failure, target.serverId(), "as said"), isOpen));
    }
  }

  private static void serve(ServerSocket door, String says) {
    try (var socket = door.accept()) {
      socket.getOutputStream().write(says.getBytes(StandardCharsets.US_ASCII));
      assertThat(socket.getInputStream().read()).isPositive();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private record FakeTunnel(int port, @Nullable PushFailure failure, boolean isOpen) implements Tunnel {
    @Override
    public void close() {}
  }
}
