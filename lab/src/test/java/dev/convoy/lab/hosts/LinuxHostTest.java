package dev.convoy.lab.hosts;

import dev.convoy.lab.hosts.HostLedgerEntry.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.userauth.UserAuthException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class LinuxHostTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private FakeAws aws;
  private List<SimulatedHost> hosts;

  @BeforeEach
  void start() throws IOException {
    aws = new FakeAws();
    hosts = SmallFleet.linux(2);
  }

  @AfterEach
  void stop() {
    aws.close();
  }

  @Test
  void a_host_checks_installs_quiesces_and_resumes_as_the_protocol_says() throws IOException {
    try (SourceFleet fleet = SourceFleet.start(SmallFleet.settings(aws, 1000), hosts)) {
      SshCaller ssh = caller(fleet, hosts.getFirst());
      assertThat(ssh.verb("check", "-", Map.of("mgn-endpoint", "mgn:443", "min-root-mib", "2048")))
          .containsEntry("check root", "ok").containsEntry("check root-space", "ok")
          .containsEntry("check mgn-443", "ok").doesNotContainKey("check s3-443")
          .containsEntry("hostname", "host-1.corp.example").containsEntry("end", "0").containsKey("host-time");

      assertThat(ssh.verb("status", "op:1", Map.of())).containsEntry("state", "absent");
      assertThat(ssh.verb("start", "op:1", HostText.INSTALL)).containsEntry("state", "started");
      assertThat(ended(ssh, "op:1")).containsEntry("exit", "0").hasEntrySatisfying("output", output ->
          assertThat(output).contains("The following is the source server ID: " + FakeAws.SOURCE_SERVER_ID + ".\n"));
      assertThat(aws.requests).hasSize(1).first().asString().startsWith("POST /_lab/agents ")
          .contains("\"userProvidedId\":\"host-1\"", "\"noReplication\":true", "\"region\":\"eu-central-1\"")
          .doesNotContain("not-a-real-secret");

      ssh.verb("start", "op:2", Map.of("kind", "quiesce", "timeout-seconds", "600", "program", "systemctl stop app"));
      assertThat(ended(ssh, "op:2")).containsEntry("output", "writes stopped\n");
      assertThat(fleet.writing("host-1")).isFalse();
      ssh.verb("start", "op:3", Map.of("kind", "resume", "timeout-seconds", "600", "program", "systemctl start app"));
      assertThat(ended(ssh, "op:3")).containsEntry("output", "writes resumed\n");
      assertThat(fleet.writing("host-1")).isTrue();
      aws.forgetServers();
      ssh.verb("start", "op:4", Map.of("kind", "quiesce", "timeout-seconds", "600", "program", "systemctl stop app"));
      assertThat(ended(ssh, "op:4")).containsEntry("exit", "0");
      assertThat(fleet.writing("host-1")).isFalse();
      String path = "PUT /_lab/agents/" + FakeAws.SOURCE_SERVER_ID + "/writing ";
      assertThat(aws.requests).endsWith(
          path + "{\"writing\":false}", path + "{\"writing\":true}", path + "{\"writing\":false}");
    }
  }

  @Test
  void an_operation_is_started_once_and_only_one_runs_at_a_time() throws IOException {
    try (SourceFleet fleet = SourceFleet.start(SmallFleet.settings(aws, 0.1), hosts)) {
      SshCaller ssh = caller(fleet, hosts.getFirst());
      assertThat(ssh.verb("start", "first", HostText.INSTALL)).containsEntry("state", "started");
      assertThat(ssh.verb("start", "first", HostText.INSTALL)).containsEntry("state", "running");
      assertThat(ssh.verb("start", "second", HostText.INSTALL))
          .containsEntry("state", "busy").containsEntry("busy-operation", "first");
      assertThat(caller(fleet, hosts.get(1)).verb("start", "second", HostText.INSTALL))
          .containsEntry("state", "started");
    }
  }

  @Test
  void what_a_later_attempt_or_what_undoes_it_has_overtaken_is_refused_as_by_the_script() throws IOException {
    try (SourceFleet fleet = SourceFleet.start(SmallFleet.settings(aws, 1000), hosts)) {
      SshCaller ssh = caller(fleet, hosts.getFirst());
      var runbook = Map.of("kind", "quiesce", "timeout-seconds", "60", "program", "true");
      assertThat(ssh.verb("start", "web:Quiesce:1:2", runbook)).containsEntry("state", "started");
      assertThat(ended(ssh, "web:Quiesce:1:2")).containsEntry("exit", "0");
      assertThat(ssh.verb("start", "web:Quiesce:1:1", overtakenBy(runbook, "web:Quiesce 1 2\nweb:Resume 1 0\n")))
          .containsEntry("state", "overtaken").containsEntry("overtaking-operation", "web:Quiesce:1:2");
      assertThat(ssh.verb("status", "web:Quiesce:1:1", Map.of())).containsEntry("state", "absent");
      assertThat(ssh.verb("start", "web:Quiesce:2:1", overtakenBy(runbook, "web:Quiesce 2 2\nweb:Resume 2 0\n")))
          .containsEntry("state", "started");
    }
  }

  private static Map<String, String> overtakenBy(Map<String, String> program, String lines) {
    var more = new HashMap<>(program);
    more.put("overtaken-by", lines);
    return more;
  }

  @Test
  void an_installer_that_aws_refuses_ends_with_the_installers_own_words() throws IOException {
    try (SourceFleet fleet = SourceFleet.start(SmallFleet.settings(aws, 1000), hosts)) {
      SshCaller ssh = caller(fleet, hosts.getFirst());
      ssh.verb("start", "refused", Map.of("kind", "install", "timeout-seconds", "600",
          "program", "install --region eu-central-1",
          "env.AWS_ACCESS_KEY_ID", "AKIAREFUSED", "env.AWS_SECRET_ACCESS_KEY", "x"));
      assertThat(ended(ssh, "refused")).containsEntry("exit", "1").hasEntrySatisfying("output", output ->
          assertThat(output).contains("An error occurred (AccessDeniedException) when calling the "
              + "GetAgentInstallationAssetsForMgn operation: User is not authorized"));
      ssh.verb("start", "none", Map.of("kind", "install", "timeout-seconds", "600", "program", "install"));
      assertThat(ended(ssh, "none")).containsEntry("exit", "1").hasEntrySatisfying("output", output ->
          assertThat(output).contains("Unable to locate credentials"));
      assertThat(aws.requests).hasSize(1);
    }
  }

  @Test
  void an_installer_that_hangs_is_ended_by_its_time_out() throws IOException {
    List<SimulatedHost> hanging = List.of(hosts.getFirst().with(PlantedFault.INSTALLER_HANGS));
    try (SourceFleet fleet = SourceFleet.start(SmallFleet.settings(aws, 1000), hanging)) {
      SshCaller ssh = caller(fleet, hanging.getFirst());
      ssh.verb("start", "hangs", Map.of("kind", "install", "timeout-seconds", "1", "program", "install"));
      assertThat(ended(ssh, "hangs")).containsEntry("exit", "124");
      assertThat(aws.requests).isEmpty();
    }
  }

  @Test
  void a_start_that_the_host_script_would_refuse_is_refused() throws IOException {
    try (SourceFleet fleet = SourceFleet.start(SmallFleet.settings(aws, 1000), hosts)) {
      SshCaller ssh = caller(fleet, hosts.getFirst());
      for (Map<String, String> wrong : List.of(
          Map.of("kind", "install", "program", "install"),
          Map.of("kind", "format", "timeout-seconds", "1", "program", "format"),
          Map.of("kind", "install", "timeout-seconds", "soon", "program", "install"),
          Map.of("kind", "install", "timeout-seconds", "1"))) {
        assertThat(ssh.verb("start", "wrong", wrong)).isEmpty();
      }
      assertThat(ssh.verb("status", "wrong", Map.of())).containsEntry("state", "absent");
    }
  }

  @Test
  void another_users_key_is_refused() throws IOException {
    try (SourceFleet fleet = SourceFleet.start(SmallFleet.settings(aws, 1), hosts)) {
      SshCaller ssh = caller(fleet, hosts.getFirst());
      assertThatThrownBy(() -> ssh.run(SmallFleet.newKey(), "true", "")).isInstanceOf(UserAuthException.class);
    }
  }

  @Test
  void a_restarted_fleet_has_the_same_host_keys_and_each_host_its_own() throws IOException {
    String pinned = HostKeys.fingerprint(1, hosts.getFirst().address());
    for (int round = 0; round < 2; round++) {
      try (SourceFleet fleet = SourceFleet.start(SmallFleet.settings(aws, 1), hosts)) {
        assertThat(fleet.hostKeyFingerprint(hosts.getFirst().address())).isEqualTo(pinned).startsWith("SHA256:");
        assertThat(new SshCaller(hosts.getFirst(), pinned).run("hostname").output()).isEqualTo("host-1\n");
        SshCaller other = new SshCaller(hosts.get(1), pinned);
        assertThatThrownBy(() -> other.run("hostname")).isInstanceOf(SSHException.class);
      }
    }
  }

  @Test
  void planted_faults_show_themselves() throws IOException {
    List<SimulatedHost> faulty = List.of(
        hosts.getFirst().with(PlantedFault.SUDO_DENIED), hosts.get(1).with(PlantedFault.HOST_KEY_CHANGED));
    try (SourceFleet fleet = SourceFleet.start(SmallFleet.settings(aws, 1), faulty)) {
      CommandResult denied = caller(fleet, hosts.getFirst()).run("sudo -n /bin/sh -s -- check -");
      assertThat(denied).isEqualTo(CommandResult.failed(1, "sudo: a password is required\n"));
      SshCaller changed = caller(fleet, hosts.get(1));
      assertThatThrownBy(() -> changed.run("hostname")).isInstanceOf(SSHException.class);
    }
  }

  @Test
  void sudo_takes_its_password_from_the_first_line_of_the_input() throws IOException {
    FleetSettings settings = SmallFleet.settings(aws, 1000).withSudoPassword("open sesame");
    try (SourceFleet fleet = SourceFleet.start(settings, hosts)) {
      SshCaller ssh = caller(fleet, hosts.getFirst());
      String command = "sudo -S -k -p '' /bin/sh -s -- status op:1";
      assertThat(ssh.run(SmallFleet.USER_KEY, command, "open sesame\n" + HostText.script(Map.of())).exit()).isZero();
      assertThat(ssh.run(SmallFleet.USER_KEY, command, "wrong\n" + HostText.script(Map.of())).error())
          .contains("Sorry, try again.");
      assertThat(ssh.run("sudo -n /bin/sh -c :").error()).contains("a password is required");
    }
  }

  @Test
  void a_person_gets_sensible_answers() throws IOException {
    try (SourceFleet fleet = SourceFleet.start(SmallFleet.settings(aws, 1), hosts)) {
      SshCaller ssh = caller(fleet, hosts.getFirst());
      assertThat(ssh.run("echo 'hello there'").output()).isEqualTo("hello there\n");
      assertThat(ssh.run("uname -a").output()).startsWith("Linux host-1 ");
      assertThat(ssh.run("rm -rf /")).isEqualTo(CommandResult.failed(127, "sh: 1: rm: command not found\n"));
    }
  }

  @Test
  void a_restarted_lab_adopts_the_running_installation_and_its_ledger(@TempDir Path folder) throws IOException {
    FakeAws away = new FakeAws();
    away.close();
    try (SourceFleet fleet = SourceFleet.start(SmallFleet.settings(away, 1000).withDataFolder(folder), hosts)) {
      SshCaller ssh = caller(fleet, hosts.getFirst());
      assertThat(ssh.verb("start", "op:1", HostText.INSTALL)).containsEntry("state", "started");
      assertThat(ssh.verb("status", "op:1", Map.of())).containsEntry("state", "running");
    }
    Path state = folder.resolve("hosts/host-1.json");
    assertThat(Files.readString(state)).contains("AKIAEXAMPLE").doesNotContain("not-a-real-secret");
    try (SourceFleet fleet = SourceFleet.start(SmallFleet.settings(aws, 1000).withDataFolder(folder), hosts)) {
      assertThat(ended(caller(fleet, hosts.getFirst()), "op:1")).containsEntry("exit", "0");
      assertThat(fleet.ledger().entries()).filteredOn(entry -> entry.kind() == WorkKind.INSTALL)
          .extracting(HostLedgerEntry::phase).containsExactly(Phase.START, Phase.END);
      assertThat(HostLedger.read(folder.resolve("ledger.jsonl"))).isEqualTo(fleet.ledger().entries());
    }
    assertThat(aws.requests).hasSize(1);
    assertThat(Files.readString(state)).doesNotContain("AKIAEXAMPLE");
  }

  @Test
  void five_hundred_hosts_share_a_few_threads() throws IOException {
    List<SimulatedHost> many = SmallFleet.linux(500);
    int before = Thread.getAllStackTraces().size();
    try (SourceFleet fleet = SourceFleet.start(SmallFleet.settings(aws, 1), many)) {
      assertThat(caller(fleet, many.getLast()).run("hostname").output()).isEqualTo("host-500\n");
      assertThat(Thread.getAllStackTraces().size() - before).isLessThan(40);
    }
  }

  private static SshCaller caller(SourceFleet fleet, SimulatedHost host) {
    return new SshCaller(host, fleet.hostKeyFingerprint(host.address()));
  }

  private static Map<String, String> ended(SshCaller ssh, String operation) {
    return await().atMost(PATIENCE).until(() -> ssh.verb("status", operation, Map.of()),
        answer -> "ended".equals(answer.get("state")));
  }
}
