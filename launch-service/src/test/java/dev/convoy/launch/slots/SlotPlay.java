package dev.convoy.launch.slots;

import dev.convoy.kit.core.Emitter;
import dev.convoy.kit.histories.GroupPlay;
import dev.convoy.launch.movegroup.MoveGroupSlots;
import dev.convoy.launch.slots.SlotMessage.ReleaseSlots;
import dev.convoy.launch.slots.SlotMessage.RequestSlots;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/** Servers and move groups that ask a pool of seven slots and four jobs. */
final class SlotPlay extends GroupPlay<SlotPool, SlotRow> {

  /** What is looked at apart. */
  enum Standing { EMPTY, HELD, QUEUE }

  private static final SlotSettings SETTINGS = new SlotSettings(7, 4, Duration.ofSeconds(2));

  SlotPlay() {
    super(new SlotPoolDecider(SETTINGS, new MoveGroupSlots()), "111122223333/eu-central-1");
  }

  @Override
  protected List<Record> messages(Random random) {
    var holder = "s-" + random.nextInt(5);
    var purpose = Purpose.values()[random.nextInt(Purpose.values().length)];
    int round = 1 + random.nextInt(2);
    int attempt = 1 + random.nextInt(3);
    return List.of(new RequestSlots(holder, false, purpose, round, attempt, 1, "wave-" + random.nextInt(2)),
        new RequestSlots("g-" + random.nextInt(2), true, Purpose.CUTOVER, round, 1, 1 + random.nextInt(8), "wave-1"),
        new ReleaseSlots(holder, purpose, round, attempt, 0),
        released("g-" + random.nextInt(2), round, random));
  }

  @Override
  protected List<Record> everyMessage() {
    return Stream.of("s-0", "s-4", "g-0", "stranger").flatMap(holder -> Stream.of(Purpose.values())
        .flatMap(purpose -> IntStream.rangeClosed(0, 3).boxed().<Record>flatMap(n -> Stream.of(
            new RequestSlots(holder, holder.startsWith("g"), purpose, n, 1, n, "wave-1"),
            new RequestSlots(holder, holder.startsWith("g"), purpose, 1, n, 9, "wave-2"),
            new ReleaseSlots(holder, purpose, n, 1, 0), new ReleaseSlots(holder, purpose, 1, n, n))))).toList();
  }

  @Override
  protected Enum<?> phase(SlotPool of) {
    return of.waiting() > 0 ? Standing.QUEUE : of.held() > 0 ? Standing.HELD : Standing.EMPTY;
  }

  /** A group keeps some of its slots only once it has them. */
  private ReleaseSlots released(String group, int round, Random random) {
    var row = rows().get(group + "|" + Purpose.CUTOVER);
    return new ReleaseSlots(group, Purpose.CUTOVER, round, 1, row == null || row.isWaiting() ? 0 : random.nextInt(3));
  }

  @Override
  protected void check(SlotPool before, @Nullable Record message, SlotPool pool, Emitter out) {
    var all = rows().values();
    assertThat(pool.held()).as("slots held").isBetween(0, SETTINGS.servers())
        .isEqualTo(all.stream().mapToInt(SlotRow::held).sum());
    assertThat(pool.jobs()).as("jobs").isLessThanOrEqualTo(SETTINGS.jobs());
    assertThat(pool.waiting()).as("requests that wait").isEqualTo((int) all.stream().filter(SlotRow::isWaiting).count());
    assertThat(pool.heldByWave().values()).as("slots by wave").allMatch(slots -> slots > 0);
  }
}
