package dev.convoy.replication.quota;

import dev.convoy.kit.core.Emitter;
import dev.convoy.kit.histories.MapRows;
import dev.convoy.replication.quota.QuotaMessage.ReturnPlace;
import dev.convoy.replication.quota.QuotaMessage.TakePlace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class QuotaDeciderTest {

  private final QuotaDecider decider = new QuotaDecider();
  private final MapRows<QuotaRow> rows = new MapRows<>();
  private final List<String> served = new ArrayList<>();
  private QuotaPool pool = decider.initial("111122223333/eu-central-1");

  @Test
  void placesAreHandedOutUpToTheQuotaAndThenInTurn() {
    take("a", 2);
    take("b", 2);
    take("c", 2);
    take("d", 2);
    assertThat(served).containsExactly("a", "b");
    send(new ReturnPlace("a"));
    assertThat(served).containsExactly("a", "b", "c");
    send(new ReturnPlace("c"));
    assertThat(served).containsExactly("a", "b", "c", "d");
  }

  @Test
  void aRepeatTakesNoSecondPlace() {
    take("a", 1);
    take("a", 1);
    take("b", 1);
    take("b", 1);
    send(new ReturnPlace("a"));
    send(new ReturnPlace("a"));
    assertThat(served).containsExactly("a", "b");
    assertThat(pool.taken()).isOne();
    assertThat(pool.waiting()).isZero();
  }

  @Test
  void whoLeavesTheQueueLosesItsTurn() {
    take("a", 1);
    take("b", 1);
    take("c", 1);
    send(new ReturnPlace("b"));
    send(new ReturnPlace("a"));
    assertThat(served).containsExactly("a", "c");
  }

  @Test
  void aRaisedQuotaServesThoseWhoWait() {
    take("a", 1);
    take("b", 1);
    take("c", 3);
    assertThat(served).containsExactly("a", "b", "c");
  }

  @Test
  void neverMorePlacesThanTheQuotaWhateverTheOrder() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      var server = "server-" + random.nextInt(40);
      send(random.nextBoolean() ? new TakePlace(server, 7, 0) : new ReturnPlace(server));
      assertThat(pool.taken()).isEqualTo((int) rows.copy().values().stream().filter(QuotaRow::taken).count())
          .isLessThanOrEqualTo(7);
      assertThat(pool.waiting() == 0 || pool.taken() == 7).isTrue();
    }
  }

  private void take(String server, int max) {
    send(new TakePlace(server, max, 0));
  }

  private void send(Record message) {
    var out = new Emitter();
    pool = decider.decide(pool, rows, message, out, Instant.EPOCH);
    out.sends().forEach(send -> served.add(send.key()));
  }
}
