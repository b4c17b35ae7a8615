package dev.convoy.agent.adapter.ssh;

import dev.convoy.agent.remote.Credential;
import dev.convoy.agent.remote.Deadline;
import dev.convoy.agent.remote.Hop;
import dev.convoy.agent.remote.HostTarget;
import dev.convoy.agent.remote.OperationName;
import dev.convoy.agent.remote.Payload;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.agent.remote.RemoteHost;
import dev.convoy.agent.remote.RemoteHostContract;
import dev.convoy.agent.remote.RemoteHosts;
import dev.convoy.agent.remote.Verb;
import dev.convoy.events.common.OsFamily;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/** What holds for a host behind a jump host, a real SSH server, whatever is spoken with it. */
abstract class BehindJumpHostContract {

  static final String PASSWORD = "right-password-77";
  static final String WRONG = "wrong-password-12";
  static final String ANOTHER_PIN = "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU";
  static final Credential.Ssh JUMP_USER = jumpUser("jump-password-31");

  final SshHostFixture jump;

  BehindJumpHostContract(Path temp) throws IOException {
    jump = jump(temp.resolve("jump"));
    jump.forwards();
  }

  static SshHostFixture jump(Path folder) throws IOException {
    return new SshHostFixture(folder, SshHostFixture.keyPair("RSA", 2048).getPublic(), "jump-password-31");
  }

  private static Credential.Ssh jumpUser(String password) {
    return new Credential.SshPassword(SshHostFixture.USER, password, null);
  }

  abstract RemoteHosts hosts();

  abstract OsFamily family();

  abstract Credential credential();

  abstract RemoteHostContract.Host host();

  abstract int port();

  /** What the host is pinned to. */
  abstract String pin();

  static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(20));
  }

  static Hop hop(SshHostFixture through, @Nullable String jumpPin, Credential.Ssh user) {
    return new Hop(new HostTarget("db-001", OsFamily.LINUX, "127.0.0.1", through.port(),
        jumpPin == null ? KeyUtils.getFingerPrint(through.hostKey()) : jumpPin), user);
  }

  final HostTarget behind(Hop hop, String address, int port, @Nullable String pin) {
    return new HostTarget("db-001", family(), address, port, pin, hop);
  }

  final HostTarget behind(Hop hop) {
    return behind(hop, "127.0.0.1", port(), pin());
  }

  final HostTarget behind() {
    return behind(hop(jump, null, JUMP_USER));
  }

  static void ask(RemoteHost remote) throws PushFailure {
    assertThat(remote.call(Verb.STATUS, new OperationName("op"), Payload.EMPTY, soon()).value("state")).contains("absent");
  }

  final RemoteHost enter() throws PushFailure {
    return hosts().connect(behind(), credential(), soon());
  }

  final PushFailure failure(HostTarget target) {
    return Objects.requireNonNull(
        catchThrowableOfType(PushFailure.class, () -> hosts().connect(target, credential(), soon()).close()));
  }

  @Test
  void aHostIsEnteredThroughItAndTheJumpHostIsLeftToo() throws Exception {
    try (RemoteHost remote = enter()) {
      ask(remote);
      assertThat(jump.commands()).as("nothing runs there").isEmpty();
      assertThat(jump.connections()).isEqualTo(1);
    }
    await().atMost(Duration.ofSeconds(10)).until(() -> jump.connections() == 0);
  }

  @Test
  void manyGoThroughOneConnectionOfTheJumpHost() throws Exception {
    try (RemoteHost first = enter(); var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new ArrayList<Future<Void>>();
      for (int i = 0; i < 8; i++) {
        Callable<Void> visit = () -> {
          try (RemoteHost remote = enter()) {
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
      assertThat(jump.connections()).isEqualTo(1);
    }
    assertThat(jump.authentications()).isEqualTo(1);
  }

  @Test
  void anotherKeyOfTheJumpHostIsRefusedBeforeAuthentication() {
    var changed = failure(behind(hop(jump, ANOTHER_PIN, JUMP_USER)));
    assertThat(changed.kind()).isEqualTo(PushFailure.Kind.HOST_KEY_CHANGED);
    assertThat(changed).hasMessageContainingAll("jump host of its site", "db-001");
    assertThat(jump.messages()).isZero();
    assertThat(host().messages()).isZero();
  }

  @Test
  void anotherKeyOfTheHostBehindItIsRefusedBeforeAuthentication() {
    var changed = failure(behind(hop(jump, null, JUMP_USER), "127.0.0.1", port(), ANOTHER_PIN));
    assertThat(changed.kind()).isEqualTo(PushFailure.Kind.HOST_KEY_CHANGED);
    assertThat(host().messages()).isZero();
  }

  @Test
  void aRefusedCredentialOfTheJumpHostIsToldAsThat() {
    var refused = failure(behind(hop(jump, null, jumpUser(WRONG))));
    assertThat(refused.kind()).isEqualTo(PushFailure.Kind.AUTH_FAILED);
    assertThat(refused).hasMessageContaining("jump host of its site").hasMessageNotContaining(WRONG);
  }

  @Test
  void aJumpHostThatDoesNotForwardNeedsAPerson(@TempDir Path other) throws Exception {
    try (SshHostFixture closed = jump(other)) {
      var refused = failure(behind(hop(closed, null, JUMP_USER)));
      assertThat(refused.kind()).isEqualTo(PushFailure.Kind.NO_WAY);
      assertThat(refused).hasMessageContaining("AllowTcpForwarding");
    }
  }

  @Test
  void aHostThatTheJumpHostDoesNotReachIsUnreachable() throws Exception {
    int nobody;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = free.getLocalPort();
    }
    assertThat(failure(behind(hop(jump, null, JUMP_USER), "127.0.0.1", nobody, pin())).kind())
        .isEqualTo(PushFailure.Kind.UNREACHABLE);
  }

  @Test
  void whatItsEndCutsOffIsLostAndTheNextComesThroughAnew() throws Exception {
    try (RemoteHost remote = enter()) {
      jump.cutAll();
      assertThat(catchThrowableOfType(PushFailure.class, () -> ask(remote)).kind()).isEqualTo(PushFailure.Kind.LOST);
      try (RemoteHost again = enter()) {
        ask(again);
      }
    }
  }
}
