package dev.convoy.lab.hosts;

import dev.convoy.agent.adapter.tcp.TcpKnock;
import dev.convoy.agent.host.ShutdownPrograms;
import dev.convoy.agent.remote.Deadline;
import dev.convoy.agent.remote.HostTarget;
import dev.convoy.agent.remote.Knock.Sign;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Hosts that go off and are powered on again, seen as agent-service sees them. */
class PoweredHostTest {
  private static final String SHUTDOWN = "host-1:ShutDownSource:1:1";

  @TempDir Path folder;
  private FakeAws aws;

  @BeforeEach
  void start() throws IOException {
    aws = new FakeAws();
  }

  @AfterEach
  void stop() {
    aws.close();
  }

  private static Sign sign(SimulatedHost host) {
    return new TcpKnock((target, deadline) -> {
      throw new AssertionError("no jump host");
    }).at(new HostTarget(host.serverId(), host.os(), host.address(), host.port(), null),
        Deadline.in(Duration.ofSeconds(5))).sign();
  }

  private static void isSeen(SimulatedHost host, Sign wanted) {
    await().atMost(Duration.ofSeconds(20)).until(() -> sign(host) == wanted);
  }

  private static Map<String, String> shutDown(SourceFleet fleet, SimulatedHost host) throws IOException {
    return new SshCaller(host, fleet.hostKeyFingerprint(host.address())).verb("start", SHUTDOWN,
        Map.of("kind", "shutdown", "timeout-seconds", "600", "program", "poweroff"));
  }

  @Test
  void a_linux_host_goes_off_alone_and_comes_back_with_what_it_knew() throws IOException {
    var hosts = SmallFleet.linux(2);
    var host = hosts.getFirst();
    try (SourceFleet fleet = SourceFleet.start(SmallFleet.settings(aws, 1000), hosts)) {
      assertThat(shutDown(fleet, host)).containsEntry("state", "started");
      isSeen(host, Sign.SILENT);
      assertThat(sign(hosts.getLast())).isEqualTo(Sign.ANSWERS);
      fleet.powerOn(host.serverId(), "host-1:PowerOnSource:1:1");
      fleet.powerOn(host.serverId(), "host-1:PowerOnSource:1:2");
      isSeen(host, Sign.ANSWERS);
      assertThat(new SshCaller(host, fleet.hostKeyFingerprint(host.address())).verb("status", SHUTDOWN, Map.of()))
          .containsEntry("state", "ended").containsEntry("exit", "143");
      assertThat(fleet.ledger().entries().stream().filter(each -> each.kind() == WorkKind.POWER_ON)
          .map(HostLedgerEntry::phase)).containsExactly(HostLedgerEntry.Phase.START, HostLedgerEntry.Phase.END,
              HostLedgerEntry.Phase.START, HostLedgerEntry.Phase.END);
    }
  }

  @Test
  void aws_misses_the_agent_of_a_host_that_is_off_and_sees_it_again() throws IOException {
    var host = SmallFleet.linux(1).getFirst();
    var seen = "PUT /_lab/agents/" + FakeAws.SOURCE_SERVER_ID + "/seen {\"seen\":";
    try (SourceFleet fleet = SourceFleet.start(SmallFleet.settings(aws, 100), List.of(host))) {
      var caller = new SshCaller(host, fleet.hostKeyFingerprint(host.address()));
      fleet.shutDown(host.serverId());
      fleet.powerOn(host.serverId(), "host-1:PowerOnSource:1:1");
      isSeen(host, Sign.ANSWERS);
      assertThat(aws.requests).as("it has no agent").isEmpty();
      caller.verb("start", "host-1:InstallAgent:1:1", Map.of("kind", "install", "timeout-seconds", "600",
          "program", "install --region eu-central-1 --no-replication",
          "env.AWS_ACCESS_KEY_ID", "AKIAEXAMPLE", "env.AWS_SECRET_ACCESS_KEY", "x"));
      await().atMost(Duration.ofSeconds(20))
          .until(() -> caller.verb("status", "host-1:InstallAgent:1:1", Map.of()).get("state").equals("ended"));
      shutDown(fleet, host);
      await().atMost(Duration.ofSeconds(20)).until(() -> aws.requests.contains(seen + "false}"));
      fleet.wake(host.serverId());
      await().atMost(Duration.ofSeconds(20)).until(() -> aws.requests.contains(seen + "true}"));
    }
  }

  @Test
  void a_host_that_wakes_by_itself_does_so_on_nobodys_order() throws IOException {
    var host = SmallFleet.linux(1).getFirst();
    try (SourceFleet fleet = SourceFleet.start(SmallFleet.settings(aws, 1000), List.of(host))) {
      shutDown(fleet, host);
      isSeen(host, Sign.SILENT);
      fleet.wake(host.serverId());
      isSeen(host, Sign.ANSWERS);
      assertThat(fleet.ledger().entries()).noneMatch(each -> each.kind() == WorkKind.POWER_ON);
    }
  }

  @Test
  void a_host_that_stays_on_says_so_at_the_end_of_its_program_and_answers_all_the_while() throws IOException {
    var host = SmallFleet.linux(1).getFirst().with(PlantedFault.STAYS_ON);
    try (SourceFleet fleet = SourceFleet.start(SmallFleet.settings(aws, 1000), List.of(host))) {
      assertThat(shutDown(fleet, host)).containsEntry("state", "started");
      var caller = new SshCaller(host, fleet.hostKeyFingerprint(host.address()));
      await().atMost(Duration.ofSeconds(20)).until(() -> caller.verb("status", SHUTDOWN, Map.of()).get("state").equals("ended"));
      assertThat(caller.verb("status", SHUTDOWN, Map.of())).containsEntry("exit", String.valueOf(ShutdownPrograms.STILL_ON));
      assertThat(sign(host)).isEqualTo(Sign.ANSWERS);
    }
  }

  @Test
  void a_host_that_was_off_when_the_lab_stopped_is_off_when_it_starts_again() throws IOException {
    var hosts = SmallFleet.linux(1);
    var settings = SmallFleet.settings(aws, 1000).withDataFolder(folder);
    try (SourceFleet fleet = SourceFleet.start(settings, hosts)) {
      shutDown(fleet, hosts.getFirst());
      isSeen(hosts.getFirst(), Sign.SILENT);
    }
    try (SourceFleet fleet = SourceFleet.start(settings, hosts)) {
      assertThat(sign(hosts.getFirst())).isEqualTo(Sign.SILENT);
      fleet.powerOn("host-1", "host-1:PowerOnSource:1:1");
      isSeen(hosts.getFirst(), Sign.ANSWERS);
    }
  }

  @Test
  void a_windows_host_goes_off_and_comes_back() throws IOException {
    var host = SmallFleet.windows();
    try (SourceFleet fleet = SourceFleet.start(SmallFleet.settings(aws, 1000).withDataFolder(folder), List.of(host))) {
      assertThat(sign(host)).isEqualTo(Sign.ANSWERS);
      fleet.shutDown(host.serverId());
      isSeen(host, Sign.SILENT);
      fleet.powerOn(host.serverId(), "win-1:PowerOnSource:1:1");
      isSeen(host, Sign.ANSWERS);
    }
  }
}
