package dev.convoy.agent.prerequisites;

import dev.convoy.agent.host.CheckRequest;
import dev.convoy.agent.host.HostProtocol;
import dev.convoy.agent.host.InstallCredentials;
import dev.convoy.agent.host.InstallerSource;
import dev.convoy.agent.install.FakeSourceServers;
import dev.convoy.agent.install.InstallerCredentials;
import dev.convoy.agent.install.InstallerWays;
import dev.convoy.agent.remote.CredentialSettings;
import dev.convoy.agent.remote.Credentials;
import dev.convoy.agent.remote.Deadline;
import dev.convoy.agent.remote.HostAnswer;
import dev.convoy.agent.remote.HostCheck;
import dev.convoy.agent.remote.HostCheck.Verdict;
import dev.convoy.agent.remote.HostTarget;
import dev.convoy.agent.remote.OperationName;
import dev.convoy.agent.remote.Payload;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.agent.remote.RemoteHost;
import dev.convoy.agent.remote.Sites;
import dev.convoy.agent.remote.Verb;
import dev.convoy.agent.runbook.Runbooks;
import dev.convoy.agent.runbook.Runbooks.Runbook;
import dev.convoy.agent.server.AgentOperation;
import dev.convoy.agent.server.AgentOperation.CheckPrerequisites;
import dev.convoy.agent.server.AgentOperation.ProfileSource;
import dev.convoy.agent.server.AgentOutcome;
import dev.convoy.agent.server.AgentOutcome.Checked;
import dev.convoy.agent.server.AgentOutcome.Profiled;
import dev.convoy.agent.server.HostWork;
import dev.convoy.events.common.FailedCheck;
import dev.convoy.events.common.OsFamily;
import dev.convoy.events.common.SourceHost;
import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.core.OperationHeader;
import dev.convoy.kit.worker.Observation;
import dev.convoy.kit.worker.UnreachableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LookHandlersTest {

  private static final String OURS = "s-11111111111111111";
  private static final String FOREIGN = "s-22222222222222222";
  private static final AccountKey ACCOUNT = new AccountKey("111122223333", "eu-central-1", null);

  private static final Runbook RUNBOOK = new Runbook(new Runbooks.Script("true", "true"), null);

  private final Map<String, String> values = new HashMap<>(Map.of("disks", "/dev/sda 100\n/dev/sdb 50"));
  private Payload asked = Payload.EMPTY;
  private InstallerWays ways = InstallerWays.USUAL;
  private InstallerCredentials credentials = account -> new InstallCredentials("ASIAEXAMPLE", "not-a-real-secret", "");
  private @Nullable String bound;
  private Runbooks runbooks = new Runbooks(Map.of("stop", RUNBOOK, "start", RUNBOOK), Duration.ofMinutes(1));

  /** A host that says what the test wants it to say. */
  private final class Host implements RemoteHost {

    @Override
    public HostTarget target() {
      return new HostTarget("web-1", OsFamily.LINUX, "127.0.0.1", 22, null);
    }

    @Override
    public HostAnswer call(Verb verb, OperationName operation, Payload payload, Deadline deadline) {
      asked = payload;
      return new HostAnswer(values, List.of(new HostCheck("ram", Verdict.FAIL, "10 MiB, 300 MiB needed"),
          new HostCheck("licence", Verdict.FAIL, "none"), new HostCheck("other-agent", Verdict.WARN, "there"),
          new HostCheck("cluster-node", Verdict.DECIDE, "corosync")));
    }

    @Override
    public void close() {}
  }

  private HostWork work() {
    var credential = new CredentialSettings("ssh-password", "migrate", null, null, "env:WORD", null, null, null);
    return new HostWork(new HostProtocol((target, found, deadline) -> new Host(), Clock.systemUTC()),
        new Credentials(Map.of("linux", credential), Map.of("WORD", "x")), Sites.NONE, Duration.ofMinutes(1), 1, 1);
  }

  private static SourceHost source() {
    return SourceHost.newBuilder().setOsFamily(OsFamily.LINUX).setOsVersion("Debian 12").setFqdn("web-1.example")
        .setAddress("127.0.0.1").setPort(22).setCredential("linux").setSite("default").setQuiesceRunbook("stop")
        .setResumeRunbook("start").build();
  }

  private static OperationHeader header(String kind) {
    return new OperationHeader("web-1", kind, 1, 1, "web-1", true, Instant.EPOCH, "wave-1");
  }

  private static <O extends AgentOperation> AgentOutcome look(LookHandler<O> handler, O operation) throws Exception {
    var seen = handler.observe(List.of(operation)).get(operation.id());
    return ((Observation.Ended<AgentOutcome>) seen).outcome();
  }

  private Checked check() throws Exception {
    var own = new OwnChecks(Map.of("licence", new OwnChecks.OwnCheck("test -f /etc/licence", null)));
    var handler = new PrerequisitesHandler(new PrerequisitesHandler.Settings("mgn.{region}.example:443", "", "",
        CheckRequest.LINUX_SYSTEMS, own, ways), work(), new FakeSourceServers(Map.of(OURS, Map.of())), credentials, runbooks,
        Clock.systemUTC());
    return (Checked) look(handler, new CheckPrerequisites(header("CheckPrerequisites"), source(), ACCOUNT, bound));
  }

  private Profiled profile(Map<String, Long> replicated) throws Exception {
    var handler = new ProfileHandler(work(), new FakeSourceServers(Map.of(OURS, replicated)), Clock.systemUTC());
    return (Profiled) look(handler, new ProfileSource(header("ProfileSource"), source(), ACCOUNT, OURS));
  }

  @Test
  void everythingThatIsFoundHasItsCodeAndRemedy() throws Exception {
    var checked = check();
    assertThat(checked.failures()).extracting(FailedCheck::getCode).containsExactly("CVY-2210", "CVY-2230");
    assertThat(checked.failures()).allMatch(each -> !each.getRemedy().isBlank());
    assertThat(checked.warnings()).extracting(FailedCheck::getCode).containsExactly("CVY-2215");
    assertThat(checked.decisions()).extracting(FailedCheck::getCode).containsExactly("CVY-2242");
    assertThat(asked.entries()).extracting(Payload.Entry::name).contains("own.licence", "linux-systems");
    assertThat(asked.entries()).extracting(Payload.Entry::value).contains("mgn.eu-central-1.example:443");
  }

  @Test
  void anAgentOfAnotherAccountIsNamedAndOneOfThisAccountIsNot() throws Exception {
    values.put("agent-source-servers", FOREIGN);
    assertThat(check().failures()).last().satisfies(found -> {
      assertThat(found.getCode()).isEqualTo("CVY-2224");
      assertThat(found.getDetail()).contains(FOREIGN, "111122223333");
    });
    values.put("agent-source-servers", FOREIGN + "\n" + OURS);
    assertThat(check().failures()).extracting(FailedCheck::getCode).doesNotContain("CVY-2224");
  }

  @Test
  void aBoundServerIsAskedForTheAgentOfItsSourceServerWhateverItsName() throws Exception {
    bound = OURS;
    values.put("hostname", "another-name");
    values.put("agent-source-servers", OURS);
    assertThat(check().failures()).extracting(FailedCheck::getCode).containsExactly("CVY-2210", "CVY-2230");
    values.put("agent-source-servers", FOREIGN);
    assertThat(check().failures()).last().satisfies(found -> {
      assertThat(found.getCode()).isEqualTo("CVY-2332");
      assertThat(found.getDetail()).contains(FOREIGN, OURS);
    });
    bound = FOREIGN;
    assertThat(check().failures()).last().extracting(FailedCheck::getCode).isEqualTo("CVY-2330");
  }

  @Test
  void credentialsThatDoNotLastForAnInstallationAreNamedAndSuchAsCannotBeHadNowAreNot() throws Exception {
    credentials = account -> {
      throw new PushFailure(PushFailure.Kind.INSTALL_ROLE, account.account(), "sessions of Convoy are too short");
    };
    assertThat(check().failures()).last().satisfies(found -> {
      assertThat(found.getCheck()).isEqualTo("install-role");
      assertThat(found.getCode()).isEqualTo("CVY-2319");
      assertThat(found.getDetail()).isEqualTo("sessions of Convoy are too short");
    });
    ways = new InstallerWays(new InstallerWays.Way(new InstallerSource.Aws(), new InstallerSource.Aws(), true, ""), Map.of(),
        Map.of(), Map.of());
    assertThat(check().failures()).as("an instance profile needs none").extracting(FailedCheck::getCode)
        .doesNotContain("CVY-2319");
    ways = InstallerWays.USUAL;
    credentials = account -> {
      throw new UnreachableException("AssumeRole was throttled", null, new RuntimeException());
    };
    assertThat(check().failures()).extracting(FailedCheck::getCode).doesNotContain("CVY-2319");
  }

  @Test
  void aRunbookThatWouldBeMissingInTheOutageIsNamed() throws Exception {
    runbooks = new Runbooks(Map.of("stop", new Runbook(RUNBOOK.linux(), null), "start", new Runbook(null, RUNBOOK.linux())),
        Duration.ofMinutes(1));
    assertThat(check().failures()).last().satisfies(found -> {
      assertThat(found.getCode()).isEqualTo("CVY-2229");
      assertThat(found.getDetail()).isEqualTo("not configured for LINUX: start");
    });
  }

  @Test
  void aDiskThatReplicationHoldsNotOrNotWholeIsNamed() throws Exception {
    assertThat(profile(Map.of("/dev/sda", 100L)).unheld()).containsExactly("/dev/sdb 50");
    assertThat(profile(Map.of("/dev/sda", 99L, "/dev/sdb", 50L)).unheld()).containsExactly("/dev/sda 100");
    assertThat(profile(Map.of("/dev/sda", 100L, "/dev/sdb", 50L)).unheld()).isEmpty();
    assertThat(profile(Map.of()).unheld()).as("MGN says nothing of disks").isEmpty();
  }
}
