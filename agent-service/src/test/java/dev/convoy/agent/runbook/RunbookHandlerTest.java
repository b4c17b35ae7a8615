package dev.convoy.agent.runbook;

import dev.convoy.agent.host.HostProtocol;
import dev.convoy.agent.host.ProgramSpec;
import dev.convoy.agent.remote.Credentials;
import dev.convoy.agent.remote.Sites;
import dev.convoy.agent.server.AgentOperation.Quiesce;
import dev.convoy.agent.server.AgentOutcome;
import dev.convoy.agent.server.HostWork;
import dev.convoy.agent.server.Urgency;
import dev.convoy.events.common.OsFamily;
import dev.convoy.events.common.SourceHost;
import dev.convoy.kit.core.OperationHeader;
import dev.convoy.kit.worker.Acted;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RunbookHandlerTest {

  private final HostWork work = new HostWork(new HostProtocol((target, credential, deadline) -> {
    throw new AssertionError("the host was entered");
  }, Clock.systemUTC()), new Credentials(Map.of(), Map.of()), Sites.NONE, Duration.ofMinutes(1), 1, 1);

  @Test
  void aRunbookThatIsNotConfiguredNeedsAPersonAndTheHostIsNotEntered() throws InterruptedException {
    var handler = new RunbookHandler<>(Quiesce.class, ProgramSpec.Kind.QUIESCE, Urgency.CUTOVER,
        SourceHost::getQuiesceRunbook, new Runbooks(Map.of(), Duration.ofMinutes(1)), work, Clock.systemUTC(), Duration.ofSeconds(15), Duration.ofMinutes(15));
    var source = SourceHost.newBuilder().setOsFamily(OsFamily.LINUX).setOsVersion("Debian 12")
        .setFqdn("web-1.example").setAddress("127.0.0.1").setPort(22).setCredential("linux").setSite("default")
        .setQuiesceRunbook("stop-shop").setResumeRunbook("start-shop").build();
    var quiesce = new Quiesce(
        new OperationHeader("web-1", "Quiesce", 1, 1, "web-1", true, Instant.EPOCH, "wave-1"), source);
    assertThat(handler.act(List.of(quiesce)).get(quiesce.id())).isInstanceOfSatisfying(Acted.Ended.class, ended ->
        assertThat(ended.outcome()).isInstanceOfSatisfying(AgentOutcome.Failed.class, failed -> {
          assertThat(failed.failure().code()).isEqualTo("CVY-2402");
          assertThat(failed.failure().permanent()).isTrue();
          assertThat(failed.failure().remedy()).contains("convoy.agent.runbooks.stop-shop");
        }));
  }
}
