package dev.convoy.launch.slots;

import dev.convoy.kit.core.Emitter;
import dev.convoy.kit.histories.MapRows;
import dev.convoy.launch.slots.SlotMessage.ReleaseSlots;
import dev.convoy.launch.slots.SlotMessage.RequestSlots;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SlotPoolDeciderTest {

  private static final Duration LINGER = Duration.ofSeconds(2);

  private final List<String> granted = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();
  private final MapRows<SlotRow> rows = new MapRows<>();
  private final SlotPoolDecider decider = new SlotPoolDecider(new SlotSettings(5, 3, LINGER), new SlotAnswers() {
    @Override
    public void granted(RequestSlots request, Emitter out) {
      granted.add(request.holder());
    }

    @Override
    public void refused(RequestSlots request, int capacity, Emitter out) {
      refused.add(request.holder());
    }
  });
  private SlotPool pool = decider.initial("111122223333/eu-central-1");
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void a_request_is_granted_after_it_has_waited_for_company() {
    ask("web-001", "wave-1", 1);
    assertThat(granted).isEmpty();
    linger();
    assertThat(granted).containsExactly("web-001");
    assertThat(decider.wakeAt(pool)).isNull();
  }

  @Test
  void requests_beyond_the_capacity_wait_for_a_release() {
    IntStream.range(0, 7).forEach(i -> ask("web-00" + i, "wave-1", 1));
    linger();
    assertThat(granted).hasSize(5);
    tell(new ReleaseSlots("web-000", Purpose.TEST, 1, 1, 0));
    linger();
    assertThat(granted).hasSize(6);
  }

  @Test
  void a_group_gets_all_or_nothing_and_is_not_passed_for_ever() {
    ask("web-001", "wave-1", 1);
    linger();
    ask("shop", "wave-1", 5);
    ask("web-002", "wave-1", 1);
    linger();
    assertThat(granted).containsExactly("web-001");
    tell(new ReleaseSlots("web-001", Purpose.TEST, 1, 1, 0));
    linger();
    assertThat(granted).containsExactly("web-001", "shop");
    tell(new ReleaseSlots("shop", Purpose.TEST, 1, 1, 3));
    tell(new ReleaseSlots("shop", Purpose.TEST, 1, 1, 4));
    assertThat(pool.held()).isEqualTo(3);
    linger();
    assertThat(granted).containsExactly("web-001", "shop", "web-002");
  }

  @Test
  void the_wave_that_holds_fewest_slots_is_served_first() {
    IntStream.range(0, 5).forEach(i -> ask("a-" + i, "wave-1", 1));
    IntStream.range(0, 2).forEach(i -> ask("b-" + i, "wave-2", 1));
    linger();
    assertThat(granted).containsExactly("a-0", "b-0", "a-1", "b-1", "a-2");
  }

  @Test
  void there_are_never_more_grants_than_jobs() {
    for (int i = 0; i < 4; i++) {
      ask("web-00" + i, "wave-1", 1);
      linger();
    }
    assertThat(granted).hasSize(3);
  }

  @Test
  void what_never_fits_is_refused() {
    ask("shop", "wave-1", 6);
    assertThat(refused).containsExactly("shop");
    assertThat(decider.wakeAt(pool)).isNull();
  }

  @Test
  void repeats_change_nothing_and_a_repeated_request_is_answered_again() {
    ask("web-001", "wave-1", 1);
    var waiting = pool;
    ask("web-001", "wave-1", 1);
    assertThat(pool).isEqualTo(waiting);
    linger();
    ask("web-001", "wave-1", 1);
    assertThat(granted).containsExactly("web-001", "web-001");
    assertThat(pool.held()).isEqualTo(1);
    tell(new ReleaseSlots("web-001", Purpose.TEST, 1, 1, 0));
    tell(new ReleaseSlots("web-001", Purpose.TEST, 1, 1, 0));
    assertThat(pool.held()).isZero();
  }

  @Test
  void a_later_attempt_replaces_the_one_before() {
    ask("web-001", "wave-1", 1);
    linger();
    tell(new RequestSlots("web-001", false, Purpose.TEST, 1, 2, 1, "wave-1"));
    assertThat(pool.held()).isZero();
    tell(new ReleaseSlots("web-001", Purpose.TEST, 1, 1, 0));
    linger();
    assertThat(pool.held()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void the_capacity_holds_in_every_history(long seed) {
    var random = new Random(seed);
    for (int step = 0; step < 5000; step++) {
      var holder = "m-" + random.nextInt(20);
      int attempt = 1 + random.nextInt(1 + step / 500);
      var purpose = Purpose.values()[random.nextInt(3)];
      var message = random.nextBoolean()
          ? new RequestSlots(holder, false, purpose, 1, attempt, 1 + random.nextInt(6), "wave-" + random.nextInt(3))
          : new ReleaseSlots(holder, purpose, 1, attempt, random.nextInt(3));
      tell(message);
      now = now.plusMillis(random.nextInt(3000));
      var sum = rows.all().mapToInt(row -> row.getValue().held()).sum();
      assertThat(pool.held()).as("seed %d step %d", seed, step).isEqualTo(sum).isLessThanOrEqualTo(5);
      assertThat(pool.jobs()).as("seed %d step %d", seed, step).isLessThanOrEqualTo(3);
      assertThat(pool.heldByWave().values()).allMatch(held -> held > 0);
      assertThat(pool.waiting()).isEqualTo((int) rows.all().filter(row -> row.getValue().isWaiting()).count());
    }
  }

  private void ask(String holder, String wave, int count) {
    tell(new RequestSlots(holder, count > 1, Purpose.TEST, 1, 1, count, wave));
  }

  private void tell(SlotMessage message) {
    pool = decider.decide(pool, rows, (Record) message, new Emitter(), now);
  }

  private void linger() {
    now = now.plus(LINGER);
    pool = decider.decide(pool, rows, null, new Emitter(), now);
  }
}
