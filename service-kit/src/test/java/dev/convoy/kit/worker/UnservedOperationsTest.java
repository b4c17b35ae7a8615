package dev.convoy.kit.worker;

import dev.convoy.kit.core.OperationHeader;
import dev.convoy.kit.worker.UnservedOperations.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class UnservedOperationsTest {

  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
  private static final Map<String, Integer> NOBODY_IN_DMZ = Map.of("dmz", 0, UnservedOperations.REST, 1);
  private static final Map<String, Integer> ALL_THERE = Map.of("dmz", 1, UnservedOperations.REST, 1);

  private final UnservedOperations standing = new UnservedOperations(Duration.ofMinutes(5));

  private static OperationHeader operation(String server, int attempt, @Nullable String workers, boolean act,
      @Nullable Instant unservedSince) {
    return new OperationHeader(server, "InstallAgent", 1, attempt, server, act, AT, "wave-1", workers, unservedSince);
  }

  private OperationHeader puts(OperationHeader operation) {
    standing.put(operation.key(), operation);
    return operation;
  }

  private List<Report> after(int minutes, Map<String, Integer> members) {
    return standing.look(members, AT.plus(Duration.ofMinutes(minutes)));
  }

  @Test
  void anOperationIsNamedOnceNobodyOfItsGroupWasThereForTheTime() {
    puts(operation("office-1", 1, null, true, null));
    var waits = puts(operation("dmz-1", 1, "dmz", true, null));
    assertThat(after(0, NOBODY_IN_DMZ)).isEmpty();
    assertThat(after(4, NOBODY_IN_DMZ)).isEmpty();
    assertThat(after(5, NOBODY_IN_DMZ)).containsExactly(new Report(waits, false));
    assertThat(standing.waiting("dmz")).isOne();
    assertThat(standing.waiting(UnservedOperations.REST)).isZero();
  }

  @Test
  void whatIsSaidIsSaidAgainOnlyAfterAMinuteAndOfTheNextAttemptNotAtAll() {
    var waits = puts(operation("dmz-1", 1, "dmz", true, null));
    after(0, NOBODY_IN_DMZ);
    after(5, NOBODY_IN_DMZ);
    assertThat(standing.look(NOBODY_IN_DMZ, AT.plusSeconds(330))).isEmpty();
    assertThat(after(6, NOBODY_IN_DMZ)).containsExactly(new Report(waits, false));
    standing.remove(waits.key());
    puts(operation("dmz-1", 2, "dmz", true, AT));
    assertThat(after(60, NOBODY_IN_DMZ)).isEmpty();
  }

  @Test
  void whoeverWaitedIsNamedWhenSomebodyIsThereAgainAndNobodyElse() {
    puts(operation("dmz-1", 1, "dmz", true, null));
    var waited = puts(operation("dmz-2", 2, "dmz", true, AT));
    after(0, NOBODY_IN_DMZ);
    assertThat(after(6, ALL_THERE)).containsExactly(new Report(waited, true));
    assertThat(standing.waiting("dmz")).isZero();
  }

  @Test
  void theTimeBeginsAnewWhenSomebodyWasThereOrNobodyCouldBeAsked() {
    puts(operation("dmz-1", 1, "dmz", true, null));
    after(0, NOBODY_IN_DMZ);
    after(4, ALL_THERE);
    after(5, NOBODY_IN_DMZ);
    assertThat(after(9, NOBODY_IN_DMZ)).isEmpty();
    after(10, Map.of());
    assertThat(after(11, NOBODY_IN_DMZ)).isEmpty();
    assertThat(after(16, NOBODY_IN_DMZ)).hasSize(1);
  }

  @Test
  void aHeldOperationWaitsForNoWorker() {
    puts(operation("dmz-1", 1, "dmz", false, null));
    after(0, NOBODY_IN_DMZ);
    assertThat(after(60, NOBODY_IN_DMZ)).isEmpty();
  }

  @Test
  void aGroupThatOnlyAnEntryNamesIsAskedForToo() {
    var old = puts(operation("dmz-1", 1, "gone", true, null));
    assertThat(standing.groups(List.of("dmz"))).containsExactly(UnservedOperations.REST, "dmz", "gone");
    standing.remove(old.key());
    assertThat(standing.groups(List.of("dmz"))).containsExactly(UnservedOperations.REST, "dmz");
  }
}
