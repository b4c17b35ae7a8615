package dev.convoy.agent.server;

import dev.convoy.agent.host.HostProtocol;
import dev.convoy.agent.remote.Credential;
import dev.convoy.agent.remote.CredentialSettings;
import dev.convoy.agent.remote.Credentials;
import dev.convoy.agent.remote.Deadline;
import dev.convoy.agent.remote.FakeSecretStore;
import dev.convoy.agent.remote.HostAnswer;
import dev.convoy.agent.remote.HostTarget;
import dev.convoy.agent.remote.KeptSecrets;
import dev.convoy.agent.remote.OperationName;
import dev.convoy.agent.remote.Payload;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.agent.remote.RemoteHost;
import dev.convoy.agent.remote.SecretReferences;
import dev.convoy.agent.remote.SiteSettings;
import dev.convoy.agent.remote.Sites;
import dev.convoy.agent.remote.StoredSecret;
import dev.convoy.agent.remote.Verb;
import dev.convoy.events.common.OsFamily;
import dev.convoy.events.common.SourceHost;
import dev.convoy.kit.core.OperationHeader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What becomes of a login that is refused: more than one try with the same secret can lock an account. */
class RenewedLoginTest {

  private static final StoredSecret HOST = new StoredSecret("host", "AWSCURRENT", "eu-central-1", null);
  private static final StoredSecret JUMP = new StoredSecret("jump", "AWSCURRENT", "eu-central-1", null);

  private final FakeSecretStore store = new FakeSecretStore().holding(HOST, "old").holding(JUMP, "jump-old");
  private final List<String> logins = new ArrayList<>();
  private final AtomicInteger ready = new AtomicInteger();
  private final Credentials credentials = new Credentials(Map.of("linux", password("host"), "jump", password("jump")),
      new SecretReferences(Map.of(), new KeptSecrets(store, Duration.ZERO), "eu-central-1", null));
  private final HostWork work = new HostWork(new HostProtocol(this::connect, Clock.systemUTC()), credentials,
      new Sites(Map.of("behind", new SiteSettings(new SiteSettings.Jump("jump.example", null, null, "jump"))), credentials),
      Duration.ofMinutes(1), 1, 1);
  private String hostTakes = "old";
  private String jumpTakes = "jump-old";
  private Runnable onRefusal = () -> { };
  private PushFailure.Kind refusal = PushFailure.Kind.AUTH_FAILED;

  private static CredentialSettings password(String secret) {
    return new CredentialSettings("ssh-password", "migrate", null, null, "aws-secrets-manager:" + secret, null, null, null);
  }

  private RemoteHost connect(HostTarget target, Credential credential, Deadline deadline) throws PushFailure {
    var hop = target.via();
    var through = hop == null ? "" : ((Credential.SshPassword) hop.credential()).password();
    var given = ((Credential.SshPassword) credential).password();
    logins.add(through + "/" + given);
    if (hop != null && !through.equals(jumpTakes) || !given.equals(hostTakes)) {
      onRefusal.run();
      throw new PushFailure(refusal, target.serverId(), "refused");
    }
    return new Entered(target);
  }

  private record Entered(HostTarget target) implements RemoteHost {
    @Override
    public HostAnswer call(Verb verb, OperationName operation, Payload payload, Deadline deadline) {
      throw new AssertionError("nothing is asked");
    }

    @Override
    public void close() {}
  }

  private static Visit visit(String site) {
    var source = SourceHost.newBuilder().setOsFamily(OsFamily.LINUX).setOsVersion("Debian 12").setFqdn("web-1.example")
        .setAddress("192.0.2.1").setPort(22).setCredential("linux").setSite(site).setQuiesceRunbook("stop")
        .setResumeRunbook("start").build();
    return Visit.of(new AgentOperation.Resume(
        new OperationHeader("web-1", "Resume", 1, 1, "web-1", true, Instant.EPOCH, "wave-1"), source), Urgency.RESUME);
  }

  private String enter(String site) throws Exception {
    return work.inTurn(visit(site), () -> {
      ready.incrementAndGet();
      return (session, deadline) -> "done";
    });
  }

  private PushFailure refused(String site) {
    return Objects.requireNonNull(catchThrowableOfType(PushFailure.class, () -> enter(site)));
  }

  @Test
  void oneThatWasChangedSinceItWasReadIsTriedOnceMore() throws Exception {
    hostTakes = "new";
    onRefusal = () -> store.holding(HOST, "new");
    assertThat(enter("default")).isEqualTo("done");
    assertThat(logins).containsExactly("/old", "/new");
    assertThat(ready).as("what was made ready serves the second try").hasValue(1);
  }

  @Test
  void oneThatIsStillTheSameIsNotTriedAgain() {
    hostTakes = "another";
    assertThat(refused("default").kind()).isEqualTo(PushFailure.Kind.AUTH_FAILED);
    assertThat(logins).containsExactly("/old");
    assertThat(work.sessions()).as("its place is free").isZero();
  }

  @Test
  void aChangedOneThatIsRefusedTooIsNotFollowedByAThird() {
    hostTakes = "another";
    onRefusal = () -> store.holding(HOST, "new-" + logins.size());
    assertThat(refused("default").kind()).isEqualTo(PushFailure.Kind.AUTH_FAILED);
    assertThat(logins).containsExactly("/old", "/new-1");
  }

  @Test
  void aRenewalThatFailsIsToldAndTheRefusedSecretIsNotTriedAgain() {
    hostTakes = "new";
    onRefusal = () -> store.out(true);
    assertThat(refused("default").kind()).isEqualTo(PushFailure.Kind.SECRET_UNREACHABLE);
    assertThat(refused("default").kind()).as("without its secret nobody logs in").isEqualTo(PushFailure.Kind.SECRET_UNREACHABLE);
    assertThat(logins).containsExactly("/old");
    assertThat(work.sessions()).isZero();
  }

  @Test
  void theJumpHostHasASecretOfItsOwnToBeRenewed() throws Exception {
    jumpTakes = "jump-new";
    onRefusal = () -> store.holding(JUMP, "jump-new");
    assertThat(enter("behind")).isEqualTo("done");
    assertThat(logins).containsExactly("jump-old/old", "jump-new/old");
  }

  @Test
  void whatIsNoRefusalOfALoginRenewsNothing() {
    hostTakes = "new";
    refusal = PushFailure.Kind.UNREACHABLE;
    onRefusal = () -> store.holding(HOST, "new");
    assertThat(refused("default").kind()).isEqualTo(PushFailure.Kind.UNREACHABLE);
    assertThat(logins).containsExactly("/old");
  }

  @Test
  void whatCannotBeMadeReadyLeavesItsPlaceToTheNext() throws Exception {
    var late = new PushFailure(PushFailure.Kind.UNREACHABLE, "web-1", "no credentials for the installer: AccessDenied");
    var seen = catchThrowableOfType(PushFailure.class, () -> work.inTurn(visit("default"), () -> {
      throw late;
    }));
    assertThat(seen).isSameAs(late);
    assertThat(logins).as("the host was not entered").isEmpty();
    assertThat(work.sessions()).isZero();
    assertThat(enter("default")).isEqualTo("done");
  }
}
