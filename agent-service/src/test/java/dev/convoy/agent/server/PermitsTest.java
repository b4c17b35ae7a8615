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
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** In which order hosts are entered. One permit: whoever has it keeps it until the test takes it back. */
class PermitsTest {

  private final Permits permits = new Permits(Limits.of(1, 1));
  private final BlockingQueue<String> entered = new LinkedBlockingQueue<>();
  private final Map<String, Thread> waiters = new ConcurrentHashMap<>();

  private static final Visit ONE = visit("any", "wave-1", Urgency.CHECK, "one");

  private static Visit visit(String server, String wave, Urgency urgency, String site) {
    return visit(server, wave, urgency, site, "10.0.1.1");
  }

  private static Visit visit(String server, String wave, Urgency urgency, String site, String address) {
    return new Visit(OperationId.of(server, "Look", 1, 1), server, wave, SourceHost.newBuilder()
        .setOsFamily(OsFamily.LINUX).setOsVersion("Debian 12").setFqdn("web-1.example").setAddress(address).setPort(22)
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
      permits.release(ONE);
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
    var two = new Permits(Limits.of(2, 1));
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
    permits.release(ONE);
    assertThat(permits.used()).isZero();
  }

  @Test
  void whoeverIsInterruptedHasNoPermit() throws InterruptedException {
    wants("now", "wave-1", Urgency.CHECK);
    assertThat(next()).isEqualTo("now");
    wants("cut", "wave-1", Urgency.RESUME);
    waiters.get("cut").interrupt();
    assertThat(next()).isEqualTo("cut was interrupted");
    permits.release(ONE);
    assertThat(permits.used()).isZero();
    assertThat(permits.waiting()).isZero();
  }

  @Test
  void whatIsUnderWayAlreadyHasItsPlaceWhateverTheLimit() throws InterruptedException {
    permits.occupy(ONE);
    permits.occupy(ONE);
    assertThat(permits.used()).isEqualTo(2);
    wants("waits", "wave-1", Urgency.RESUME);
    permits.release(ONE);
    assertThat(permits.waiting()).isEqualTo(1);
    permits.release(ONE);
    assertThat(next()).isEqualTo("waits");
  }

  private static Permits perSubnet(int most) {
    return new Permits(new Limits(100, 100, most, Subnets.USUAL));
  }

  private void wants(Permits permits, Visit visit) {
    int before = permits.waiting() + permits.used();
    waiters.put(visit.serverId(), Thread.ofVirtual().start(() -> {
      try {
        entered.add(permits.acquire(visit) ? visit.serverId() : visit.serverId() + " gave up");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }));
    await().atMost(Duration.ofSeconds(10)).until(() -> permits.waiting() + permits.used() > before);
  }

  @Test
  void aSubnetThatIsFullHoldsUpNoOtherAndIsNotThatOfAnotherSite() throws InterruptedException {
    var permits = perSubnet(1);
    wants(permits, visit("a", "wave-1", Urgency.CHECK, "one", "10.0.1.7"));
    assertThat(next()).isEqualTo("a");
    wants(permits, visit("b", "wave-1", Urgency.RESUME, "one", "10.0.1.8"));
    wants(permits, visit("c", "wave-1", Urgency.CHECK, "one", "10.0.2.8"));
    wants(permits, visit("d", "wave-1", Urgency.CHECK, "two", "10.0.1.8"));
    assertThat(List.of(next(), next())).containsExactly("c", "d");
    assertThat(permits.waiting()).isOne();
    permits.release(visit("a", "wave-1", Urgency.CHECK, "one", "10.0.1.7"));
    assertThat(next()).isEqualTo("b");
  }

  @Test
  void hostsThatAreDeclaredByNameAreInNoSubnet() throws InterruptedException {
    var permits = perSubnet(1);
    wants(permits, visit("a", "wave-1", Urgency.CHECK, "one", "a.example"));
    wants(permits, visit("b", "wave-1", Urgency.CHECK, "one", "b.example"));
    assertThat(List.of(next(), next())).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void theWavesTakeTurnsInASubnetToo() throws InterruptedException {
    var permits = perSubnet(1);
    wants(permits, visit("large-0", "large", Urgency.CHECK, "one", "10.0.1.1"));
    assertThat(next()).isEqualTo("large-0");
    for (int i = 1; i <= 4; i++) {
      wants(permits, visit("large-" + i, "large", Urgency.CHECK, "one", "10.0.1.1"));
    }
    wants(permits, visit("small", "small", Urgency.CHECK, "one", "10.0.1.2"));
    var order = new ArrayList<String>();
    for (int i = 0; i < 5; i++) {
      permits.release(visit("any", "any", Urgency.CHECK, "one", "10.0.1.9"));
      order.add(next());
    }
    assertThat(order).containsSubsequence("small", "large-2");
  }

  @Test
  void tenThousandHostsOfFortySubnetsKeepTheLimitOfEachAndLeaveNothingBehind() {
    var permits = perSubnet(3);
    var inside = new ConcurrentHashMap<Integer, Integer>();
    var most = new ConcurrentHashMap<Integer, Integer>();
    try (var all = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 10_000; i++) {
        int number = i;
        all.submit(() -> {
          var subnet = number % 40;
          var visit = visit("web-" + number, "wave-" + number % 3, Urgency.CHECK, "one", "10.0." + subnet + ".1");
          permits.acquire(visit);
          most.merge(subnet, inside.merge(subnet, 1, Integer::sum), Math::max);
          Thread.yield();
          inside.merge(subnet, -1, Integer::sum);
          permits.release(visit);
          return null;
        });
      }
    }
    assertThat(most).hasSize(40).allSatisfy((subnet, at) -> assertThat(at).isBetween(1, 3));
    assertThat(permits.used()).isZero();
    assertThat(permits.waiting()).isZero();
  }
}
