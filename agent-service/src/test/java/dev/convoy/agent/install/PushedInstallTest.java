package dev.convoy.agent.install;

import dev.convoy.agent.host.HostFile;
import dev.convoy.agent.host.HostProtocol;
import dev.convoy.agent.host.InstallCredentials;
import dev.convoy.agent.host.InstallerSource;
import dev.convoy.agent.remote.CredentialSettings;
import dev.convoy.agent.remote.Credentials;
import dev.convoy.agent.remote.Deadline;
import dev.convoy.agent.remote.HostAnswer;
import dev.convoy.agent.remote.HostTarget;
import dev.convoy.agent.remote.OperationName;
import dev.convoy.agent.remote.Payload;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.agent.remote.RemoteHost;
import dev.convoy.agent.remote.Sites;
import dev.convoy.agent.remote.Verb;
import dev.convoy.agent.server.AgentOperation.InstallAgent;
import dev.convoy.agent.server.AgentOutcome;
import dev.convoy.agent.server.AgentOutcome.Pushed;
import dev.convoy.agent.server.HostWork;
import dev.convoy.agent.server.Programs;
import dev.convoy.events.common.OsFamily;
import dev.convoy.events.common.SourceHost;
import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.core.OperationHeader;
import dev.convoy.kit.time.MovedClock;
import dev.convoy.kit.worker.Acted;
import dev.convoy.kit.worker.UnreachableException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** An installer that is pushed: with which credentials it is started then, and what is counted. */
class PushedInstallTest {

  private static final int SIZE = 600_000;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<String> startedWith = new ArrayList<>();
  private final List<Pushed> told = new ArrayList<>();
  private final InstallHandler handler;
  private final MovedClock clock = new MovedClock(Instant.parse("2026-11-21T10:00:00Z"));
  private Duration slow = Duration.ZERO;
  private int arrived;
  private int asked;
  private int refusedFrom = Integer.MAX_VALUE;
  private int lostAt = Integer.MAX_VALUE;

  PushedInstallTest(@TempDir Path temp) throws IOException {
    var installer = new HostFile(Files.write(temp.resolve("installer"), new byte[SIZE]), "ab".repeat(64), SIZE);
    var work = new HostWork(new HostProtocol((target, found, deadline) -> new Host(target), Clock.systemUTC()),
        new Credentials(Map.of("linux", new CredentialSettings("ssh-password", "migrate", null, null, "env:WORD", null, null,
            null)), Map.of("WORD", "x")), Sites.NONE, Duration.ofMinutes(1), 1, 1);
    var pushed = new InstallerSource.Pushed();
    handler = new InstallHandler(new InstallHandler.Settings("", "", Duration.ofMinutes(30), Duration.ofMinutes(5), false,
        new InstallerWays(new InstallerWays.Way(pushed, pushed, false, ""), Map.of(), Map.of(), Map.of())),
        account -> credentials(), new FakeSourceServers(Map.of()), (region, file) -> installer, new PushMetrics(meters), work,
        new Programs(1), clock, Duration.ofSeconds(15));
  }

  private InstallCredentials credentials() {
    if (++asked >= refusedFrom) {
      throw new UnreachableException("AccessDenied: not allowed to assume ConvoyAgentInstall", null, new RuntimeException());
    }
    return new InstallCredentials("ASIAEXAMPLE" + asked, "not-a-real-secret", "a-token");
  }

  /** Takes what comes in order, and loses the connection where it is told to. */
  private final class Host implements RemoteHost {
    private final HostTarget target;

    Host(HostTarget target) {
      this.target = target;
    }

    @Override
    public HostTarget target() {
      return target;
    }

    @Override
    public HostAnswer call(Verb verb, OperationName operation, Payload payload, Deadline deadline) throws PushFailure {
      return new HostAnswer(switch (verb) {
        case AGENT -> Map.of("agent", "none");
        case PUT -> put(payload);
        case START -> {
          payload.entries().stream().filter(each -> each.name().equals("env.AWS_ACCESS_KEY_ID"))
              .forEach(each -> startedWith.add(each.value()));
          yield Map.of("state", "started");
        }
        default -> Map.of("state", "absent");
      }, List.of());
    }

    private Map<String, String> put(Payload payload) throws PushFailure {
      if (arrived >= lostAt) {
        throw new PushFailure(PushFailure.Kind.LOST, target.serverId(), "the connection broke");
      }
      clock.move(slow);
      arrived += Base64.getDecoder().decode(payload.bytes()).length;
      return Map.of("put", arrived < SIZE ? "part" : "whole", "arrived", Integer.toString(arrived));
    }

    @Override
    public void close() {}
  }

  private Acted<?> act() throws InterruptedException {
    var source = SourceHost.newBuilder().setOsFamily(OsFamily.LINUX).setOsVersion("Debian 12").setFqdn("web-1.example")
        .setAddress("192.0.2.1").setPort(22).setCredential("linux").setSite("default").setQuiesceRunbook("stop")
        .setResumeRunbook("start").build();
    var install = new InstallAgent(new OperationHeader("web-1", "InstallAgent", 1, 1, "web-1", true, Instant.EPOCH, "wave-1"),
        source, new AccountKey("111122223333", "eu-central-1", null));
    return handler.act(List.of(install), outcome -> told.add(((AgentOutcome.Begun) outcome).pushed())).get(install.id());
  }

  private double bytes() {
    return meters.get("convoy.hosts.push.bytes").tag("family", "linux").counter().count();
  }

  @Test
  void theInstallerGetsCredentialsOfAfterThePush() throws Exception {
    assertThat(act()).isInstanceOf(Acted.Accepted.class);
    assertThat(startedWith).containsExactly("ASIAEXAMPLE2");
  }

  @Test
  void whereTheyCannotBeRenewedNothingIsStartedAndNothingPushedAgainLater() throws Exception {
    refusedFrom = 2;
    assertThatThrownBy(this::act).isInstanceOf(UnreachableException.class).hasMessageContaining("AccessDenied");
    assertThat(startedWith).isEmpty();
    assertThat(bytes()).isEqualTo(SIZE);
    refusedFrom = Integer.MAX_VALUE;
    assertThat(act()).isInstanceOf(Acted.Accepted.class);
    assertThat(startedWith).containsExactly("ASIAEXAMPLE4");
    assertThat(bytes()).as("once").isEqualTo(SIZE);
  }

  @Test
  void bytesTimeAndFailuresAreCounted() throws Exception {
    lostAt = 400_000;
    assertThat(act()).isInstanceOf(Acted.Unknown.class);
    assertThat(bytes()).isEqualTo(2 * 256 * 1024);
    assertThat(meters.get("convoy.hosts.push.failures").tags("family", "linux", "kind", "lost").counter().count()).isEqualTo(1);
    assertThat(meters.find("convoy.hosts.push").timer()).as("it is not whole").isNull();
    lostAt = Integer.MAX_VALUE;
    assertThat(act()).isInstanceOf(Acted.Accepted.class);
    assertThat(bytes()).isEqualTo(SIZE);
    assertThat(meters.get("convoy.hosts.push").tag("family", "linux").timer().count()).isEqualTo(1);
    assertThat(meters.get("convoy.hosts.pushes").gauge().value()).isZero();
  }

  @Test
  void itsBeginningItsEndAndWhatComesLateBetweenAreTold() throws Exception {
    act();
    assertThat(told).containsExactly(new Pushed(0, SIZE), new Pushed(SIZE, SIZE));
    told.clear();
    arrived = 0;
    slow = Duration.ofSeconds(10);
    act();
    assertThat(told).containsExactly(new Pushed(0, SIZE), new Pushed(2 * 256 * 1024, SIZE), new Pushed(SIZE, SIZE));
  }

  @Test
  void aFileThatIsThereAlreadyIsNoPush() throws Exception {
    arrived = SIZE;
    assertThat(act()).isInstanceOf(Acted.Accepted.class);
    assertThat(told).isEmpty();
    assertThat(meters.find("convoy.hosts.push.bytes").counter()).isNull();
    assertThat(meters.find("convoy.hosts.push").timer()).isNull();
  }
}
