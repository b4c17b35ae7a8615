package dev.convoy.agent.install;

import dev.convoy.agent.host.HostProtocol;
import dev.convoy.agent.host.InstallCredentials;
import dev.convoy.agent.host.OperationState;
import dev.convoy.agent.remote.Credentials;
import dev.convoy.agent.remote.Sites;
import dev.convoy.agent.server.AgentOperation.InstallAgent;
import dev.convoy.agent.server.AgentOutcome;
import dev.convoy.agent.server.HostWork;
import dev.convoy.agent.server.Programs;
import dev.convoy.events.common.OsFamily;
import dev.convoy.events.common.SourceHost;
import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.OperationHeader;
import dev.convoy.kit.time.MovedClock;
import dev.convoy.kit.worker.Observation;
import dev.convoy.kit.worker.UnreachableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class InstallHandlerTest {

  private static final String ID = "s-3af3a4dfe4d95c45f";
  private static final OperationState.Ended NAMED =
      new OperationState.Ended(0, "The following is the source server ID: " + ID + ".\n");

  private final HostWork work = new HostWork(new HostProtocol((target, credential, deadline) -> {
    throw new AssertionError("the host was entered");
  }, Clock.systemUTC()), new Credentials(Map.of(), Map.of()), Sites.NONE, Duration.ofMinutes(1), 1, 1);

  /** The worker logs and counts what is unreachable; what is only "not accepted" nobody would see. */
  @Test
  void credentialsThatCannotBeHadNowAreToldWithTheirReason() {
    var handler = new InstallHandler(
        new InstallHandler.Settings("s3.example", "mgn.example", Duration.ofMinutes(30), Duration.ofMinutes(5), false, InstallerWays.USUAL),
        account -> {
          throw new UnreachableException("AccessDenied: not allowed to assume ConvoyInstall", null, new RuntimeException());
        },
        new FakeSourceServers(Map.of()), new NoInstallerFiles(), NoInstallerFiles.uncounted(), work, new Programs(1), Clock.systemUTC(),
        Duration.ofSeconds(15));
    assertThatThrownBy(() -> handler.act(List.of(install()))).isInstanceOf(UnreachableException.class)
        .hasMessageContaining("AccessDenied");
  }

  private static InstallAgent install() {
    var source = SourceHost.newBuilder().setOsFamily(OsFamily.LINUX).setOsVersion("Debian 12")
        .setFqdn("web-1.example").setAddress("127.0.0.1").setPort(22).setCredential("linux").setSite("default")
        .setQuiesceRunbook("default").setResumeRunbook("default").build();
    return new InstallAgent(new OperationHeader("web-1", "InstallAgent", 1, 1, "web-1", true, Instant.EPOCH,
        "wave-1"), source, new AccountKey("111122223333", "eu-central-1", null));
  }

  private Failure why(int exit, String output) {
    var handler = new InstallHandler(
        new InstallHandler.Settings("s3.example", "mgn.example", Duration.ofMinutes(30), Duration.ofMinutes(5), false, InstallerWays.USUAL),
        account -> new InstallCredentials("ASIAEXAMPLE", "not-a-real-secret", "a-token"), new FakeSourceServers(Map.of()),
        new NoInstallerFiles(), NoInstallerFiles.uncounted(), work, new Programs(1), Clock.systemUTC(), Duration.ofSeconds(15));
    var seen = (Observation.Ended<AgentOutcome>) handler.ended(install(), new OperationState.Ended(exit, output));
    return ((AgentOutcome.Failed) seen.outcome()).failure();
  }

  @Test
  void anInstallerThatFailsIsToldByItsLastLinesAndTriedAgain() {
    assertThat(why(1, "line\nno driver")).satisfies(each -> {
      assertThat(each.code()).isEqualTo("CVY-2221");
      assertThat(each.message()).isEqualTo("the installer ended with exit code 1: line | no driver");
      assertThat(each.remedy()).startsWith("see the installer's log on the host");
      assertThat(each.permanent()).isFalse();
    });
  }

  @Test
  void anInstallerThatEndsWellWithoutAnIdIsToldWithARemedyOfItsOwn() {
    assertThat(why(0, "Syncing... Finished.")).satisfies(each -> {
      assertThat(each.code()).isEqualTo("CVY-2310");
      assertThat(each.message()).isEqualTo("the installer ended well, but named no source server: Syncing... Finished.");
      assertThat(each.remedy()).startsWith("look whether the agent runs on the host");
    });
  }

  @Test
  void anInstallerThatTheHostHadToEndDidNotEndInTimeAndIsNotTriedAgain() {
    assertThat(why(124, "begun")).satisfies(each -> {
      assertThat(each.code()).isEqualTo("CVY-2301");
      assertThat(each.message()).contains("the installation did not end in time", "PT30M", "begun");
      assertThat(each.permanent()).isTrue();
    });
  }

  @Test
  void aNamedSourceServerThatMgnDoesNotListIsWaitedForAndThenNamed() {
    var clock = new MovedClock(Instant.parse("2026-11-21T10:00:00Z"));
    var listed = new HashMap<String, Map<String, Long>>();
    var handler = handler(new FakeSourceServers(listed), clock);
    assertThat(handler.ended(install(), NAMED)).isEqualTo(Observation.Running.silently());
    clock.move(Duration.ofMinutes(4));
    assertThat(handler.ended(install(), NAMED)).isEqualTo(Observation.Running.silently());
    clock.move(Duration.ofMinutes(1));
    var seen = (Observation.Ended<AgentOutcome>) handler.ended(install(), NAMED);
    assertThat(((AgentOutcome.Failed) seen.outcome()).failure()).satisfies(each -> {
      assertThat(each.code()).isEqualTo("CVY-2312");
      assertThat(each.message()).contains(ID, "111122223333/eu-central-1", "PT5M");
      assertThat(each.permanent()).isTrue();
    });
    listed.put(ID, Map.of());
    var found = (Observation.Ended<AgentOutcome>) handler.ended(install(), NAMED);
    assertThat(found.outcome()).isInstanceOfSatisfying(AgentOutcome.Installed.class,
        each -> assertThat(each.sourceServerId()).isEqualTo(ID));
  }

  @Test
  void whoLeavesAnOperationWaitsForItsSourceServerAnew() {
    var clock = new MovedClock(Instant.parse("2026-11-21T10:00:00Z"));
    var handler = handler(new FakeSourceServers(Map.of()), clock);
    handler.ended(install(), NAMED);
    clock.move(Duration.ofMinutes(6));
    handler.left(install().id());
    assertThat(handler.ended(install(), NAMED)).isEqualTo(Observation.Running.silently());
  }

  private InstallHandler handler(KnownSourceServers known, Clock clock) {
    return new InstallHandler(
        new InstallHandler.Settings("", "", Duration.ofMinutes(30), Duration.ofMinutes(5), false, InstallerWays.USUAL),
        account -> new InstallCredentials("ASIAEXAMPLE", "not-a-real-secret", "a-token"), known,
        new NoInstallerFiles(), NoInstallerFiles.uncounted(), work, new Programs(1), clock, Duration.ofSeconds(15));
  }
}
