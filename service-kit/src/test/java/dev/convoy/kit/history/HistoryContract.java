package dev.convoy.kit.history;

import dev.convoy.kit.streams.ForeignSource;
import dev.convoy.kit.streams.ReplayedTopology;
import dev.convoy.kit.streams.ServiceDefinition;
import dev.convoy.schemas.history.SchemaHistory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every service has to do with the histories that earlier builds recorded: decide the same (R12), and let no
 * record count twice (R6). A release adds what it keeps on the broker by {@code -Dstored.write=<version>}. Nothing is left out of the comparison: the clock, the offsets and the settings are those of
 * the record, and ids and traces are made of names.
 */
public abstract class HistoryContract {

  private static final int PARTITIONS = 4;
  private static final int ORDERS = Integer.getInteger("orders", 5);
  private static final long SEED = Long.getLong("seed", 1);

  private static final Path STORED_FOLDER = Path.of("src/test/resources/stored");
  private static final SchemaHistory STORED = new SchemaHistory(STORED_FOLDER);
  private static final String TOPOLOGY = "topology.txt";

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
  void everyStepIsDecidedTheSameFromWhatTheOlderBuildHadStored(String version) throws Exception {
    inEachPartition(version, (rehearsal, plain) -> rehearsal.playFromOlderState());
  }

  @Test
  void whatIsKeptOnTheBrokerAndThatOfEveryVersionReadOneAnother() throws Exception {
    var definition = definition(RecordedHistory.of(RecordedHistory.versions().getLast(), service()));
    var release = System.getProperty("stored.write");
    if (release != null) {
      STORED.write(release, StoredForms.of(definition));
      Files.writeString(STORED_FOLDER.resolve(release).resolve(TOPOLOGY), ReplayedTopology.describe(definition,
          foreign()));
    }
    assertThat(STORED.faults(StoredForms.of(definition)))
        .as("what is stored may gain fields with defaults and symbols, nothing else").isEmpty();
    for (var version : RecordedHistory.versions()) {
      assertThat(ReplayedTopology.describe(definition, foreign()))
          .as("stores, topics, partitions and sub-topologies of " + version
              + "; brokers refuse another topology in the same group, so changing it is a breaking release")
          .isEqualTo(Files.readString(STORED_FOLDER.resolve(version).resolve(TOPOLOGY)));
    }
  }

  @ParameterizedTest
  @MethodSource("dev.convoy.kit.history.RecordedHistory#versions")
  void everyRecordTwoToFiveTimesPublishesAndWantsNothingMoreAndEndsTheSame(String version) throws Exception {
    inEachPartition(version, (rehearsal, plain) -> {
      plain.play();
      rehearsal.playWithRepeats(SEED);
      assertThat(Differences.between(plain.stored(), rehearsal.stored())).isEmpty();
    });
  }

  @ParameterizedTest
  @MethodSource("dev.convoy.kit.history.RecordedHistory#versions")
  void offsetsBackToZeroWithTheStateKeptPublishWantAndChangeNothing(String version) throws Exception {
    var history = RecordedHistory.of(version, service());
    var owners = new Owners(history);
    var rehearsals = new ArrayList<Rehearsal>();
    try {
      for (int partition = 0; partition < PARTITIONS; partition++) {
        rehearsals.add(rehearsal(history, partition, "again"));
      }
      rehearsals.forEach(Rehearsal::play);
      var before = rehearsals.stream().map(each -> each.stored()).toList();
      var sent = new ArrayDeque<HistoryLine>();
      rehearsals.forEach(each -> sent.addAll(each.playAgain()));
      long end = rehearsals.stream().mapToLong(Rehearsal::end).max().orElseThrow();
      for (var line = sent.poll(); line != null; line = sent.poll()) {
        var read = owners.read(line, end);
        sent.addAll(rehearsals.get(read.partition()).take(read));
      }
      rehearsals.forEach(Rehearsal::settle);
      assertThat(rehearsals).flatExtracting(Rehearsal::faults).isEmpty();
      for (int partition = 0; partition < PARTITIONS; partition++) {
        assertThat(Differences.between(before.get(partition), rehearsals.get(partition).stored())).isEmpty();
      }
    } finally {
      rehearsals.forEach(Rehearsal::close);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.convoy.kit.history.RecordedHistory#versions")
  void topicsThatRunAheadOfOneAnotherMayAlterTheWayButNothingMoreIsWantedOrStatedAndAllEndInTheSamePhase(String version) throws Exception {
    for (int i = 0; i < ORDERS; i++) {
      long seed = SEED + i;
      inEachPartition(version, (rehearsal, plain) -> {
        plain.play();
        rehearsal.playInterleaved(seed);
        assertThat(Differences.between(plain.ended(), rehearsal.ended())).as("seed %d", seed).isEmpty();
      });
    }
  }
}
