package dev.convoy.lab.hosts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class WindowsHostTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String SCRIPT = "C:\\ProgramData\\Convoy\\convoy-host-0123456789ab.ps1";
  private static final String HASH = "(Get-FileHash -Algorithm SHA256 '" + SCRIPT + "').Hash";
  private static final String PRESENT = "if (Test-Path '" + SCRIPT + "') { " + HASH + " } else { 'ABSENT' }";

  private static final int CHUNK = 2700;

  private FakeAws aws;
  private SimulatedHost host;

  @BeforeEach
  void start() throws IOException {
    aws = new FakeAws();
    host = SmallFleet.windows();
  }

  @AfterEach
  void stop() {
    aws.close();
  }

  @Test
  void a_host_takes_the_script_and_runs_an_installation_to_its_end() throws IOException, InterruptedException {
    try (SourceFleet fleet = SourceFleet.start(SmallFleet.settings(aws, 1000), List.of(host));
        WsManCaller winRm = new WsManCaller(host, SmallFleet.WINDOWS_PASSWORD)) {
      assertThat(winRm.powerShell(PRESENT).output()).isEqualTo("ABSENT\r\n");
      assertThat(upload(winRm, "param($Verb)\n".repeat(1000))).matches("[0-9A-F]{64}\r\n");
      assertThat(winRm.powerShell(PRESENT).output()).matches("[0-9A-F]{64}\r\n");

      assertThat(verb(winRm, "check", "-", Map.of()))
          .containsEntry("check powershell", "ok").containsEntry("hostname", "win-1.corp.example");
      assertThat(secretVerb(winRm, "start", "op:1", HostText.INSTALL)).containsEntry("state", "started");
      Map<String, String> status = await().atMost(PATIENCE).until(
          () -> verb(winRm, "status", "op:1", Map.of()), answer -> "ended".equals(answer.get("state")));
      assertThat(status).containsEntry("exit", "0").hasEntrySatisfying("output", output -> assertThat(output)
          .contains("Disk to replicate identified: ", "source server ID: " + FakeAws.SOURCE_SERVER_ID + "."));
      assertThat(fleet.ledger().entries()).extracting(entry -> entry.kind() + " " + entry.phase())
          .startsWith("UPLOAD END", "CHECK END", "INSTALL START").contains("INSTALL END");
    }
  }

  @Test
  void a_receive_that_waits_too_long_ends_with_the_fault_that_clients_know() throws IOException, InterruptedException {
    try (SourceFleet fleet = SourceFleet.start(SmallFleet.settings(aws, 0.01), List.of(host));
        WsManCaller winRm = new WsManCaller(host, SmallFleet.WINDOWS_PASSWORD)) {
      upload(winRm, "param($Verb)");
      assertThat(winRm.receiveFault("& '" + SCRIPT + "' -Verb check -OperationId - -Payload ''", "PT0.1S"))
          .contains("Code=\"2150858793\"");
      assertThat(winRm.call("http://schemas.microsoft.com/wbem/wsman/1/windows/shell/Command", "NONE", "PT1S", "")
          .body()).contains("Code=\"2150858843\"");
    }
  }

  @Test
  void a_wrong_password_is_refused() throws IOException, InterruptedException {
    try (SourceFleet fleet = SourceFleet.start(SmallFleet.settings(aws, 1), List.of(host));
        WsManCaller winRm = new WsManCaller(host, "wrong")) {
      assertThat(winRm.call("Create", "", "PT1S", "").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void unknown_commands_fail_as_on_windows() throws IOException, InterruptedException {
    try (SourceFleet fleet = SourceFleet.start(SmallFleet.settings(aws, 1), List.of(host));
        WsManCaller winRm = new WsManCaller(host, SmallFleet.WINDOWS_PASSWORD)) {
      assertThat(winRm.run("hostname").output()).isEqualTo("win-1\r\n");
      assertThat(winRm.run("format c:")).extracting(CommandResult::exit).isEqualTo(1);
      CommandResult unknown = winRm.powerShell("Stop-Computer -Force");
      assertThat(unknown.exit()).isEqualTo(1);
      assertThat(unknown.error()).contains("The term 'Stop-Computer' is not recognized");
      assertThat(winRm.powerShell("& '" + SCRIPT + "' -Verb check -OperationId -").exit()).isEqualTo(1);
    }
  }

  @Test
  void statements_end_at_semicolons_outside_of_quotes_and_braces() {
    assertThat(PowerShell.statements("a 'x;''y' ; if (b) { c; d }; e"))
        .containsExactly("a 'x;''y'", "if (b) { c; d }", "e");
  }

  private static String upload(WsManCaller winRm, String script) throws IOException, InterruptedException {
    String part = SCRIPT + ".part";
    String content = Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.UTF_8));
    winRm.powerShell("New-Item -ItemType Directory -Force -Path 'C:\\ProgramData\\Convoy' | Out-Null; "
        + "Set-Content -Path '" + part + "' -Value '' -NoNewline");
    for (int at = 0; at < content.length(); at += CHUNK) {
      String chunk = content.substring(at, Math.min(content.length(), at + CHUNK));
      winRm.powerShell("Add-Content -Path '" + part + "' -Value '" + chunk + "' -NoNewline");
    }
    return winRm.powerShell("[IO.File]::WriteAllBytes('" + SCRIPT + "', [Convert]::FromBase64String((Get-Content -Raw '"
        + part + "'))); Remove-Item '" + part + "'; " + HASH).output();
  }

  private static Map<String, String> verb(
      WsManCaller winRm, String verb, String operation, Map<String, String> values)
      throws IOException, InterruptedException {
    return HostText.answer(winRm.powerShell("& '" + SCRIPT + "' -Verb " + verb + " -OperationId " + operation
        + " -Payload '" + HostText.encode(HostText.payload(values)) + "'").output());
  }

  /** The payload travels in the environment of the remote shell, in parts. */
  private static Map<String, String> secretVerb(
      WsManCaller winRm, String verb, String operation, Map<String, String> values)
      throws IOException, InterruptedException {
    String payload = HostText.encode(HostText.payload(values));
    return HostText.answer(winRm.powerShell(
        "& '" + SCRIPT + "' -Verb " + verb + " -OperationId " + operation + " -Payload ''",
        Map.of("CONVOY_PAYLOAD_0", payload.substring(0, 50), "CONVOY_PAYLOAD_1", payload.substring(50))).output());
  }
}
