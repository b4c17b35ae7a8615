package dev.convoy.agent.install;

import dev.convoy.agent.host.HostProtocol;
import dev.convoy.agent.host.OperationState;
import dev.convoy.agent.host.ProgramSpec;
import dev.convoy.agent.remote.Credentials;
import dev.convoy.agent.remote.Sites;
import dev.convoy.agent.server.AgentOperation.RemoveAgent;
import dev.convoy.agent.server.AgentOutcome;
import dev.convoy.agent.server.HostWork;
import dev.convoy.agent.server.Programs;
import dev.convoy.events.common.OsFamily;
import dev.convoy.events.common.SourceHost;
import dev.convoy.kit.core.OperationHeader;
import dev.convoy.kit.worker.Observation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RemoveHandlerTest {

  private final RemoveHandler handler = new RemoveHandler(new HostWork(new HostProtocol((target, credential, deadline) -> {
    throw new AssertionError("the host was entered");
  }, Clock.systemUTC()), new Credentials(Map.of(), Map.of()), Sites.NONE, Duration.ofMinutes(1), 1, 1), new Programs(1),
      Clock.systemUTC(), Duration.ofSeconds(15), Duration.ofHours(1));

  private static RemoveAgent remove(OsFamily family) {
    return new RemoveAgent(new OperationHeader("web-1", "RemoveAgent", 1, 1, "web-1", true, Instant.EPOCH, "wave-1"),
        SourceHost.newBuilder().setOsFamily(family).setOsVersion("any").setFqdn("web-1.example").setAddress("127.0.0.1")
            .setPort(22).setCredential("any").setSite("default").setQuiesceRunbook("default").setResumeRunbook("default")
            .build());
  }

  private AgentOutcome outcome(int exit, String output) {
    var seen = (Observation.Ended<AgentOutcome>) handler.ended(remove(OsFamily.LINUX), new OperationState.Ended(exit, output));
    return seen.outcome();
  }

  @Test
  void theProgramIsThatOfTheFamilyAndIsBounded() {
    assertThat(handler.program(remove(OsFamily.LINUX))).satisfies(spec -> {
      assertThat(spec.kind()).isEqualTo(ProgramSpec.Kind.REMOVE);
      assertThat(spec.program()).contains("uninstall-agent.sh");
      assertThat(spec.timeout()).isEqualTo(Duration.ofHours(1));
    });
    assertThat(handler.program(remove(OsFamily.WINDOWS)).program()).contains("install_agent_windows.exe') --remove");
  }

  @Test
  void whatTheHostSaidIsTheEvidence() {
    assertThat(outcome(0, "a\nthe replication agent is removed")).isInstanceOfSatisfying(AgentOutcome.Removed.class,
        removed -> assertThat(removed.evidence()).isEqualTo("a | the replication agent is removed"));
  }

  @Test
  void onlyAnAgentThatIsStillThereNeedsAPersonAtOnce() {
    assertThat(outcome(20, "its service still runs")).isInstanceOfSatisfying(AgentOutcome.Failed.class, failed -> {
      assertThat(failed.failure().code()).isEqualTo("CVY-2342");
      assertThat(failed.failure().permanent()).isTrue();
    });
    assertThat(outcome(22, "exit code 7")).isInstanceOfSatisfying(AgentOutcome.Failed.class, failed -> {
      assertThat(failed.failure().code()).isEqualTo("CVY-2341");
      assertThat(failed.failure().permanent()).isFalse();
    });
  }
}
