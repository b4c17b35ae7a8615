package dev.convoy.agent.server;

import dev.convoy.events.common.OsFamily;
import dev.convoy.events.common.SourceHost;
import dev.convoy.kit.core.OperationId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** In which order hosts are entered. One permit: whoever has it keeps it until the test takes it back. */
class PermitsTest {

  private final Permits permits = new Permits(1, 1);
  private final BlockingQueue<String> entered = new LinkedBlockingQueue<>();
  private final Map<String, Thread> waiters = new ConcurrentHashMap<>();

  private static Visit visit(String server, String wave, Urgency urgency, String site) {
    return new Visit(OperationId.of(server, "Look", 1, 1), server, wave, SourceHost.newBuilder()
        .setOsFamily(OsFamily.LINUX).setOsVersion("Debian 12").setFqdn("web-1.example").setAddress("127.0.0.1").setPort(22)
        .setCredential("linux").setSite(site).setQuiesceRunbook("stop").setResumeRunbook("start").build(), urgency);
  }

  private void wants(Visit visit) {
    int before = permits.waiting() + permits.used();
    waiters.put(visit.serverId(), Thread.ofVirtual().start(() -> {
      try {
        entered.add(permits.acquire(visit) ? visit.serverId() : visit.serverId() + " gave up");
      } catch (InterruptedException e) {
        entered.add(visit.serverId() + " was interrupted");
      }
    }));
    await().atMost(Duration.ofSeconds(10)).until(() -> permits.waiting() + permits.used() > before);
  }

  private void wants(String server, String wave, Urgency urgency) {
    wants(visit(server, wave, urgency, "one"));
  }

  private String next() throws InterruptedException {
    return String.valueOf(entered.poll(10, TimeUnit.SECONDS));
  }

  private List<String> nextOnes(int count) throws InterruptedException {
    var all = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      permits.release("one");
      all.add(next());
    }
    return all;
  }

  @AfterEach
  void nobodyWaits() {
    waiters.values().forEach(Thread::interrupt);
  }

  @Test
  void aSourceInItsOutageComesFirstAndABeginningLast() throws InterruptedException {
    wants("now", "wave-1", Urgency.CHECK);
    assertThat(next()).isEqualTo("now");
    wants("check", "wave-1", Urgency.CHECK);
    wants("start", "wave-1", Urgency.START);
    wants("running", "wave-1", Urgency.RUNNING);
    wants("quiesce", "wave-1", Urgency.CUTOVER);
    wants("resume", "wave-1", Urgency.RESUME);
    assertThat(nextOnes(5)).containsExactly("resume", "quiesce", "running", "start", "check");
  }

  @Test
  void aSmallWaveDoesNotWaitForALargeOne() throws InterruptedException {
    wants("now", "large", Urgency.CHECK);
    assertThat(next()).isEqualTo("now");
    for (int i = 1; i <= 6; i++) {
      wants("large-" + i, "large", Urgency.CHECK);
    }
    assertThat(nextOnes(2)).containsExactly("large-1", "large-2");
    wants("small-1", "small", Urgency.CHECK);
    wants("small-2", "small", Urgency.CHECK);
    assertThat(nextOnes(6)).containsSubsequence("large-3", "large-4", "large-5", "large-6")
        .containsSubsequence("small-1", "small-2", "large-6");
  }

  @Test
  void aSiteThatIsFullHoldsUpNoOther() throws InterruptedException {
    var two = new Permits(2, 1);
    assertThat(two.acquire(visit("a", "wave-1", Urgency.RESUME, "full"))).isTrue();
    var waiting = Thread.ofVirtual().start(() -> {
      try {
        two.acquire(visit("b", "wave-1", Urgency.RESUME, "full"));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
    await().atMost(Duration.ofSeconds(10)).until(() -> two.waiting() == 1);
    assertThat(two.acquire(visit("c", "wave-1", Urgency.CHECK, "other"))).isTrue();
    assertThat(two.used()).isEqualTo(2);
    waiting.interrupt();
  }

  @Test
  void whoeverGivesUpHasNoPermitAndIsNotCalled() throws InterruptedException {
    wants("now", "wave-1", Urgency.CHECK);
    assertThat(next()).isEqualTo("now");
    wants("gone", "wave-1", Urgency.RESUME);
    wants("next", "wave-1", Urgency.CHECK);
    permits.giveUp(OperationId.of("gone", "Look", 1, 1));
    assertThat(next()).isEqualTo("gone gave up");
    assertThat(nextOnes(1)).containsExactly("next");
    permits.release("one");
    assertThat(permits.used()).isZero();
  }

  @Test
  void whoeverIsInterruptedHasNoPermit() throws InterruptedException {
    wants("now", "wave-1", Urgency.CHECK);
    assertThat(next()).isEqualTo("now");
    wants("cut", "wave-1", Urgency.RESUME);
    waiters.get("cut").interrupt();
    assertThat(next()).isEqualTo("cut was interrupted");
    permits.release("one");
    assertThat(permits.used()).isZero();
    assertThat(permits.waiting()).isZero();
  }

  @Test
  void whatIsUnderWayAlreadyHasItsPlaceWhateverTheLimit() throws InterruptedException {
    permits.occupy("one");
    permits.occupy("one");
    assertThat(permits.used()).isEqualTo(2);
    wants("waits", "wave-1", Urgency.RESUME);
    permits.release("one");
    assertThat(permits.waiting()).isEqualTo(1);
    permits.release("one");
    assertThat(next()).isEqualTo("waits");
  }
}
