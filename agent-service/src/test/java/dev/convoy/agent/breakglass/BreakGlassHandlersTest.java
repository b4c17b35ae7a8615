package dev.convoy.agent.breakglass;

import dev.convoy.agent.host.HostProtocol;
import dev.convoy.agent.host.OperationState;
import dev.convoy.agent.host.ProgramSpec;
import dev.convoy.agent.remote.Credentials;
import dev.convoy.agent.remote.KeptSecrets;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.agent.remote.SecretFailure;
import dev.convoy.agent.remote.SecretReferences;
import dev.convoy.agent.remote.Sites;
import dev.convoy.agent.server.AgentOperation.CloseBreakGlass;
import dev.convoy.agent.server.AgentOperation.OpenBreakGlass;
import dev.convoy.agent.server.AgentOutcome;
import dev.convoy.agent.server.HostWork;
import dev.convoy.events.common.OsFamily;
import dev.convoy.events.common.SourceHost;
import dev.convoy.kit.core.OperationHeader;
import dev.convoy.kit.worker.Observation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BreakGlassHandlersTest {

  private static final String PASSWORD = "correct-horse-battery";
  private static final String KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJExampleExampleExampleExample ann@example.com";
  private static final Instant UNTIL = Instant.parse("2026-03-01T12:00:00Z");

  private final HostWork work = new HostWork(new HostProtocol((target, credential, deadline) -> {
    throw new AssertionError("the host was entered");
  }, Clock.systemUTC()), new Credentials(Map.of(), Map.of()), Sites.NONE, Duration.ofMinutes(1), 1, 1);

  private static BreakGlassAccount account(String user, String password, String key) {
    return new BreakGlassAccount(user, password, key, new SecretReferences(Map.of("GLASS", PASSWORD, "SHORT", "thirteen-long",
        "LINES", "correct-horse\nroot:battery"), new KeptSecrets(secret -> {
          throw new SecretFailure(PushFailure.Kind.SECRET_UNREACHABLE, "cannot be asked", "wait");
        }, Duration.ZERO), "eu-central-1", null));
  }

  private OpenHandler opener(BreakGlassAccount account) {
    return new OpenHandler(account, work, Clock.systemUTC(), Duration.ofSeconds(15));
  }

  private CloseHandler closer() {
    return new CloseHandler(account("convoy-admin", "", ""), work, Clock.systemUTC(), Duration.ofSeconds(15));
  }

  private static SourceHost source(OsFamily family) {
    return SourceHost.newBuilder().setOsFamily(family).setOsVersion("any").setFqdn("web-1.example").setAddress("127.0.0.1")
        .setPort(22).setCredential("any").setSite("default").setQuiesceRunbook("default").setResumeRunbook("default").build();
  }

  private static OperationHeader header(String kind) {
    return new OperationHeader("web-1", kind, 1, 1, "web-1", true, Instant.EPOCH, "wave-1");
  }

  private static OpenBreakGlass open(OsFamily family) {
    return new OpenBreakGlass(header("OpenBreakGlass"), source(family), UNTIL, 7);
  }

  private static CloseBreakGlass close(OsFamily family) {
    return new CloseBreakGlass(header("CloseBreakGlass"), source(family), 8);
  }

  private static AgentOutcome outcome(Observation<AgentOutcome> seen) {
    return ((Observation.Ended<AgentOutcome>) seen).outcome();
  }

  @Test
  void thePasswordIsReadForEachHostAndIsInNoText() throws Exception {
    var spec = opener(account("convoy-admin", "env:GLASS", KEY)).program(open(OsFamily.LINUX));
    assertThat(spec.kind()).isEqualTo(ProgramSpec.Kind.GRANT);
    assertThat(spec.environment()).containsEntry("BREAK_GLASS_PASSWORD", PASSWORD).containsEntry("CONVOY_AUTHORIZED_KEY", KEY)
        .containsEntry("CONVOY_EXPIRES", "2026-03-02").containsEntry("CONVOY_ORDER", "7");
    assertThat(spec.toString() + spec.program()).doesNotContain(PASSWORD);
    assertThat(closer().program(close(OsFamily.WINDOWS))).satisfies(closing -> {
      assertThat(closing.kind()).isEqualTo(ProgramSpec.Kind.REVOKE);
      assertThat(closing.program()).contains("Remove-LocalUser");
    });
  }

  @Test
  void whereNoneIsConfiguredNothingIsBegun() throws Exception {
    assertThatThrownBy(() -> opener(account("convoy-admin", "", "")).program(open(OsFamily.LINUX)))
        .isInstanceOfSatisfying(PushFailure.class, failure -> {
          assertThat(failure.code()).isEqualTo("CVY-2360");
          assertThat(failure.remedy()).contains("convoy.agent.break-glass.password");
        });
    var byKey = opener(account("convoy-admin", "", KEY));
    assertThat(byKey.program(open(OsFamily.LINUX)).environment()).doesNotContainKey("BREAK_GLASS_PASSWORD");
    assertThatThrownBy(() -> byKey.program(open(OsFamily.WINDOWS))).hasMessageContaining("CVY-2360");
  }

  @ParameterizedTest
  @ValueSource(strings = {"env:SHORT", "env:LINES", "env:NOWHERE", "correct-horse-battery"})
  void aPasswordThatIsNotTakenIsRefusedAtStartAndNotRepeated(String reference) {
    assertThatThrownBy(() -> account("convoy-admin", reference, "")).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("CVY-2361").hasMessageNotContainingAny("thirteen-long", "battery");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Root", "a b", "-a", "a;reboot", "a-name-that-is-too-long", "ä"})
  void aNameThatIsNoneIsRefusedAtStart(String user) {
    assertThatThrownBy(() -> account(user, "env:GLASS", "")).hasMessageContaining("CVY-2361").hasMessageContaining("user");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-----BEGIN OPENSSH PRIVATE KEY-----", "command=\"reboot\" ssh-ed25519 AAAA", "ssh-ed25519 AAAA\nssh-rsa AAAA"})
  void aKeyThatIsNoneIsRefusedAtStart(String key) {
    assertThatThrownBy(() -> account("convoy-admin", "", key)).hasMessageContaining("CVY-2361").hasMessageContaining("authorized-key");
  }

  @Test
  void aStoreThatCannotBeAskedDoesNotStopTheStart() {
    var opener = opener(account("convoy-admin", "aws-secrets-manager:glass", ""));
    assertThatThrownBy(() -> opener.program(open(OsFamily.LINUX))).isInstanceOfSatisfying(PushFailure.class,
        failure -> assertThat(failure.kind().retriable()).isTrue());
  }

  @Test
  void aPasswordThatWasChangedToOneThatIsNotTakenIsNotUsed(@TempDir Path temp) throws IOException {
    var file = Files.writeString(temp.resolve("glass"), PASSWORD + "\n");
    var opener = opener(account("convoy-admin", "file:" + file, ""));
    Files.writeString(file, "short\n");
    assertThatThrownBy(() -> opener.program(open(OsFamily.LINUX))).hasMessageContaining("CVY-2361").hasMessageNotContaining("short");
  }

  @Test
  void whatTheHostSaidIsTheEvidence() {
    var opener = opener(account("convoy-admin", "env:GLASS", ""));
    assertThat(outcome(opener.ended(open(OsFamily.LINUX), new OperationState.Ended(0, "it is open\n"))))
        .isInstanceOfSatisfying(AgentOutcome.BreakGlassMade.class, made -> {
          assertThat(made.user()).isEqualTo("convoy-admin");
          assertThat(made.evidence()).isEqualTo("it is open");
        });
    assertThat(outcome(closer().ended(close(OsFamily.LINUX), new OperationState.Ended(0, "it is gone"))))
        .isInstanceOf(AgentOutcome.BreakGlassGone.class);
  }

  @Test
  void onlyWhatTheHostDoesNotAllowNeedsAPersonAtOnce() {
    var opener = opener(account("convoy-admin", "env:GLASS", ""));
    for (int exit : new int[] {41, 44}) {
      assertThat(outcome(opener.ended(open(OsFamily.LINUX), new OperationState.Ended(exit, "it is there"))))
          .isInstanceOfSatisfying(AgentOutcome.Failed.class, failed -> {
            assertThat(failed.failure().code()).isEqualTo("CVY-2362");
            assertThat(failed.failure().permanent()).isTrue();
          });
    }
    assertThat(outcome(opener.ended(open(OsFamily.LINUX), new OperationState.Ended(42, "no space"))))
        .isInstanceOfSatisfying(AgentOutcome.Failed.class, failed -> assertThat(failed.failure().permanent()).isFalse());
    assertThat(outcome(closer().ended(close(OsFamily.LINUX), new OperationState.Ended(50, "is still there"))))
        .isInstanceOfSatisfying(AgentOutcome.Failed.class, failed -> assertThat(failed.failure().code()).isEqualTo("CVY-2364"));
  }
}
