package dev.convoy.agent.install;

import dev.convoy.agent.host.HostFile;
import dev.convoy.agent.host.HostProtocol;
import dev.convoy.agent.host.InstallCredentials;
import dev.convoy.agent.host.InstallerFile;
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
import dev.convoy.agent.server.HostWork;
import dev.convoy.agent.server.Programs;
import dev.convoy.events.common.OsFamily;
import dev.convoy.events.common.SourceHost;
import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.core.OperationHeader;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.kit.time.MovedClock;
import dev.convoy.kit.worker.Acted;
import dev.convoy.kit.worker.Observation;
import dev.convoy.kit.worker.UnreachableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** How many installers run in a site at once. */
class InstallsAtOnceTest {

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final String ID = "s-3af3a4dfe4d95c45f";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final MovedClock clock = new MovedClock(Instant.parse("2026-11-21T10:00:00Z"));
  private final Map<String, Map<String, String>> answers = new ConcurrentHashMap<>();
  private final Map<String, Map<String, String>> agents = new ConcurrentHashMap<>();
  private final Map<String, String> tags = new ConcurrentSkipListMap<>();
  private final BlockingQueue<String> installers = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> started = new LinkedBlockingQueue<>();
  private final AtomicInteger credentialsAsked = new AtomicInteger();
  private final Programs installs = new Programs(1);
  private final HostWork work = new HostWork(new HostProtocol((target, found, deadline) -> new Host(target),
      Clock.systemUTC()), new Credentials(Map.of("linux", new CredentialSettings("ssh-password", "migrate", null, null,
      "env:WORD", null, null, null)), Map.of("WORD", "x")), Sites.NONE, Duration.ofMinutes(1), 10, 10);
  private final InstallHandler handler = new InstallHandler(
      new InstallHandler.Settings("s3.example", "mgn.example", Duration.ofMinutes(30), Duration.ofMinutes(5), false,
          new InstallerWays(InstallerWays.USUAL.usual(), Map.of(), Map.of("project", "exit"), Map.of())),
      account -> {
        credentialsAsked.incrementAndGet();
        return new InstallCredentials("ASIAEXAMPLE", "not-a-real-secret", "a-token");
      }, new FakeSourceServers(Map.of(ID, Map.of())), new NoInstallerFiles(), NoInstallerFiles.uncounted(), work, installs, clock,
        Duration.ofSeconds(15));
  private Thread waiter = Thread.ofVirtual().unstarted(() -> {});

  /** Each says of itself what the test wants it to say. */
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
      if (verb == Verb.START) {
        started.add(target.serverId());
        payload.entries().stream().filter(each -> each.name().equals("env.CONVOY_TAGS")).forEach(
            each -> tags.put(target.serverId(), each.value()));
        payload.entries().stream().filter(each -> each.name().equals("env.CONVOY_INSTALLER_SHA512")).forEach(
            each -> installers.add(each.value()));
      }
      if (verb == Verb.AGENT) {
        return new HostAnswer(agents.getOrDefault(target.serverId(), Map.of("agent", "none")), List.of());
      }
      var answer = answers.getOrDefault(target.serverId() + " " + verb.word(), Map.of());
      if (answer.isEmpty()) {
        throw new PushFailure(PushFailure.Kind.LOST, target.serverId(), "the connection broke");
      }
      return new HostAnswer(answer, List.of());
    }

    @Override
    public void close() {}
  }

  private static InstallAgent install(String server, String site) {
    return install(server, site, OsFamily.LINUX);
  }

  private static InstallAgent install(String server, String site, OsFamily family) {
    var source = SourceHost.newBuilder().setOsFamily(family).setOsVersion("any")
        .setFqdn(server + ".example").setAddress("127.0.0.1").setPort(22).setCredential("linux").setSite(site)
        .setQuiesceRunbook("stop").setResumeRunbook("start").build();
    return new InstallAgent(new OperationHeader(server, "InstallAgent", 1, 1, server, true, Instant.EPOCH, "wave-1"),
        source, new AccountKey("111122223333", "eu-central-1", null));
  }

  private Acted<?> start(InstallAgent install) throws InterruptedException {
    return handler.act(List.of(install)).get(install.id());
  }

  private Observation<?> look(InstallAgent install) throws InterruptedException {
    return handler.observe(List.of(install)).get(install.id());
  }

  private void wants(InstallAgent install) {
    waiter = Thread.ofVirtual().start(() -> {
      try {
        start(install);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
    await().atMost(PATIENCE).until(() -> installs.waiting() == 1);
  }

  @AfterEach
  void end() {
    waiter.interrupt();
  }

  @Test
  void theNextBeginsWhenTheOneBeforeWasSeenToHaveEnded() throws InterruptedException {
    answers.put("web-1 start", Map.of("state", "started"));
    answers.put("web-2 start", Map.of("state", "started"));
    answers.put("web-1 status", Map.of("state", "running"));
    assertThat(start(install("web-1", "one"))).isInstanceOf(Acted.Accepted.class);
    wants(install("web-2", "one"));
    look(install("web-1", "one"));
    assertThat(started).containsExactly("web-1");
    assertThat(credentialsAsked).as("asked for when the turn has come, not before").hasValue(1);
    answers.put("web-1 status", Map.of("state", "ended", "exit", "1", "output", "no space left"));
    assertThat(look(install("web-1", "one"))).isInstanceOf(Observation.Ended.class);
    assertThat(started.poll(10, TimeUnit.SECONDS)).isEqualTo("web-1");
    assertThat(started.poll(10, TimeUnit.SECONDS)).isEqualTo("web-2");
    assertThat(installs.running()).isEqualTo(1);
    assertThat(credentialsAsked).hasValue(2);
  }

  @Test
  void anAgentThatIsThereAndWellIsAdoptedAndItsPlaceIsFree() throws InterruptedException {
    agents.put("web-1", Map.of("agent", "mgn", "agent-running", "yes", "agent-source-servers", ID, "hostname", "web-1"));
    assertThat(start(install("web-1", "one"))).isEqualTo(new Acted.Ended<>(
        new AgentOutcome.Installed(OutcomeHeader.of(install("web-1", "one").header(), NOW), ID, true)));
    assertThat(started).as("no installer").isEmpty();
    assertThat(installs.running()).isZero();
  }

  @Test
  void whereAPersonAskedForItTheInstallerRunsOverAnAgentThatIsWell() throws InterruptedException {
    answers.put("web-1 start", Map.of("state", "started"));
    agents.put("web-1", Map.of("agent", "mgn", "agent-running", "yes", "agent-source-servers", ID, "hostname", "web-1"));
    var first = install("web-1", "one");
    var again = new InstallAgent(first.header(), first.source(), first.account(), ID, true);
    assertThat(start(again)).isInstanceOf(Acted.Accepted.class);
    assertThat(started).containsExactly("web-1");
  }

  @Test
  void inAnAccountThatIsOnlyObservedNothingIsInstalledAndWhoeverIsThereIsAdopted() throws InterruptedException {
    var asked = new ConcurrentSkipListMap<String, AccountKey>();
    var observing = new InstallHandler(new InstallHandler.Settings("", "", Duration.ofMinutes(30), Duration.ofMinutes(5), false,
        InstallerWays.USUAL, (account, serverId) -> {
          asked.put(serverId, account);
          return true;
        }), account -> new InstallCredentials("ASIAEXAMPLE", "not-a-real-secret", "a-token"),
        new FakeSourceServers(Map.of(ID, Map.of())), new NoInstallerFiles(), NoInstallerFiles.uncounted(), work, installs, clock,
        Duration.ofSeconds(15));
    answers.put("web-1 start", Map.of("state", "started"));
    var first = install("web-1", "one");
    assertThat(observing.act(List.of(first)).get(first.id())).isEqualTo(new Acted.NotAccepted<>(Duration.ofMinutes(1)));
    assertThat(asked).containsOnlyKeys("web-1");
    assertThat(started).isEmpty();
    assertThat(installs.running()).isZero();
    agents.put("web-1", Map.of("agent", "mgn", "agent-running", "yes", "agent-source-servers", ID, "hostname", "web-1"));
    assertThat(observing.act(List.of(first)).get(first.id())).isInstanceOf(Acted.Ended.class);
    assertThat(started).isEmpty();
  }

  @Test
  void tagsAreOnlyForASourceServerThatIsNew() throws InterruptedException {
    answers.put("web-1 start", Map.of("state", "started"));
    answers.put("web-2 start", Map.of("state", "started"));
    start(install("web-1", "one"));
    agents.put("web-2", Map.of("agent", "mgn", "agent-running", "no", "agent-source-servers", "", "hostname", "web-2"));
    start(install("web-2", "two"));
    assertThat(tags).containsExactly(Map.entry("web-1", "project=exit"), Map.entry("web-2", ""));
  }

  @Test
  void anInstallerThatIsPushedIsOnTheHostBeforeItIsStarted(@TempDir Path temp) throws Exception {
    var here = Files.writeString(temp.resolve("installer"), "installer");
    var pushing = new InstallHandler(new InstallHandler.Settings("", "", Duration.ofMinutes(30), Duration.ofMinutes(5), false,
        new InstallerWays(new InstallerWays.Way(new InstallerSource.Pushed(), new InstallerSource.Aws(), true, ""), Map.of(),
            Map.of(), Map.of())), account -> {
          throw new AssertionError("keys for an instance profile");
        }, new FakeSourceServers(Map.of()), (region, file) -> new HostFile(here, "ab".repeat(64), 9),
        NoInstallerFiles.uncounted(), work, installs, Clock.systemUTC(), Duration.ofSeconds(15));
    answers.put("web-1 put", Map.of("put", "part", "arrived", "0"));
    var push = install("web-1", "one");
    assertThat(pushing.act(List.of(push)).get(push.id())).isInstanceOfSatisfying(Acted.Ended.class, ended ->
        assertThat(((AgentOutcome.Failed) ended.outcome()).failure()).satisfies(failure -> {
          assertThat(failure.code()).as("nothing arrives").isEqualTo("CVY-2314");
          assertThat(failure.permanent()).isFalse();
        }));
    assertThat(started).isEmpty();
    answers.put("web-1 put", Map.of("put", "whole"));
    answers.put("web-1 start", Map.of("state", "started"));
    assertThat(pushing.act(List.of(push)).get(push.id())).isInstanceOf(Acted.Accepted.class);
    assertThat(started).containsExactly("web-1");
  }

  /** Its age is known once it is entered; the usual file, which most take, is had before. */
  @Test
  void anOldWindowsIsGivenTheInstallerOfItsAge(@TempDir Path temp) throws Exception {
    var here = Files.writeString(temp.resolve("installer"), "installer");
    var asked = new ArrayList<InstallerFile>();
    var pushing = new InstallHandler(new InstallHandler.Settings("", "", Duration.ofMinutes(30), Duration.ofMinutes(5), false,
        new InstallerWays(new InstallerWays.Way(new InstallerSource.Aws(), new InstallerSource.Pushed(), true, ""), Map.of(),
            Map.of(), Map.of())), account -> {
          throw new AssertionError("keys for an instance profile");
        }, new FakeSourceServers(Map.of()), (region, file) -> {
          asked.add(file);
          return new HostFile(here, (file == InstallerFile.WINDOWS_2012 ? "12" : "ab").repeat(64), 9);
        }, NoInstallerFiles.uncounted(), work, installs, Clock.systemUTC(), Duration.ofSeconds(15));
    agents.put("win-1", Map.of("agent", "none", "windows-version", "6.2"));
    answers.put("win-1 put", Map.of("put", "whole"));
    answers.put("win-1 start", Map.of("state", "started"));
    var push = install("win-1", "one", OsFamily.WINDOWS);
    assertThat(pushing.act(List.of(push)).get(push.id())).isInstanceOf(Acted.Accepted.class);
    assertThat(asked).containsExactly(InstallerFile.WINDOWS, InstallerFile.WINDOWS_2012);
    assertThat(installers).containsExactly("12".repeat(64));
  }

  @Test
  void whatAnAttemptBeforeHasRegisteredMgnMayNotListYet() throws InterruptedException {
    agents.put("web-1", Map.of("agent", "mgn", "agent-running", "yes", "agent-source-servers", "s-00000000000000000",
        "hostname", "web-1"));
    var first = install("web-1", "one");
    assertThat(start(first)).as("nobody else can have registered it").isInstanceOfSatisfying(Acted.Ended.class, ended ->
        assertThat(((AgentOutcome.Failed) ended.outcome()).failure().code()).isEqualTo("CVY-2224"));
    var second = new InstallAgent(new OperationHeader("web-1", "InstallAgent", 1, 2, "web-1", true, Instant.EPOCH, "wave-1"),
        first.source(), first.account());
    assertThat(start(second)).isInstanceOf(Acted.NotAccepted.class);
    clock.move(Duration.ofMinutes(5));
    assertThat(start(second)).isInstanceOf(Acted.Ended.class);
    assertThat(started).isEmpty();
  }

  @Test
  void anAgentThatDoesNotRunIsInstalledOverAndOneOfAnotherServerIsLeftAlone() throws InterruptedException {
    answers.put("web-1 start", Map.of("state", "started"));
    agents.put("web-1", Map.of("agent", "mgn", "agent-running", "no", "agent-source-servers", ID, "hostname", "web-1"));
    assertThat(start(install("web-1", "one"))).isInstanceOf(Acted.Accepted.class);
    agents.put("web-2", Map.of("agent", "mgn", "agent-running", "yes", "agent-source-servers", ID, "hostname", "web-2"));
    assertThat(start(install("web-2", "two"))).isInstanceOfSatisfying(Acted.Ended.class, ended ->
        assertThat(((AgentOutcome.Failed) ended.outcome()).failure().code()).isEqualTo("CVY-2321"));
    assertThat(started).containsExactly("web-1");
  }

  @Test
  void oneThatMayRunKeepsItsPlaceUntilItIsSeenNotTo() throws InterruptedException {
    assertThat(start(install("web-1", "one"))).isInstanceOf(Acted.Unknown.class);
    assertThat(installs.running()).isEqualTo(1);
    answers.put("web-1 status", Map.of("state", "absent"));
    look(install("web-1", "one"));
    assertThat(installs.running()).isZero();
    assertThat(look(install("web-1", "one"))).isInstanceOf(Observation.NotDone.class);
  }

  @Test
  void thatItsTurnHasComeIsToldOfOneThatRunsAndOnceOfOneWhoseHostDoesNotLetIt() throws InterruptedException {
    answers.put("web-1 status", Map.of("state", "running"));
    assertThat(look(install("web-1", "one"))).isEqualTo(begun("web-1"));
    answers.put("web-2 start", Map.of("state", "busy", "busy-operation", "web-2:quiesce:1:1"));
    answers.put("web-2 status", Map.of("state", "absent"));
    assertThat(look(install("web-2", "two"))).isInstanceOf(Observation.NotDone.class);
    assertThat(start(install("web-2", "two"))).isInstanceOf(Acted.NotAccepted.class);
    assertThat(look(install("web-2", "two"))).isEqualTo(begun("web-2"));
    assertThat(look(install("web-2", "two"))).isInstanceOf(Observation.NotDone.class);
  }

  @Test
  void thatItsTurnHasComeIsToldOnceOfOneWhoseHostIsNotReached() throws InterruptedException {
    assertThat(look(install("web-3", "one"))).isEqualTo(begun("web-3"));
    assertThatThrownBy(() -> look(install("web-3", "one"))).isInstanceOf(UnreachableException.class);
    handler.left(install("web-3", "one").id());
    assertThat(look(install("web-3", "one"))).isEqualTo(begun("web-3"));
  }

  private static Observation<?> begun(String server) {
    return new Observation.Running<>(new AgentOutcome.Begun(OutcomeHeader.of(install(server, "one").header(), NOW)),
        AgentOutcome.Begun.class);
  }

  @Test
  void oneThatAnotherInstanceStartedTakesAPlaceToo() throws InterruptedException {
    answers.put("web-1 status", Map.of("state", "running"));
    answers.put("web-2 status", Map.of("state", "running"));
    look(install("web-1", "one"));
    look(install("web-2", "one"));
    look(install("web-2", "one"));
    assertThat(installs.running()).isEqualTo(2);
    handler.left(install("web-1", "one").id());
    handler.left(install("web-2", "one").id());
    assertThat(installs.running()).isZero();
  }

  @Test
  void anotherSiteHasPlacesOfItsOwn() throws InterruptedException {
    answers.put("web-1 start", Map.of("state", "started"));
    answers.put("web-2 start", Map.of("state", "started"));
    assertThat(start(install("web-1", "one"))).isInstanceOf(Acted.Accepted.class);
    assertThat(start(install("web-2", "two"))).isInstanceOf(Acted.Accepted.class);
  }

  @Test
  void whatIsNotWantedHereAnyMoreWaitsNoLonger() throws InterruptedException {
    answers.put("web-1 start", Map.of("state", "started"));
    assertThat(start(install("web-1", "one"))).isInstanceOf(Acted.Accepted.class);
    wants(install("web-2", "one"));
    handler.left(install("web-2", "one").id());
    assertThat(waiter.join(PATIENCE)).isTrue();
    assertThat(started).containsExactly("web-1");
    assertThat(installs.running()).isEqualTo(1);
  }
}
