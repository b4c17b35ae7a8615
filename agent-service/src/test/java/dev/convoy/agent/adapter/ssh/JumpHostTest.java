package dev.convoy.agent.adapter.ssh;

import dev.convoy.agent.host.HostScripts;
import dev.convoy.agent.remote.Credential;
import dev.convoy.agent.remote.Deadline;
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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/** Linux hosts behind a jump host: two real SSH servers, of which the first forwards to the second. */
class JumpHostTest extends BehindJumpHostContract {

  private static final Credential.Ssh USER = new Credential.SshPassword(SshHostFixture.USER, PASSWORD, null);

  private final SshHostFixture host;
  private final SshRemoteHosts hosts = new SshRemoteHosts(SshSettings.DEFAULTS, HostScripts.linux());

  JumpHostTest(@TempDir Path temp) throws IOException {
    super(temp);
    host = new SshHostFixture(temp.resolve("host"), SshHostFixture.keyPair("RSA", 2048).getPublic(), PASSWORD);
  }

  @AfterEach
  void nothingStays() throws Exception {
    hosts.close();
    host.close();
    jump.close();
    Until.holds(() -> Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
        .filter(name -> name.startsWith("sshj") || name.equals("ssh-watchdog")).toList(), List::isEmpty);
  }

  @Override
  RemoteHosts hosts() {
    return hosts;
  }

  @Override
  OsFamily family() {
    return OsFamily.LINUX;
  }

  @Override
  Credential credential() {
    return USER;
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
    return KeyUtils.getFingerPrint(host.hostKey());
  }

  @Test
  void theHostIsLeftWithIt() throws Exception {
    enter().close();
    await().atMost(Duration.ofSeconds(10)).until(() -> host.connections() == 0);
  }

  /** Whether its end is known yet or not. */
  @RepeatedTest(10)
  void whoComesInTheMomentInWhichTheJumpHostEndsComesThroughAnew() throws Exception {
    try (RemoteHost remote = enter()) {
      jump.cutAll();
      try (RemoteHost again = enter()) {
        ask(again);
      }
    }
  }

  @Test
  void aHostThatFallsSilentIsLeftAtTheDeadline() throws Exception {
    try (RemoteHost remote = enter()) {
      host.fallSilent();
      var late = catchThrowableOfType(PushFailure.class, () -> remote.call(Verb.STATUS, new OperationName("op"),
          Payload.EMPTY, Deadline.in(Duration.ofSeconds(1))));
      assertThat(late).isNotNull().extracting(PushFailure::kind).isEqualTo(PushFailure.Kind.TIMED_OUT);
    }
  }
}
