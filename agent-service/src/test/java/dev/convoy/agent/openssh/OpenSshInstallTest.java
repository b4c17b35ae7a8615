package dev.convoy.agent.openssh;

import dev.convoy.agent.adapter.ssh.SshRemoteHosts;
import dev.convoy.agent.adapter.ssh.SshSettings;
import dev.convoy.agent.host.HostFile;
import dev.convoy.agent.host.HostProtocol;
import dev.convoy.agent.host.HostScripts;
import dev.convoy.agent.host.InstallCredentials;
import dev.convoy.agent.host.InstallerSource;
import dev.convoy.agent.install.InstallHandler;
import dev.convoy.agent.install.InstallerFiles;
import dev.convoy.agent.install.InstallerWays;
import dev.convoy.agent.install.KnownSourceServers;
import dev.convoy.agent.install.NoInstallerFiles;
import dev.convoy.agent.remote.CredentialSettings;
import dev.convoy.agent.remote.Credentials;
import dev.convoy.agent.remote.Sites;
import dev.convoy.agent.remote.Until;
import dev.convoy.agent.server.AgentOperation.InstallAgent;
import dev.convoy.agent.server.AgentOutcome;
import dev.convoy.agent.server.HostWork;
import dev.convoy.agent.server.Programs;
import dev.convoy.events.common.OsFamily;
import dev.convoy.events.common.SourceHost;
import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.core.OperationHeader;
import dev.convoy.kit.worker.Acted;
import dev.convoy.kit.worker.Observation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Push and install on real OpenSSH servers by the engine of agent-service; {@code -Dopenssh.targets=200} for as many. */
class OpenSshInstallTest {

  private static final int TARGETS = Integer.getInteger("openssh.targets", 10);
  private static final String SECRET = "canary-secret-4711";
  private static final String TOKEN = "canary-token-4711";

  /** Hosts that a second instance installs at the same time. */
  private static final int TWICE = 10;
  /** All hosts and the mirror share this machine. */
  private static final int INSTALLS_AT_ONCE = 20;
  private static final int ATTEMPTS = 4;
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration PAUSE = Duration.ofMillis(100);

  /** Eight parts and a bit; a part takes four thirds of that on its way, and the host's script goes with each. */
  private static final int INSTALLER_BYTES = 8 * 256 * 1024 + 4711;
  private static final long CUT_AFTER = 2_300_000;
  private static final InstallerWays PUSHED = new InstallerWays(InstallerWays.USUAL.usual(), Map.of("one",
      new InstallerWays.Way(new InstallerSource.Pushed(), new InstallerSource.Aws(), false, "")), Map.of(), Map.of());

  /** Source server ids by server, as MGN would know them. */
  private final Map<String, String> registered = new ConcurrentHashMap<>();

  @BeforeAll
  static void needsServers() {
    var missing = OpenSshFleet.missing();
    assumeTrue(missing.isEmpty(), missing.orElse(""));
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "curl is not installed: apt-get install curl");
  }

  @Test
  void everyHostGetsItsAgentOnceThoughTwoInstancesInstallIt(@TempDir Path temp) throws Exception {
    try (var fleet = new OpenSshFleet(temp); var mirror = new InstallerMirror(fleet);
        var hosts = new SshRemoteHosts(SshSettings.DEFAULTS, HostScripts.linux())) {
      var started = fleet.start(TARGETS);
      var one = handler(fleet, mirror, hosts);
      var other = handler(fleet, mirror, hosts);
      List<Callable<AgentOutcome>> work = new ArrayList<>();
      for (var host : started) {
        work.add(() -> installed(one, host));
      }
      for (var host : started.subList(0, Math.min(TARGETS, TWICE))) {
        work.add(() -> installed(other, host));
      }
      var outcomes = all(work);
      for (int i = 0; i < work.size(); i++) {
        var host = started.get(i % TARGETS);
        assertThat(outcomes.get(i)).isInstanceOfSatisfying(AgentOutcome.Installed.class,
            installed -> assertThat(registered).containsEntry(host.name(), installed.sourceServerId()));
        assertThat(Files.readAllLines(host.folder().resolve("agent/installs"))).hasSize(1).first().asString()
            .contains("--no-replication").endsWith("--user-provided-id " + host.name() + " --s3-endpoint " + mirror.endpoint());
        assertThat(agent(host, "seen")).contains("aws-replication-installer-init").doesNotContain("canary");
        assertThat(host.log()).doesNotContain("canary");
      }
      assertThat(mirror.downloads()).isGreaterThanOrEqualTo(TARGETS);
      assertThat(registered.values()).as("each has an id of its own").doesNotHaveDuplicates().hasSize(TARGETS);
    }
  }

  @Test
  void aHostWithoutInternetGetsTheInstallerInPartsAndGoesOnWhereItsSessionWasCut(@TempDir Path temp) throws Exception {
    try (var fleet = new OpenSshFleet(temp); var hosts = new SshRemoteHosts(SshSettings.DEFAULTS, HostScripts.linux());
        var relay = new CutRelay(fleet.start(1).getFirst(), CUT_AFTER)) {
      var file = installer(temp);
      var host = new OpenSshHost(relay.address(), relay.port(), relay.host().folder());
      var pushed = host.folder().resolve("state/installers").resolve(file.sha512());
      var handler = handler(fleet, new InstallHandler.Settings("", "", Duration.ofMinutes(10), Duration.ofMinutes(5), false, PUSHED),
          (region, usual) -> file, hosts);
      var install = install(host, 1);
      assertThat(handler.act(List.of(install)).get(install.id())).as("the session is lost").isInstanceOf(Acted.Unknown.class);
      assertThat(relay.hasCut()).isTrue();
      assertThat(Path.of(pushed + ".part")).satisfies(part -> assertThat(Files.size(part)).isBetween(file.size() / 2, file.size() - 1));
      assertThat(handler.observe(List.of(install)).get(install.id())).isInstanceOf(Observation.Running.class);
      assertThat(handler.observe(List.of(install)).get(install.id())).as("nothing runs on half a file")
          .isInstanceOf(Observation.NotDone.class);

      var outcome = attempt(handler, host, 1);
      assertThat(outcome).isInstanceOfSatisfying(AgentOutcome.Installed.class,
          installed -> assertThat(registered).containsEntry(host.name(), installed.sourceServerId()));
      assertThat(sha512(Files.readAllBytes(pushed))).isEqualTo(file.sha512());
      assertThat(relay.sent() - CUT_AFTER).as("what had arrived is not sent again").isLessThan(file.size());
      assertThat(Files.readAllLines(host.folder().resolve("agent/installs"))).as("installed once, of its own file").hasSize(1);
      assertThat(agent(host, "seen")).contains("aws-replication-installer-init").doesNotContain("canary");
      assertThat(host.log()).doesNotContain("canary");
    }
  }

  private static HostFile installer(Path folder) throws Exception {
    var bytes = InstallerMirror.installer(INSTALLER_BYTES);
    return new HostFile(Files.write(folder.resolve("installer"), bytes), sha512(bytes), bytes.length);
  }

  private static String sha512(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(bytes));
  }

  private static List<AgentOutcome> all(List<Callable<AgentOutcome>> work) throws Exception {
    List<AgentOutcome> outcomes = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var future : threads.invokeAll(work)) {
        outcomes.add(future.get());
      }
    }
    return outcomes;
  }

  /** Attempts it as the decider does: another follows where a host of this busy machine could not download in time. */
  private AgentOutcome installed(InstallHandler handler, OpenSshHost host) throws Exception {
    AgentOutcome outcome = attempt(handler, host, 1);
    for (int attempt = 2; attempt <= ATTEMPTS && outcome instanceof AgentOutcome.Failed; attempt++) {
      outcome = attempt(handler, host, attempt);
    }
    return outcome;
  }

  private AgentOutcome attempt(InstallHandler handler, OpenSshHost host, int attempt) throws Exception {
    var install = install(host, attempt);
    Until.holds(PATIENCE, PAUSE, () -> handler.act(List.of(install)).get(install.id()), Acted.Accepted.class::isInstance);
    Path end = host.folder().resolve("state/ops").resolve(install.id().value()).resolve("exit");
    Until.holds(PATIENCE, PAUSE, () -> Files.exists(end), there -> there);
    if (Files.exists(host.folder().resolve("agent/registered"))) {
      registered.put(host.name(), agent(host, "registered"));
    }
    var ended = Until.holds(PATIENCE, PAUSE, () -> handler.observe(List.of(install)).get(install.id()),
        Observation.Ended.class::isInstance);
    return ((Observation.Ended<AgentOutcome>) ended).outcome();
  }

  private static String agent(OpenSshHost host, String file) throws IOException {
    return Files.readString(host.folder().resolve("agent").resolve(file)).strip();
  }

  private InstallHandler handler(OpenSshFleet fleet, InstallerMirror mirror, SshRemoteHosts hosts) {
    return handler(fleet, new InstallHandler.Settings(mirror.endpoint(), "", Duration.ofMinutes(10), Duration.ofMinutes(5), false,
        InstallerWays.USUAL), new NoInstallerFiles(), hosts);
  }

  private InstallHandler handler(
      OpenSshFleet fleet, InstallHandler.Settings settings, InstallerFiles files, SshRemoteHosts hosts) {
    var credentials = new Credentials(Map.of("linux", new CredentialSettings("ssh-key", OpenSshFleet.USER,
        "file:" + fleet.userKey(), null, null, null, null, null)), Map.of());
    var work = new HostWork(new HostProtocol(hosts, Clock.systemUTC()), credentials, Sites.NONE, Duration.ofMinutes(2),
        200, 100);
    return new InstallHandler(settings,
        account -> new InstallCredentials("ASIAEXAMPLE", SECRET, TOKEN), new Registered(registered.values()), files,
        NoInstallerFiles.uncounted(), work,
        new Programs(INSTALLS_AT_ONCE), Clock.systemUTC(), Duration.ofSeconds(1));
  }

  private static InstallAgent install(OpenSshHost host, int attempt) throws IOException {
    var source = SourceHost.newBuilder().setOsFamily(OsFamily.LINUX).setOsVersion("Debian 12")
        .setFqdn(host.name() + ".example").setAddress(host.address()).setPort(host.port()).setHostKey(host.pin())
        .setCredential("linux").setSite("one").setQuiesceRunbook("stop").setResumeRunbook("start").build();
    return new InstallAgent(new OperationHeader(host.name(), "InstallAgent", 1, attempt, host.name(), true, Instant.EPOCH, "wave-1"),
        source, new AccountKey("111122223333", "eu-central-1", null));
  }

  private record Registered(Collection<String> ids) implements KnownSourceServers {

    @Override
    public boolean knows(AccountKey account, String sourceServerId) {
      return ids.contains(sourceServerId);
    }

    @Override
    public Optional<Listed> listed(AccountKey account, String sourceServerId) {
      return Optional.empty();
    }

    @Override
    public Optional<Listed> listedFor(AccountKey account, String userProvidedId) {
      return Optional.empty();
    }

    @Override
    public Map<String, Long> replicatedDisks(AccountKey account, String sourceServerId) {
      return Map.of();
    }
  }
}
