package dev.convoy.agent.remote;

import dev.convoy.agent.host.CheckReport;
import dev.convoy.agent.host.CheckRequest;
import dev.convoy.agent.host.HostFile;
import dev.convoy.agent.host.HostSession;
import dev.convoy.agent.host.OperationState;
import dev.convoy.agent.host.ProgramSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What every way to a source host has to hold. The host below runs programs of the form {@code echo text}. */
public abstract class RemoteHostContract {

  private static final String SECRET = "canary-secret-4711";
  private static final OperationName OPERATION = new OperationName("db-001:install:2:1");

  @TempDir
  private Path temp;

  /** A host that can be told to misbehave. */
  public interface Host {

    /** From now on verbs get no answer. */
    void fallSilent();

    /** From now on the connection ends in the middle of a verb. */
    void hangUp();

    /** The connection ends in the middle of the verb that comes after so many more. */
    void hangUpAfter(int verbs);

    /** What has been pushed to it whole under that SHA-512. */
    byte[] pushed(String sha512) throws IOException;

    /** From now on verbs write this much noise before they answer. */
    void chatter(int bytes);

    /** How often somebody tried to authenticate. */
    int authentications();

    /** How many messages came in after the keys were exchanged: requests to authenticate, or what may carry them. */
    int messages();
  }

  protected abstract RemoteHosts hosts();

  protected abstract Host host();

  protected abstract HostTarget target();

  protected abstract Credential credential();

  protected abstract Credential wrongCredential();

  /** Where nobody listens. */
  protected abstract HostTarget nobody();

  protected abstract HostTarget pinnedToAnother();

  protected abstract HostTarget notPinned();

  /** False for a way on which hosts cannot prove who they are. */
  protected boolean provesItself() {
    return true;
  }

  protected static Deadline in(int seconds) {
    return Deadline.in(Duration.ofSeconds(seconds));
  }

  private PushFailure refusal(HostTarget target, Credential credential, int seconds) {
    return catchThrowableOfType(PushFailure.class, () -> hosts().connect(target, credential, in(seconds)).close());
  }

  private PushFailure startFailure(int seconds) throws PushFailure {
    try (HostSession session = session()) {
      return catchThrowableOfType(PushFailure.class, () -> session.start(OPERATION, program(), in(seconds)));
    }
  }

  private HostSession session() throws PushFailure {
    return new HostSession(hosts().connect(target(), credential(), in(20)), Clock.systemUTC());
  }

  private static ProgramSpec program() {
    return new ProgramSpec(ProgramSpec.Kind.INSTALL, "echo installed", Map.of("AWS_SECRET_ACCESS_KEY", SECRET),
        Duration.ofSeconds(30));
  }

  @Test
  void aHostIsCheckedAndProfiled() throws Exception {
    try (HostSession session = session()) {
      CheckReport report = session.check(CheckRequest.of("127.0.0.1:1", "", ""), in(20));
      assertThat(report.checks()).extracting(HostCheck::name).contains("root", "root-space", "mgn-443", "clock-skew");
      assertThat(report.failures()).extracting(CheckReport.Finding::check).contains("mgn-443");
      assertThat(report.profile().hostname()).isNotEmpty();
    }
  }

  @Test
  void anOperationIsStartedOnceAndItsEndIsSeenOverAnotherConnection() throws Exception {
    try (HostSession session = session()) {
      assertThat(session.status(OPERATION, in(20))).isInstanceOf(OperationState.Absent.class);
      assertThat(session.start(OPERATION, program(), in(20))).isInstanceOf(OperationState.Running.class);
    }
    try (HostSession session = session()) {
      OperationState end = Until.holds(
          () -> session.status(OPERATION, in(20)), state -> state instanceof OperationState.Ended);
      assertThat(end).isEqualTo(new OperationState.Ended(0, "installed\n"));
      assertThat(session.start(OPERATION, program(), in(20))).isEqualTo(end);
    }
  }

  @Test
  void aLongProgramWithAllCharactersArrivesWhole() throws Exception {
    String text = "ü’'$%".repeat(2000);
    ProgramSpec program = new ProgramSpec(ProgramSpec.Kind.QUIESCE, "# " + text + "\necho installed", Map.of(),
        Duration.ofSeconds(30));
    try (HostSession session = session()) {
      session.start(OPERATION, program, in(20));
      assertThat(Until.holds(() -> session.status(OPERATION, in(20)), state -> state instanceof OperationState.Ended))
          .isEqualTo(new OperationState.Ended(0, "installed\n"));
    }
  }

  @Test
  void aRefusedCredentialIsNotTriedAgain() {
    PushFailure failure = refusal(target(), wrongCredential(), 20);
    assertThat(failure.kind()).isEqualTo(PushFailure.Kind.AUTH_FAILED);
    assertThat(failure.kind().retriable()).isFalse();
    assertThat(failure).hasMessageStartingWith("[CVY-2104] " + target().serverId() + ": ");
    wrongCredential().secrets().forEach(secret -> assertThat(failure).hasMessageNotContaining(secret));
  }

  @Test
  void whereNobodyListensIsUnreachable() {
    assertThat(refusal(nobody(), credential(), 20).kind()).isEqualTo(PushFailure.Kind.UNREACHABLE);
  }

  @Test
  void aChangedHostKeyIsRefusedBeforeAuthentication() {
    assumeTrue(provesItself(), "nobody proves who they are without TLS");
    PushFailure failure = refusal(pinnedToAnother(), credential(), 20);
    assertThat(failure.kind()).isEqualTo(PushFailure.Kind.HOST_KEY_CHANGED);
    assertThat(failure.kind().retriable()).isFalse();
    assertThat(failure).hasMessageContaining(String.valueOf(target().pinnedHostKey()));
    assertThat(host().messages()).isZero();
  }

  @Test
  void aTrustedHostIsAskedToAuthenticate() throws Exception {
    hosts().connect(target(), credential(), in(20)).close();
    assertThat(host().authentications()).isPositive();
    assertThat(host().messages()).isPositive();
  }

  @Test
  void anUnknownHostKeyIsRefusedBeforeAuthenticationAndShown() {
    assumeTrue(provesItself(), "nobody proves who they are without TLS");
    PushFailure failure = refusal(notPinned(), credential(), 20);
    assertThat(failure.kind()).isEqualTo(PushFailure.Kind.HOST_KEY_UNKNOWN);
    assertThat(failure).hasMessageContaining(String.valueOf(target().pinnedHostKey()));
    assertThat(host().messages()).isZero();
  }

  @Test
  void aSilentHostIsLeftAtTheDeadline() throws Exception {
    host().fallSilent();
    long before = System.nanoTime();
    assertThat(startFailure(1).kind()).isEqualTo(PushFailure.Kind.TIMED_OUT);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(8));
  }

  @Test
  void aConnectionThatEndsDuringAVerbLeavesItsEffectUnknown() throws Exception {
    host().hangUp();
    PushFailure failure = startFailure(20);
    assertThat(failure.kind()).isEqualTo(PushFailure.Kind.LOST);
    assertThat(failure).hasMessageNotContaining(SECRET);
  }

  private HostFile file() throws Exception {
    byte[] bytes = new byte[700_000];
    new Random(4711).nextBytes(bytes);
    return new HostFile(Files.write(temp.resolve("installer"), bytes),
        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(bytes)), bytes.length);
  }

  @Test
  void aFileArrivesWhole() throws Exception {
    HostFile file = file();
    try (HostSession session = session()) {
      session.put(file, in(60));
      session.put(file, in(20));
    }
    assertThat(host().pushed(file.sha512())).isEqualTo(Files.readAllBytes(file.path()));
  }

  @Test
  void aFileWhoseSessionIsLostIsGoneOnWithInAnother() throws Exception {
    HostFile file = file();
    host().hangUpAfter(2);
    try (HostSession session = session()) {
      assertThat(catchThrowableOfType(PushFailure.class, () -> session.put(file, in(60))).kind())
          .isEqualTo(PushFailure.Kind.LOST);
    }
    try (HostSession session = session()) {
      session.put(file, in(60));
    }
    assertThat(host().pushed(file.sha512())).isEqualTo(Files.readAllBytes(file.path()));
  }

  @Test
  void noiseDoesNotHideTheAnswer() throws Exception {
    host().chatter(300_000);
    try (HostSession session = session()) {
      assertThat(session.status(OPERATION, in(20))).isInstanceOf(OperationState.Absent.class);
    }
  }
}
