package dev.convoy.agent.runbook;

import dev.convoy.agent.host.HostProtocol;
import dev.convoy.agent.host.ProgramSpec;
import dev.convoy.agent.remote.CredentialSettings;
import dev.convoy.agent.remote.Credentials;
import dev.convoy.agent.remote.Deadline;
import dev.convoy.agent.remote.HostAnswer;
import dev.convoy.agent.remote.HostTarget;
import dev.convoy.agent.remote.OperationName;
import dev.convoy.agent.remote.Payload;
import dev.convoy.agent.remote.RemoteHost;
import dev.convoy.agent.remote.Sites;
import dev.convoy.agent.remote.Verb;
import dev.convoy.agent.server.AgentOperation.Quiesce;
import dev.convoy.agent.server.AgentOutcome;
import dev.convoy.agent.server.HostWork;
import dev.convoy.agent.server.Urgency;
import dev.convoy.events.common.OsFamily;
import dev.convoy.events.common.SourceHost;
import dev.convoy.kit.core.OperationHeader;
import dev.convoy.kit.worker.Acted;
import dev.convoy.kit.worker.LastLook;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RunbookHandlerTest {

  private final HostWork work = new HostWork(new HostProtocol((target, credential, deadline) -> {
    throw new AssertionError("the host was entered");
  }, Clock.systemUTC()), new Credentials(Map.of(), Map.of()), Sites.NONE, Duration.ofMinutes(1), 1, 1);

  /** Entering a host takes seconds, in which a rollback may have taken the quiesce back. */
  @Test
  void whatIsNotWantedAnyMoreOnceItsHostIsEnteredIsNotStarted() throws InterruptedException {
    var entered = new AtomicBoolean();
    var script = new Runbooks.Script("stop", "stopped");
    var handler = new RunbookHandler<>(Quiesce.class, ProgramSpec.Kind.QUIESCE, Urgency.CUTOVER, SourceHost::getQuiesceRunbook,
        new Runbooks(Map.of("stop-shop", new Runbooks.Runbook(script, null)), Duration.ofMinutes(1)),
        new HostWork(new HostProtocol((target, credential, deadline) -> {
          entered.set(true);
          return new Untouched(target);
        }, Clock.systemUTC()), new Credentials(Map.of("linux", new CredentialSettings("ssh-password", "migrate", null, null, "env:PASSWORD",
            null, null, null)), Map.of("PASSWORD", "right-password-77")), Sites.NONE, Duration.ofMinutes(1), 1, 1),
        Clock.systemUTC(), Duration.ofSeconds(15), Duration.ofMinutes(15));
    var quiesce = new Quiesce(new OperationHeader("web-1", "Quiesce", 1, 1, "web-1", true, Instant.EPOCH, "wave-1"), source());

    var acted = LastLook.under(() -> !entered.get(), () -> handler.act(List.of(quiesce)));

    assertThat(entered).isTrue();
    assertThat(acted.get(quiesce.id())).isInstanceOf(Acted.NotAccepted.class);
  }

  /** A host of which nothing may be asked. */
  private record Untouched(HostTarget target) implements RemoteHost {

    @Override
    public HostAnswer call(Verb verb, OperationName operation, Payload payload, Deadline deadline) {
      throw new AssertionError("the host was asked to " + verb);
    }

    @Override
    public void close() {}
  }

  private static SourceHost source() {
    return SourceHost.newBuilder().setOsFamily(OsFamily.LINUX).setOsVersion("Debian 12")
        .setFqdn("web-1.example").setAddress("127.0.0.1").setPort(22).setCredential("linux").setSite("default")
        .setQuiesceRunbook("stop-shop").setResumeRunbook("start-shop").build();
  }

  @Test
  void aRunbookThatIsNotConfiguredNeedsAPersonAndTheHostIsNotEntered() throws InterruptedException {
    var handler = new RunbookHandler<>(Quiesce.class, ProgramSpec.Kind.QUIESCE, Urgency.CUTOVER,
        SourceHost::getQuiesceRunbook, new Runbooks(Map.of(), Duration.ofMinutes(1)), work, Clock.systemUTC(), Duration.ofSeconds(15), Duration.ofMinutes(15));
    var quiesce = new Quiesce(new OperationHeader("web-1", "Quiesce", 1, 1, "web-1", true, Instant.EPOCH, "wave-1"), source());
    assertThat(handler.act(List.of(quiesce)).get(quiesce.id())).isInstanceOfSatisfying(Acted.Ended.class, ended ->
        assertThat(ended.outcome()).isInstanceOfSatisfying(AgentOutcome.Failed.class, failed -> {
          assertThat(failed.failure().code()).isEqualTo("CVY-2402");
          assertThat(failed.failure().permanent()).isTrue();
          assertThat(failed.failure().remedy()).contains("convoy.agent.runbooks.stop-shop");
        }));
  }
}
