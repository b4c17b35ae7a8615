package dev.convoy.agent.adapter.ssh;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/** Hosts behind a jump host: two real SSH servers, of which the first forwards to the second. */
class JumpHostTest {

  private static final String PASSWORD = "right-password-77";
  private static final String JUMP_PASSWORD = "jump-password-31";
  private static final Credential.Ssh USER = new Credential.SshPassword(SshHostFixture.USER, PASSWORD, null);
  private static final Credential.Ssh JUMP_USER = new Credential.SshPassword(SshHostFixture.USER, JUMP_PASSWORD, null);

  private final SshHostFixture host;
  private final SshHostFixture jump;
  private final SshRemoteHosts hosts = new SshRemoteHosts(SshSettings.DEFAULTS, HostScripts.linux());

  JumpHostTest(@TempDir Path temp) throws IOException {
    var nobodysKey = SshHostFixture.keyPair("RSA", 2048).getPublic();
    host = new SshHostFixture(temp.resolve("host"), nobodysKey, PASSWORD);
    jump = new SshHostFixture(temp.resolve("jump"), nobodysKey, JUMP_PASSWORD);
    jump.forwards();
  }

  @AfterEach
  void nothingStays() throws Exception {
    hosts.close();
    host.close();
    jump.close();
    Until.holds(() -> Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
        .filter(name -> name.startsWith("sshj") || name.equals("ssh-watchdog")).toList(), List::isEmpty);
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(20));
  }

  private HostTarget behind(String jumpPin, Credential.Ssh jumpUser, int port) {
    var hop = new Hop(new HostTarget("db-001", OsFamily.LINUX, "127.0.0.1", jump.port(), jumpPin), jumpUser);
    return new HostTarget("db-001", OsFamily.LINUX, "127.0.0.1", port, KeyUtils.getFingerPrint(host.hostKey()), hop);
  }

  private HostTarget behind() {
    return behind(KeyUtils.getFingerPrint(jump.hostKey()), JUMP_USER, host.port());
  }

  private static void ask(RemoteHost remote) throws PushFailure {
    assertThat(remote.call(Verb.STATUS, new OperationName("op"), Payload.EMPTY, soon()).value("state")).contains("absent");
  }

  private @Nullable PushFailure failure(HostTarget target) {
    return catchThrowableOfType(PushFailure.class, () -> hosts.connect(target, USER, soon()).close());
  }

  @Test
  void aHostIsEnteredThroughItAndTheJumpHostIsLeftToo() throws Exception {
    try (RemoteHost remote = hosts.connect(behind(), USER, soon())) {
      ask(remote);
      assertThat(jump.commands()).as("nothing runs there").isEmpty();
      assertThat(jump.connections()).isEqualTo(1);
    }
    await().atMost(Duration.ofSeconds(10)).until(() -> jump.connections() == 0 && host.connections() == 0);
  }

  @Test
  void manyGoThroughOneConnection() throws Exception {
    try (RemoteHost first = hosts.connect(behind(), USER, soon());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new ArrayList<Future<Void>>();
      for (int i = 0; i < 20; i++) {
        Callable<Void> visit = () -> {
          try (RemoteHost remote = hosts.connect(behind(), USER, soon())) {
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
  void anUnknownOrChangedKeyOfTheJumpHostIsRefusedBeforeAuthentication() {
    var changed = failure(behind("SHA256:another", JUMP_USER, host.port()));
    assertThat(changed).isNotNull().extracting(PushFailure::kind).isEqualTo(PushFailure.Kind.HOST_KEY_CHANGED);
    assertThat(changed).hasMessageContaining("jump host of its site").hasMessageContaining("db-001");
    assertThat(jump.messages()).isZero();
    assertThat(host.messages()).isZero();
  }

  @Test
  void aChangedKeyOfTheHostBehindItIsRefusedBeforeAuthentication() {
    var behind = behind();
    var target = new HostTarget("db-001", OsFamily.LINUX, "127.0.0.1", host.port(), "SHA256:another", behind.via());
    assertThat(failure(target)).isNotNull().extracting(PushFailure::kind).isEqualTo(PushFailure.Kind.HOST_KEY_CHANGED);
    assertThat(host.messages()).isZero();
  }

  @Test
  void aRefusedCredentialOfTheJumpHostIsToldAsThat() {
    var refused = failure(behind(KeyUtils.getFingerPrint(jump.hostKey()),
        new Credential.SshPassword(SshHostFixture.USER, "wrong-password-12", null), host.port()));
    assertThat(refused).isNotNull().extracting(PushFailure::kind).isEqualTo(PushFailure.Kind.AUTH_FAILED);
    assertThat(refused).hasMessageContaining("jump host of its site").hasMessageNotContaining("wrong-password-12");
  }

  @Test
  void aJumpHostThatDoesNotForwardNeedsAPerson(@TempDir Path other) throws Exception {
    try (SshHostFixture closed = new SshHostFixture(other, SshHostFixture.keyPair("RSA", 2048).getPublic(), JUMP_PASSWORD)) {
      var hop = new Hop(new HostTarget("db-001", OsFamily.LINUX, "127.0.0.1", closed.port(),
          KeyUtils.getFingerPrint(closed.hostKey())), JUMP_USER);
      var refused = failure(new HostTarget("db-001", OsFamily.LINUX, "127.0.0.1", host.port(), "SHA256:x", hop));
      assertThat(refused).isNotNull().extracting(PushFailure::kind).isEqualTo(PushFailure.Kind.NO_WAY);
      assertThat(refused).hasMessageContaining("AllowTcpForwarding");
    }
  }

  @Test
  void aHostThatTheJumpHostDoesNotReachIsUnreachable() throws Exception {
    int nobody;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = free.getLocalPort();
    }
    assertThat(failure(behind(KeyUtils.getFingerPrint(jump.hostKey()), JUMP_USER, nobody))).isNotNull()
        .extracting(PushFailure::kind).isEqualTo(PushFailure.Kind.UNREACHABLE);
  }

  @Test
  void whatItsEndCutsOffIsLostAndTheNextComesThroughAnew() throws Exception {
    try (RemoteHost remote = hosts.connect(behind(), USER, soon())) {
      jump.cutAll();
      var lost = catchThrowableOfType(PushFailure.class, () -> ask(remote));
      assertThat(lost).isNotNull().extracting(PushFailure::kind).isEqualTo(PushFailure.Kind.LOST);
      try (RemoteHost again = hosts.connect(behind(), USER, soon())) {
        ask(again);
      }
    }
  }

  @Test
  void aHostThatFallsSilentIsLeftAtTheDeadline() throws Exception {
    try (RemoteHost remote = hosts.connect(behind(), USER, soon())) {
      host.fallSilent();
      var late = catchThrowableOfType(PushFailure.class, () -> remote.call(Verb.STATUS, new OperationName("op"),
          Payload.EMPTY, Deadline.in(Duration.ofSeconds(1))));
      assertThat(late).isNotNull().extracting(PushFailure::kind).isEqualTo(PushFailure.Kind.TIMED_OUT);
    }
  }
}
