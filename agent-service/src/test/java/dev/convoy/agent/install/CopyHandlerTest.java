package dev.convoy.agent.install;

import dev.convoy.agent.host.CopyPrograms;
import dev.convoy.agent.host.HostProtocol;
import dev.convoy.agent.host.OperationState;
import dev.convoy.agent.host.ProgramSpec;
import dev.convoy.agent.install.PostLaunchScripts.Setting;
import dev.convoy.agent.install.PostLaunchScripts.Source;
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
import dev.convoy.agent.server.AgentOperation.CopyScripts;
import dev.convoy.agent.server.AgentOutcome;
import dev.convoy.agent.server.HostWork;
import dev.convoy.agent.server.Programs;
import dev.convoy.events.common.OsFamily;
import dev.convoy.events.common.SourceHost;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.OperationHeader;
import dev.convoy.kit.worker.Acted;
import dev.convoy.kit.worker.Observation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CopyHandlerTest {

  private static final String NOTE = "note.sh edb465624291e4053c6c5ea4b7eb320dec773e10a57d26b95dcf0564f8e310f8";

  private final Map<Verb, Map<String, String>> answers = new HashMap<>();
  private final List<Payload> started = new ArrayList<>();
  private final HostWork work = new HostWork(new HostProtocol((target, credential, deadline) -> new Host(target),
      Clock.systemUTC()), new Credentials(Map.of("linux", new CredentialSettings("ssh-password", "migrate", null, null,
      "env:WORD", null, null, null)), Map.of("WORD", "x")), Sites.NONE, Duration.ofMinutes(1), 1, 1);
  private final CopyHandler handler = new CopyHandler(new PostLaunchScripts(Map.of(
      "note", new Setting(new Source("note", null, null), new Source("note", null, null), null),
      "dns", new Setting(new Source("fix", null, null), null, Set.of("production")))),
      work, new Programs(1), Clock.systemUTC(), Duration.ofSeconds(15), Duration.ofMinutes(20));

  /** Says what the test wants it to say. */
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
    public HostAnswer call(Verb verb, OperationName operation, Payload payload, Deadline deadline) {
      if (verb == Verb.START) {
        started.add(payload);
      }
      return new HostAnswer(answers.getOrDefault(verb, Map.of()), List.of());
    }

    @Override
    public void close() {}
  }

  private static CopyScripts copy(OsFamily family, String environment) {
    return new CopyScripts(new OperationHeader("web-1", "CopyScripts", 1, 1, "web-1", true, Instant.EPOCH, "wave-1"),
        SourceHost.newBuilder().setOsFamily(family).setOsVersion("any").setFqdn("web-1.example").setAddress("127.0.0.1")
            .setPort(22).setCredential("linux").setSite("default").setQuiesceRunbook("default").setResumeRunbook("default")
            .build(), environment);
  }

  private AgentOutcome outcome(String environment, int exit, String output) {
    var seen = (Observation.Ended<AgentOutcome>)
        handler.ended(copy(OsFamily.LINUX, environment), new OperationState.Ended(exit, output));
    return seen.outcome();
  }

  private Failure failure(int exit) {
    return ((AgentOutcome.Failed) outcome("lab", exit, "a\nwhy")).failure();
  }

  @Test
  void theProgramBringsTheScriptsOfTheFamilyAndTheEnvironmentAndIsBounded() {
    assertThat(handler.program(copy(OsFamily.LINUX, "production"))).satisfies(spec -> {
      assertThat(spec.kind()).isEqualTo(ProgramSpec.Kind.COPY);
      assertThat(spec.program()).contains("put 'note.sh'", "put 'dns.sh'");
      assertThat(spec.environment()).isEmpty();
      assertThat(spec.timeout()).isEqualTo(Duration.ofMinutes(20));
    });
    assertThat(handler.program(copy(OsFamily.LINUX, "lab")).program()).contains("put 'note.sh'").doesNotContain("dns.sh");
    assertThat(handler.program(copy(OsFamily.WINDOWS, "production")).program())
        .contains("Put 'note.ps1'").doesNotContain("dns", "note.sh");
  }

  @Test
  void whatWasReadBackIsRecordedWithItsChecksums() {
    assertThat(outcome("lab", 0, "a\nthe post-launch scripts are in place")).isInstanceOfSatisfying(
        AgentOutcome.ScriptsCopied.class, copied -> {
          assertThat(copied.scripts()).containsExactly(NOTE);
          assertThat(copied.evidence()).isEqualTo("a | the post-launch scripts are in place");
        });
    assertThat(outcome("production", 0, "")).isInstanceOfSatisfying(AgentOutcome.ScriptsCopied.class,
        copied -> assertThat(copied.scripts()).hasSize(2).contains(NOTE));
  }

  @Test
  void onlyWhereThereIsNoPlaceForThemAPersonIsNeededAtOnce() {
    assertThat(failure(CopyPrograms.NO_AGENT)).satisfies(failure -> {
      assertThat(failure.code()).isEqualTo("CVY-2353");
      assertThat(failure.permanent()).isTrue();
    });
    assertThat(failure(CopyPrograms.OTHER_CHECKSUM)).satisfies(failure -> {
      assertThat(failure.code()).isEqualTo("CVY-2352");
      assertThat(failure.permanent()).isFalse();
    });
    for (int exit : new int[] {1, ProgramSpec.EXIT_TIMED_OUT}) {
      assertThat(failure(exit)).satisfies(failure -> {
        assertThat(failure.code()).isEqualTo("CVY-2351");
        assertThat(failure.message()).contains("exit code " + exit, "a | why");
        assertThat(failure.permanent()).isFalse();
      });
    }
  }

  @Test
  void itIsStartedOnTheHostAndItsTurnIsToldWhileItRuns() throws InterruptedException {
    var copy = copy(OsFamily.LINUX, "lab");
    answers.put(Verb.START, Map.of("state", "started", "started", "1"));
    assertThat(handler.act(List.of(copy)).get(copy.id())).isInstanceOf(Acted.Accepted.class);
    assertThat(started).singleElement().satisfies(payload -> {
      assertThat(payload.entries()).anySatisfy(entry -> assertThat(entry.name() + entry.value()).isEqualTo("kindcopy"));
      assertThat(payload.entries()).anySatisfy(entry -> assertThat(entry.value()).contains("put 'note.sh'"));
    });
    answers.put(Verb.STATUS, Map.of("state", "running", "started", "1"));
    assertThat(handler.observe(List.of(copy)).get(copy.id())).isInstanceOfSatisfying(Observation.Running.class,
        running -> assertThat(running.progress()).isInstanceOf(AgentOutcome.Begun.class));
    answers.put(Verb.STATUS, Map.of("state", "ended", "exit", "0", "output", "in place"));
    assertThat(handler.observe(List.of(copy)).get(copy.id())).isInstanceOfSatisfying(Observation.Ended.class,
        ended -> assertThat(ended.outcome()).isInstanceOf(AgentOutcome.ScriptsCopied.class));
  }

  @Test
  void whereAnotherProgramRunsItWaitsForItsEnd() throws InterruptedException {
    var copy = copy(OsFamily.LINUX, "lab");
    answers.put(Verb.START, Map.of("state", "busy", "busy-operation", "web-1:InstallAgent:1:1"));
    assertThat(handler.act(List.of(copy)).get(copy.id())).isInstanceOf(Acted.NotAccepted.class);
    answers.put(Verb.START, Map.of("state", "started", "started", "1"));
    assertThat(handler.act(List.of(copy)).get(copy.id())).as("it has given its place back").isInstanceOf(Acted.Accepted.class);
  }
}
