package dev.convoy.agent.server;

import dev.convoy.agent.host.HostProtocol;
import dev.convoy.agent.remote.CredentialSettings;
import dev.convoy.agent.remote.Credentials;
import dev.convoy.agent.remote.HostTarget;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.agent.remote.Sites;
import dev.convoy.events.common.OsFamily;
import dev.convoy.events.common.SourceHost;
import dev.convoy.kit.core.OperationHeader;
import dev.convoy.kit.worker.LastLook;
import dev.convoy.kit.worker.UnreachableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** How hosts are entered when thousands want to be. */
class HostWorkTest {

  private static final int AT_ONCE = 20;
  private static final int PER_SITE = 8;

  private final AtomicInteger entered = new AtomicInteger();
  private final AtomicInteger now = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final Map<Integer, AtomicInteger> siteNow = new ConcurrentHashMap<>();
  private final AtomicInteger mostInSite = new AtomicInteger();

  private final HostWork work = new HostWork(new HostProtocol((target, credential, deadline) -> {
    entered.incrementAndGet();
    AtomicInteger site = siteNow.computeIfAbsent(target.port(), port -> new AtomicInteger());
    most.accumulateAndGet(now.incrementAndGet(), Math::max);
    mostInSite.accumulateAndGet(site.incrementAndGet(), Math::max);
    Thread.yield();
    site.decrementAndGet();
    now.decrementAndGet();
    throw unreachable(target);
  }, Clock.systemUTC()), new Credentials(Map.of("linux", new CredentialSettings("ssh-password", "migrate", null, null,
      "env:PASSWORD", null, null, null)), Map.of("PASSWORD", "right-password-77")), Sites.NONE, Duration.ofMinutes(1), AT_ONCE,
      PER_SITE);

  private static PushFailure unreachable(HostTarget target) {
    return new PushFailure(PushFailure.Kind.UNREACHABLE, target.serverId(), "nobody there");
  }

  /** Its port tells its site. */
  private static SourceHost source(int site) {
    return SourceHost.newBuilder().setOsFamily(OsFamily.LINUX).setOsVersion("Debian 12").setFqdn("web-1.example")
        .setAddress("127.0.0.1").setPort(22 + site).setCredential("linux").setSite("site-" + site)
        .setQuiesceRunbook("stop").setResumeRunbook("start").build();
  }

  private static AgentOperation operation(int number, int site) {
    return new AgentOperation.Resume(new OperationHeader("web-" + number, "Resume", 1, 1, "web-" + number, true,
        Instant.EPOCH, "wave-1"), source(site));
  }

  private Exception enter(int number, int site) {
    return catchThrowableOfType(Exception.class,
        () -> work.in(operation(number, site), Urgency.RESUME, (session, deadline) -> "done"));
  }

  @Test
  void tenThousandThatWantToBeEnteredAtOnceKeepTheLimitsAndAllGetTheirTurn() {
    try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 10_000; i++) {
        int number = i;
        all.execute(() -> enter(number, number % 4));
      }
    }
    assertThat(entered).hasValue(10_000);
    assertThat(most.get()).isBetween(2, AT_ONCE);
    assertThat(mostInSite.get()).isBetween(2, PER_SITE);
    assertThat(work.sessions()).isZero();
    assertThat(work.waiting()).isZero();
  }

  @Test
  void whoeverMayNotActAnyMoreWhenTheTurnComesDoesNotEnterTheHost() {
    assertThat(LastLook.under(() -> false, () -> enter(0, 0))).isInstanceOf(UnreachableException.class)
        .hasMessageContaining("not wanted here any more");
    assertThat(entered).hasValue(0);
    assertThat(LastLook.under(() -> true, () -> enter(0, 0))).isInstanceOf(PushFailure.class);
    assertThat(entered).hasValue(1);
  }
}
