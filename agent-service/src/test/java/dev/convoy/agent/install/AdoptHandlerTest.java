package dev.convoy.agent.install;

import dev.convoy.agent.host.HostProtocol;
import dev.convoy.agent.install.KnownSourceServers.Listed;
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
import dev.convoy.agent.server.AgentOperation.AdoptAgent;
import dev.convoy.agent.server.AgentOutcome;
import dev.convoy.agent.server.HostWork;
import dev.convoy.events.common.OsFamily;
import dev.convoy.events.common.SourceHost;
import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.core.OperationHeader;
import dev.convoy.kit.worker.Observation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** An agent is adopted as the source server that its server was bound to, and as no other; nothing is run on any host. */
class AdoptHandlerTest {

  private static final String BOUND = "s-11111111111111111";
  private static final String OTHER = "s-22222222222222222";

  private final Map<String, Listed> listings = new HashMap<>();
  private final Map<String, String> host = new HashMap<>(Map.of("agent", "mgn", "agent-running", "yes", "hostname", "Web-1.corp.example"));
  private final List<Verb> verbs = new ArrayList<>();
  private boolean reachable = true;

  private final class Host implements RemoteHost {
    @Override
    public HostTarget target() {
      return new HostTarget("srv-9", OsFamily.LINUX, "127.0.0.1", 22, null);
    }

    @Override
    public HostAnswer call(Verb verb, OperationName operation, Payload payload, Deadline deadline) {
      verbs.add(verb);
      return new HostAnswer(host, List.of());
    }

    @Override
    public void close() {}
  }

  private AgentOutcome outcome() throws InterruptedException {
    var credential = new CredentialSettings("ssh-password", "migrate", null, null, "env:WORD", null, null, null);
    var work = new HostWork(new HostProtocol((target, found, deadline) -> {
      if (!reachable) {
        throw new PushFailure(PushFailure.Kind.UNREACHABLE, "srv-9", "no route");
      }
      return new Host();
    }, Clock.systemUTC()), new Credentials(Map.of("linux", credential), Map.of("WORD", "x")), Sites.NONE, Duration.ofMinutes(1), 1, 1);
    var source = SourceHost.newBuilder().setOsFamily(OsFamily.LINUX).setOsVersion("Debian 12").setFqdn("web-1.example")
        .setAddress("127.0.0.1").setPort(22).setCredential("linux").setSite("default").setQuiesceRunbook("stop")
        .setResumeRunbook("start").build();
    var operation = new AdoptAgent(new OperationHeader("srv-9", "AdoptAgent", 1, 1, "srv-9", true, Instant.EPOCH, "wave-1"),
        source, new AccountKey("111122223333", "eu-central-1", null), BOUND);
    var handler = new AdoptHandler(new FakeSourceServers(Map.of(), listings), work, Clock.systemUTC(), Duration.ofSeconds(1));
    var seen = handler.observe(List.of(operation)).get(operation.id());
    assertThat(handler.act(List.of(operation))).isEmpty();
    assertThat(verbs).as("nothing but looked at").isSubsetOf(EnumSet.of(Verb.AGENT));
    return ((Observation.Ended<AgentOutcome>) seen).outcome();
  }

  private void speaks(String... ids) {
    host.put("agent-source-servers", String.join("\n", ids));
  }

  private void lists(String id, String userProvidedId, String hostname, boolean connected) {
    listings.put(id, new Listed(id, userProvidedId, hostname, connected));
  }

  private void isAdopted() throws InterruptedException {
    assertThat(outcome()).isInstanceOfSatisfying(AgentOutcome.Installed.class, installed -> {
      assertThat(installed.sourceServerId()).isEqualTo(BOUND);
      assertThat(installed.adopted()).isTrue();
    });
  }

  private void isRefused(String code, String... words) throws InterruptedException {
    assertThat(outcome()).isInstanceOfSatisfying(AgentOutcome.Failed.class, failed -> {
      assertThat(failed.failure().code()).isEqualTo(code);
      assertThat(failed.failure().message()).contains(BOUND).satisfies(said -> assertThat(words).allMatch(said::contains));
      assertThat(failed.failure().remedy()).isNotBlank();
      assertThat(failed.failure().permanent()).isTrue();
    });
  }

  @Test
  void oneThatSaysItIsTheBoundOneIsAdoptedWhateverItsNames() throws Exception {
    lists(BOUND, "", "another-name", true);
    speaks(BOUND);
    isAdopted();
    lists(BOUND, "", "", true);
    isAdopted();
    lists(OTHER, "", "web-1", false);
    speaks(OTHER, BOUND);
    isAdopted();
  }

  @Test
  void oneThatSaysNothingIsAdoptedIfMgnHasItUnderTheNameOfTheHost() throws Exception {
    lists(BOUND, "", "web-1", true);
    isAdopted();
    lists(BOUND, "", "web-7", true);
    isRefused("CVY-2335", "Web-1.corp.example");
    lists(BOUND, "", "", true);
    isRefused("CVY-2335");
  }

  @Test
  void oneThatIsArchivedOrOfAnotherAccountIsNotAdopted() throws Exception {
    speaks(BOUND);
    isRefused("CVY-2330", "111122223333/eu-central-1");
  }

  @Test
  void oneThatIsDisconnectedIsNotInstalledOver() throws Exception {
    speaks(BOUND);
    lists(BOUND, "", "web-1", false);
    isRefused("CVY-2331");
  }

  @Test
  void theAgentOfAnotherSourceServerIsLeftAlone() throws Exception {
    lists(BOUND, "", "web-1", true);
    lists(OTHER, "", "web-1", true);
    speaks(OTHER);
    isRefused("CVY-2332", OTHER);
    speaks(OTHER, BOUND);
    isRefused("CVY-2311", OTHER);
  }

  @Test
  void aHostWithoutAnAgentGetsNone() throws Exception {
    lists(BOUND, "", "web-1", true);
    host.put("agent", "none");
    isRefused("CVY-2333");
    host.put("agent", "drs");
    isRefused("CVY-2215", "DRS");
  }

  @Test
  void oneThatDoesNotRunIsNotInstalledOver() throws Exception {
    lists(BOUND, "", "web-1", true);
    speaks(BOUND);
    host.put("agent-running", "no");
    isRefused("CVY-2334");
  }

  @Test
  void aHostThatIsNotReachedIsTriedAgain() throws Exception {
    reachable = false;
    assertThat(outcome()).isInstanceOfSatisfying(AgentOutcome.Failed.class,
        failed -> assertThat(failed.failure().permanent()).isFalse());
  }
}
