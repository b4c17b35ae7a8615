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
import dev.convoy.agent.remote.Verb;
import dev.convoy.events.common.OsFamily;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Connections that vanish without an end: real SSH servers behind a relay that stops to pass anything on. */
class KeepAliveTest {

  private static final String PASSWORD = "right-password-77";
  private static final Credential.Ssh USER = new Credential.SshPassword(SshHostFixture.USER, PASSWORD, null);

  private final SshHostFixture host;
  private final SshHostFixture jump;
  private final SshRemoteHosts hosts;

  KeepAliveTest(@TempDir Path temp) throws IOException {
    var nobodysKey = SshHostFixture.keyPair("RSA", 2048).getPublic();
    host = new SshHostFixture(temp.resolve("host"), nobodysKey, PASSWORD);
    jump = new SshHostFixture(temp.resolve("jump"), nobodysKey, PASSWORD);
    jump.forwards();
    var usual = SshSettings.DEFAULTS;
    hosts = new SshRemoteHosts(new SshSettings(usual.connectTimeout(), usual.handshakeTimeout(), usual.silenceTimeout(),
        Duration.ofSeconds(2), null), HostScripts.linux());
  }

  @AfterEach
  void leave() throws Exception {
    hosts.close();
    host.close();
    jump.close();
  }

  private static Deadline late() {
    return Deadline.in(Duration.ofMinutes(5));
  }

  private static HostTarget at(int port, SshHostFixture which) {
    return new HostTarget("db-001", OsFamily.LINUX, "127.0.0.1", port, KeyUtils.getFingerPrint(which.hostKey()));
  }

  private static void ask(RemoteHost remote) throws PushFailure {
    assertThat(remote.call(Verb.STATUS, new OperationName("op"), Payload.EMPTY, late()).value("state")).contains("absent");
  }

  @Test
  void aHostThatVanishesIsLostLongBeforeTheDeadline() throws Exception {
    try (var way = new Relay(host.port()); var remote = hosts.connect(at(way.port(), host), USER, late())) {
      ask(remote);
      way.freeze();
      var lost = catchThrowableOfType(PushFailure.class, () -> ask(remote));
      assertThat(lost).isNotNull().extracting(PushFailure::kind).isEqualTo(PushFailure.Kind.LOST);
    }
  }

  @Test
  void aJumpHostThatVanishesIsLeftAndTheNextSessionGoesThroughAnew() throws Exception {
    try (var way = new Relay(jump.port())) {
      var hop = new Hop(at(way.port(), jump), USER);
      var behind = new HostTarget("db-001", OsFamily.LINUX, "127.0.0.1", host.port(), KeyUtils.getFingerPrint(host.hostKey()), hop);
      try (var remote = hosts.connect(behind, USER, late())) {
        ask(remote);
        way.freeze();
        var lost = catchThrowableOfType(PushFailure.class, () -> ask(remote));
        assertThat(lost).isNotNull().extracting(PushFailure::kind).isEqualTo(PushFailure.Kind.LOST);
        try (var again = hosts.connect(behind, USER, late())) {
          ask(again);
        }
      }
    }
  }

  @Test
  void aHostThatOnlyTakesItsTimeIsWaitedFor() throws Exception {
    try (var remote = hosts.connect(at(host.port(), host), USER, late())) {
      host.fallSilent();
      var late = catchThrowableOfType(PushFailure.class, () -> remote.call(Verb.STATUS, new OperationName("op"),
          Payload.EMPTY, Deadline.in(Duration.ofSeconds(12))));
      assertThat(late).as("three questions were answered meanwhile").isNotNull().extracting(PushFailure::kind)
          .isEqualTo(PushFailure.Kind.TIMED_OUT);
    }
  }
}
