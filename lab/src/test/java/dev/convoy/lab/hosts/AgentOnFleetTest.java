package dev.convoy.lab.hosts;

import dev.convoy.agent.adapter.ssh.SshRemoteHosts;
import dev.convoy.agent.adapter.ssh.SshSettings;
import dev.convoy.agent.adapter.winrm.WinRmRemoteHosts;
import dev.convoy.agent.adapter.winrm.WinRmSettings;
import dev.convoy.agent.host.AgentOnHost;
import dev.convoy.agent.host.BreakGlassPrograms;
import dev.convoy.agent.host.CheckRequest;
import dev.convoy.agent.host.HostFile;
import dev.convoy.agent.host.HostProtocol;
import dev.convoy.agent.host.HostScripts;
import dev.convoy.agent.host.HostSession;
import dev.convoy.agent.host.InstallCredentials;
import dev.convoy.agent.host.InstallOptions;
import dev.convoy.agent.host.InstallPrograms;
import dev.convoy.agent.host.InstallRequest;
import dev.convoy.agent.host.InstallerSource;
import dev.convoy.agent.host.OperationState;
import dev.convoy.agent.host.ProgramSpec;
import dev.convoy.agent.host.RemovePrograms;
import dev.convoy.agent.remote.Credential;
import dev.convoy.agent.remote.Deadline;
import dev.convoy.agent.remote.HostTarget;
import dev.convoy.agent.remote.NoTunnels;
import dev.convoy.agent.remote.OperationName;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.events.common.OsFamily;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** The agent service's own adapters against the simulated hosts: what holds here holds in the lab. */
class AgentOnFleetTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final InstallRequest REQUEST =
      new InstallRequest("host-1", "eu-central-1", "", "", Duration.ofMinutes(30));
  private static final InstallRequest PUSHED = new InstallRequest("host-1", "eu-central-1", "", "", Duration.ofMinutes(30),
      new InstallerSource.Pushed(), InstallOptions.NONE);
  private static final InstallCredentials KEYS = new InstallCredentials("ASIAEXAMPLE", "not-a-real-secret", "a-token");

  private final Path folder;
  private FakeAws aws;

  AgentOnFleetTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void start() throws IOException {
    aws = new FakeAws();
  }

  @AfterEach
  void stop() {
    aws.close();
  }

  @Test
  void a_linux_host_is_checked_and_installed_over_ssh() throws IOException, PushFailure {
    SimulatedHost host = SmallFleet.linux(1).getFirst();
    try (SourceFleet fleet = SourceFleet.start(SmallFleet.settings(aws, 1000), List.of(host));
        SshRemoteHosts ssh = new SshRemoteHosts(SshSettings.DEFAULTS, HostScripts.linux())) {
      HostTarget target = target(host, fleet.hostKeyFingerprint(host.address()));
      var key = new Credential.SshKey("migrate", pem(), null, null);
      try (HostSession session = new HostProtocol(ssh, Clock.systemUTC()).open(target, key, soon())) {
        migrate(session, InstallPrograms.linux(REQUEST, KEYS));
      }
      assertThat(aws.requests.getFirst()).contains("\"sessionToken\":\"a-token\"", "\"userProvidedId\":\"host-1\"");
    }
  }

  @Test
  void a_sudo_password_is_tried_alone_and_then_given_with_each_verb() throws Exception {
    SimulatedHost host = SmallFleet.linux(1).getFirst();
    try (SourceFleet fleet = SourceFleet.start(SmallFleet.settings(aws, 1000).withSudoPassword("open sesame"), List.of(host));
        SshRemoteHosts ssh = new SshRemoteHosts(SshSettings.DEFAULTS, HostScripts.linux())) {
      HostTarget target = target(host, fleet.hostKeyFingerprint(host.address()));
      HostProtocol protocol = new HostProtocol(ssh, Clock.systemUTC());
      try (HostSession session = protocol.open(target, new Credential.SshKey("migrate", pem(), null, "open sesame"), soon())) {
        assertThat(session.check(CheckRequest.of("mgn:443", "s3:443", ""), soon()).failures()).isEmpty();
      }
      try (HostSession session = protocol.open(target, new Credential.SshKey("migrate", pem(), null, "wrong"), soon())) {
        assertThatThrownBy(() -> session.check(CheckRequest.of("mgn:443", "s3:443", ""), soon()))
            .isInstanceOfSatisfying(PushFailure.class, e -> assertThat(e.kind()).isEqualTo(PushFailure.Kind.SUDO_DENIED));
      }
    }
  }

  private static Credential.WinRmPassword login(Credential.Scheme scheme, boolean https, String password) {
    return new Credential.WinRmPassword("Administrator", password, scheme, https);
  }

  /** Trusts the authority of the fleet; Basic in the clear is allowed here only. */
  private WinRmRemoteHosts winRm(SourceFleet fleet) throws IOException {
    var settings = new WinRmSettings(Duration.ofSeconds(10), Duration.ofSeconds(20), true, trustStore(fleet), "changeit");
    return new WinRmRemoteHosts(settings, HostScripts.windows(), NoTunnels.NONE);
  }

  private Path trustStore(SourceFleet fleet) throws IOException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry("authority", fleet.authority());
      Path file = folder.resolve("trust.p12");
      try (OutputStream out = Files.newOutputStream(file)) {
        store.store(out, "changeit".toCharArray());
      }
      return file;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private static HostTarget windows(SimulatedHost host, boolean https) {
    return new HostTarget(host.serverId(), host.os(), host.address(), https ? WinRmHosts.tlsPort(host) : host.port(), null);
  }

  @ParameterizedTest
  @CsvSource({"BASIC, false", "NTLM, false", "BASIC, true", "NTLM, true"})
  void a_windows_host_is_checked_and_installed_over_winrm(Credential.Scheme scheme, boolean https) throws Exception {
    SimulatedHost host = SmallFleet.windows();
    try (SourceFleet fleet = SourceFleet.start(SmallFleet.settings(aws, 1000), List.of(host));
        WinRmRemoteHosts winRm = winRm(fleet)) {
      HostProtocol protocol = new HostProtocol(winRm, Clock.systemUTC());
      var right = login(scheme, https, SmallFleet.WINDOWS_PASSWORD);
      try (HostSession session = protocol.open(windows(host, https), right, soon())) {
        migrate(session, InstallPrograms.windows(REQUEST, KEYS));
      }
      assertThat(aws.requests.getFirst()).contains("\"sessionToken\":\"a-token\"", "\"userProvidedId\":\"host-1\"");
    }
  }

  @ParameterizedTest
  @CsvSource({"BASIC, true", "NTLM, false", "NTLM, true"})
  void a_windows_host_installs_what_is_pushed_over_winrm(Credential.Scheme scheme, boolean https) throws Exception {
    SimulatedHost host = SmallFleet.windows();
    try (SourceFleet fleet = SourceFleet.start(SmallFleet.settings(aws, 1000), List.of(host));
        WinRmRemoteHosts winRm = winRm(fleet);
        HostSession session = new HostProtocol(winRm, Clock.systemUTC())
            .open(windows(host, https), login(scheme, https, SmallFleet.WINDOWS_PASSWORD), soon())) {
      installsWhatIsPushed(session, InstallPrograms.windows(PUSHED, KEYS));
    }
  }

  @Test
  void a_linux_host_installs_what_is_pushed_over_ssh() throws Exception {
    SimulatedHost host = SmallFleet.linux(1).getFirst();
    try (SourceFleet fleet = SourceFleet.start(SmallFleet.settings(aws, 1000), List.of(host));
        SshRemoteHosts ssh = new SshRemoteHosts(SshSettings.DEFAULTS, HostScripts.linux());
        HostSession session = new HostProtocol(ssh, Clock.systemUTC()).open(
            target(host, fleet.hostKeyFingerprint(host.address())), new Credential.SshKey("migrate", pem(), null, null), soon())) {
      installsWhatIsPushed(session, InstallPrograms.linux(PUSHED, KEYS));
    }
  }

  @Test
  void a_host_that_cannot_download_an_installer_is_not_installed_without_one_that_is_pushed() throws Exception {
    SimulatedHost host = SmallFleet.linux(1).getFirst().with(PlantedFault.NO_DOWNLOAD);
    try (SourceFleet fleet = SourceFleet.start(SmallFleet.settings(aws, 1000), List.of(host));
        SshRemoteHosts ssh = new SshRemoteHosts(SshSettings.DEFAULTS, HostScripts.linux());
        HostSession session = new HostProtocol(ssh, Clock.systemUTC()).open(
            target(host, fleet.hostKeyFingerprint(host.address())), new Credential.SshKey("migrate", pem(), null, null), soon())) {
      OperationName downloads = new OperationName("host-1:install:1:0");
      session.start(downloads, InstallPrograms.linux(REQUEST, KEYS), soon());
      assertThat(ended(session, downloads).exit()).isEqualTo(InstallPrograms.EXIT_NOT_DOWNLOADED);
      installsWhatIsPushed(session, InstallPrograms.linux(PUSHED, KEYS));
      assertThat(fleet.ledger().entries()).filteredOn(each -> each.kind() == WorkKind.PUSH).singleElement()
          .satisfies(line -> assertThat(line.operationId()).isEqualTo(installer().sha512()));
    }
  }

  @Test
  void a_windows_host_whose_disk_is_full_takes_no_file() throws Exception {
    SimulatedHost host = SmallFleet.windows().with(PlantedFault.DISK_FULL);
    try (SourceFleet fleet = SourceFleet.start(SmallFleet.settings(aws, 1000), List.of(host));
        WinRmRemoteHosts winRm = winRm(fleet);
        HostSession session = new HostProtocol(winRm, Clock.systemUTC())
            .open(windows(host, true), login(Credential.Scheme.NTLM, true, SmallFleet.WINDOWS_PASSWORD), soon())) {
      assertThatThrownBy(() -> session.put(installer(), soon())).isInstanceOf(PushFailure.class).hasMessageContaining("CVY-2325");
    }
  }

  /** Also right after somebody was let in: the connections of one login are not for another. */
  @ParameterizedTest
  @CsvSource({"BASIC, false", "BASIC, true", "NTLM, false", "NTLM, true"})
  void a_wrong_password_is_refused(Credential.Scheme scheme, boolean https) throws Exception {
    SimulatedHost host = SmallFleet.windows();
    try (SourceFleet fleet = SourceFleet.start(SmallFleet.settings(aws, 1000), List.of(host));
        WinRmRemoteHosts winRm = winRm(fleet)) {
      HostProtocol protocol = new HostProtocol(winRm, Clock.systemUTC());
      protocol.open(windows(host, https), login(scheme, https, SmallFleet.WINDOWS_PASSWORD), soon()).close();
      var wrong = login(scheme, https, "wrong-password-12");
      assertThatThrownBy(() -> protocol.open(windows(host, https), wrong, soon()))
          .isInstanceOfSatisfying(PushFailure.class, e -> assertThat(e.kind()).as(e.getMessage()).isEqualTo(PushFailure.Kind.AUTH_FAILED))
          .hasMessageNotContaining("wrong-password-12");
      assertThat(fleet.windowsRefused()).as("more lock the account").isEqualTo(1);
    }
  }

  @Test
  void a_windows_host_whose_winrm_serves_nobody_is_told_with_what_to_do_there() throws IOException {
    SimulatedHost host = SmallFleet.windows().with(PlantedFault.WINRM_BROKEN);
    WinRmSettings settings = new WinRmSettings(Duration.ofSeconds(10), Duration.ofSeconds(20), true, null, null);
    try (SourceFleet fleet = SourceFleet.start(SmallFleet.settings(aws, 1000), List.of(host));
        WinRmRemoteHosts winRm = new WinRmRemoteHosts(settings, HostScripts.windows(), NoTunnels.NONE)) {
      var password = new Credential.WinRmPassword("Administrator", SmallFleet.WINDOWS_PASSWORD, Credential.Scheme.BASIC, false);
      HostProtocol protocol = new HostProtocol(winRm, Clock.systemUTC());
      assertThatThrownBy(() -> protocol.open(target(host, null), password, soon())).isInstanceOf(PushFailure.class)
          .hasMessageContainingAll("CVY-2110", "503", "winrm quickconfig");
    }
  }

  @Test
  void a_host_that_stands_still_is_left_at_the_deadline_with_what_to_look_at() throws IOException, PushFailure {
    SimulatedHost host = SmallFleet.linux(1).getFirst().with(PlantedFault.STANDS_STILL);
    try (SourceFleet fleet = SourceFleet.start(SmallFleet.settings(aws, 1000), List.of(host));
        SshRemoteHosts ssh = new SshRemoteHosts(SshSettings.DEFAULTS, HostScripts.linux())) {
      var key = new Credential.SshKey("migrate", pem(), null, null);
      HostTarget target = target(host, fleet.hostKeyFingerprint(host.address()));
      try (HostSession session = new HostProtocol(ssh, Clock.systemUTC()).open(target, key, soon())) {
        assertThatThrownBy(() -> session.check(CheckRequest.of("mgn:443", "s3:443", ""), Deadline.in(Duration.ofSeconds(3))))
            .isInstanceOf(PushFailure.class).hasMessageContainingAll("CVY-2108", "convoy.agent.session-within");
      }
    }
  }

  /** Thousands are entered one after the other: what each leaves open adds up. */
  @ParameterizedTest
  @CsvSource({"BASIC, false", "NTLM, false", "NTLM, true"})
  void a_windows_host_that_was_left_has_no_connection_open(Credential.Scheme scheme, boolean https) throws Exception {
    SimulatedHost host = SmallFleet.windows();
    try (SourceFleet fleet = SourceFleet.start(SmallFleet.settings(aws, 1000), List.of(host));
        WinRmRemoteHosts winRm = winRm(fleet)) {
      var right = login(scheme, https, SmallFleet.WINDOWS_PASSWORD);
      try (HostSession session = new HostProtocol(winRm, Clock.systemUTC()).open(windows(host, https), right, soon())) {
        assertThat(session.check(CheckRequest.of("mgn:443", "s3:443", ""), soon()).failures()).isEmpty();
        assertThat(fleet.windowsConnections()).isPositive();
      }
      await().atMost(Duration.ofSeconds(20)).until(() -> fleet.windowsConnections() == 0);
    }
  }

  private static void migrate(HostSession session, ProgramSpec install) throws PushFailure {
    var report = session.check(CheckRequest.of("mgn:443", "s3:443", ""), soon());
    assertThat(report.failures()).isEmpty();
    assertThat(report.profile().listeningPorts()).as("its own access among them").containsAnyOf(22, 3389);
    assertThat(session.agent(soon()).product()).isEqualTo(AgentOnHost.Product.NONE);
    OperationName operation = new OperationName("host-1:install:1:1");
    assertThat(session.start(operation, install, soon())).isInstanceOf(OperationState.Running.class);
    String output = ended(session, operation).output();
    assertThat(InstallPrograms.sourceServerIds(output)).containsExactly(FakeAws.SOURCE_SERVER_ID);
    assertThat(session.agent(soon())).satisfies(AgentOnFleetTest::isThere);

    OperationName quiesce = new OperationName("host-1:quiesce:1:1");
    session.start(quiesce,
        new ProgramSpec(ProgramSpec.Kind.QUIESCE, "stop", Map.of(), Duration.ofMinutes(5)), soon());
    assertThat(ended(session, quiesce)).isEqualTo(new OperationState.Ended(0, "writes stopped\n"));
    assertThat(session.status(new OperationName("never"), soon())).isEqualTo(new OperationState.Absent());
    admitsAndDismisses(session);
    assertThat(removed(session, 1)).isEqualTo("the replication agent is removed\n");
    assertThat(removed(session, 2)).isEqualTo("no replication agent is installed\n");
  }

  private HostFile installer() throws IOException {
    byte[] bytes = new byte[900_000];
    new Random(2100).nextBytes(bytes);
    try {
      return new HostFile(Files.write(folder.resolve("installer"), bytes),
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(bytes)), bytes.length);
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  /** Without the file, whatever the operation says, nothing is installed. */
  private void installsWhatIsPushed(HostSession session, ProgramSpec program) throws IOException, PushFailure {
    HostFile file = installer();
    ProgramSpec install = program.with("CONVOY_INSTALLER_SHA512", file.sha512());
    OperationName early = new OperationName("host-1:install:1:1");
    session.start(early, install, soon());
    assertThat(ended(session, early).exit()).isEqualTo(InstallPrograms.EXIT_NOT_DOWNLOADED);
    session.put(file, soon());
    OperationName operation = new OperationName("host-1:install:1:2");
    session.start(operation, install, soon());
    assertThat(InstallPrograms.sourceServerIds(ended(session, operation).output())).containsExactly(FakeAws.SOURCE_SERVER_ID);
  }

  private static void admitsAndDismisses(HostSession session) throws PushFailure {
    OperationName open = new OperationName("host-1:OpenBreakGlass:1:1");
    session.start(open, BreakGlassPrograms.open(OsFamily.LINUX,
        new BreakGlassPrograms.Account("convoy-admin", "correct-horse-battery", null), 1, Instant.parse("2026-03-01T12:00:00Z"),
        Duration.ofMinutes(5)), soon());
    assertThat(ended(session, open)).isEqualTo(new OperationState.Ended(0, "the account convoy-admin is open\n"));
    OperationName close = new OperationName("host-1:CloseBreakGlass:1:2");
    session.start(close, BreakGlassPrograms.close(OsFamily.LINUX, "convoy-admin", 2, Duration.ofMinutes(5)), soon());
    assertThat(ended(session, close).output()).contains("is not there");
  }

  private static String removed(HostSession session, int attempt) throws PushFailure {
    OperationName remove = new OperationName("host-1:RemoveAgent:1:" + attempt);
    session.start(remove, RemovePrograms.of(OsFamily.LINUX, Duration.ofMinutes(5)), soon());
    return ended(session, remove).output();
  }

  private static void isThere(AgentOnHost agent) {
    assertThat(agent.product()).isEqualTo(AgentOnHost.Product.MGN);
    assertThat(agent.running()).isTrue();
    assertThat(agent.sourceServers()).containsExactly(FakeAws.SOURCE_SERVER_ID);
  }

  @Test
  void an_installer_that_fails_last_leaves_an_agent_that_is_found() throws IOException, PushFailure {
    SimulatedHost host = SmallFleet.linux(1).getFirst().with(PlantedFault.INSTALLER_FAILS_LAST);
    try (SourceFleet fleet = SourceFleet.start(SmallFleet.settings(aws, 1000), List.of(host));
        SshRemoteHosts ssh = new SshRemoteHosts(SshSettings.DEFAULTS, HostScripts.linux());
        HostSession session = new HostProtocol(ssh, Clock.systemUTC()).open(
            target(host, fleet.hostKeyFingerprint(host.address())), new Credential.SshKey("migrate", pem(), null, null), soon())) {
      OperationName operation = new OperationName("host-1:install:1:1");
      session.start(operation, InstallPrograms.linux(REQUEST, KEYS), soon());
      assertThat(ended(session, operation)).satisfies(ended -> {
        assertThat(ended.exit()).isEqualTo(1);
        assertThat(InstallPrograms.sourceServerIds(ended.output())).isEmpty();
      });
      assertThat(session.agent(soon())).satisfies(AgentOnFleetTest::isThere);
    }
  }

  private static OperationState.Ended ended(HostSession session, OperationName operation) {
    return (OperationState.Ended) await().atMost(PATIENCE)
        .until(() -> session.status(operation, soon()), OperationState.Ended.class::isInstance);
  }

  private static HostTarget target(SimulatedHost host, @Nullable String hostKey) {
    return new HostTarget(host.serverId(), host.os(), host.address(), host.port(), hostKey);
  }

  private static Deadline soon() {
    return Deadline.in(PATIENCE);
  }

  private static String pem() throws IOException {
    try (ByteArrayOutputStream text = new ByteArrayOutputStream()) {
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(SmallFleet.USER_KEY, "test", null, text);
      return text.toString(StandardCharsets.US_ASCII);
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }
}
