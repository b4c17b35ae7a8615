package dev.convoy.kit.history;

import dev.convoy.kit.streams.ForeignSource;
import dev.convoy.kit.streams.ServiceDefinition;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every service has to do with the histories that earlier builds recorded: decide the same (R12), and let no
 * record count twice (R6). Nothing is left out of the comparison: the clock, the offsets and the settings are those of
 * the record, and ids and traces are made of names.
 */
public abstract class HistoryContract {

  private static final int PARTITIONS = 4;
  private static final int ORDERS = Integer.getInteger("orders", 5);
  private static final long SEED = Long.getLong("seed", 1);

  @TempDir Path folder;

  /** Short name of the service. */
  protected abstract String service();

  /** The service with the settings of the history. */
  protected abstract ServiceDefinition<?, ?, ?> definition(RecordedHistory history) throws Exception;

  /** Foreign topics that it reads. */
  protected List<ForeignSource> foreign() {
    return List.of();
  }

  @FunctionalInterface
  private interface Play {
    void on(Rehearsal rehearsal, Rehearsal plain) throws Exception;
  }

  private void inEachPartition(String version, Play play) throws Exception {
    var history = RecordedHistory.of(version, service());
    assertThat(history.steps()).isNotEmpty();
    for (int partition : IntStream.range(0, PARTITIONS).toArray()) {
      try (var rehearsal = rehearsal(history, partition, "played"); var plain = rehearsal(history, partition, "plain")) {
        play.on(rehearsal, plain);
        assertThat(rehearsal.faults()).as("%s %s partition %d seed %d", version, service(), partition, SEED).isEmpty();
      }
    }
  }

  private Rehearsal rehearsal(RecordedHistory history, int partition, String name) throws Exception {
    return new Rehearsal(history, partition, definition(history), foreign(),
        folder.resolve(name + "-" + partition));
  }

  @ParameterizedTest
  @MethodSource("dev.convoy.kit.history.RecordedHistory#versions")
  void everyStepOfEveryVersionIsDecidedAsItWasThen(String version) throws Exception {
    inEachPartition(version, (rehearsal, plain) -> rehearsal.play());
  }

  @ParameterizedTest
  @MethodSource("dev.convoy.kit.history.RecordedHistory#versions")
  void everyRecordTwoToFiveTimesPublishesAndWantsNothingMoreAndEndsTheSame(String version) throws Exception {
    inEachPartition(version, (rehearsal, plain) -> {
      plain.play();
      rehearsal.playWithRepeats(SEED);
      rehearsal.endsAs(plain.stored());
    });
  }

  @ParameterizedTest
  @MethodSource("dev.convoy.kit.history.RecordedHistory#versions")
  void offsetsBackToZeroWithTheStateKeptPublishWantAndChangeNothing(String version) throws Exception {
    inEachPartition(version, (rehearsal, plain) -> {
      rehearsal.play();
      var before = rehearsal.stored();
      rehearsal.playAgain();
      rehearsal.endsAs(before);
    });
  }

  @ParameterizedTest
  @MethodSource("dev.convoy.kit.history.RecordedHistory#versions")
  void topicsThatRunAheadOfOneAnotherChangeNoDecisionButItsTime(String version) throws Exception {
    for (int i = 0; i < ORDERS; i++) {
      long seed = SEED + i;
      inEachPartition(version, (rehearsal, plain) -> {
        plain.play();
        rehearsal.playInterleaved(seed);
        assertThat(rehearsal.storedTimeless()).as("seed %d", seed).isEqualTo(plain.storedTimeless());
      });
    }
  }
}
