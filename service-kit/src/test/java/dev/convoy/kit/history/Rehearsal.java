package dev.convoy.kit.history;

import dev.convoy.kit.history.HistoryLine.Kind;
import dev.convoy.kit.history.RecordedHistory.Step;
import dev.convoy.kit.streams.ForeignSource;
import dev.convoy.kit.streams.ReplayedTopology;
import dev.convoy.kit.streams.ServiceDefinition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/** One partition of a history, played to the topology of this build, with a list of where it departs from the record. */
final class Rehearsal implements AutoCloseable {

  private static final String MEASURE = "ReplicationProgressed";
  private static final int MOST_FAULTS = 12;
  private static final int MOST_TIMES = 5;
  private static final long SOON_MILLIS = 10_000;

  private final List<Step> steps;
  private final ReplayedTopology topology;
  private final Forms forms;
  private final List<String> faults = new ArrayList<>();
  private final Set<String> sent = new HashSet<>();

  Rehearsal(RecordedHistory history, int partition, ServiceDefinition<?, ?, ?> service, List<ForeignSource> foreign,
      Path folder) {
    this.steps = history.steps().stream().filter(step -> step.first().partition() == partition).toList();
    var registry = history.registry();
    this.topology = new ReplayedTopology(service, foreign, registry, folder);
    this.forms = new Forms(registry);
  }

  List<String> faults() {
    return faults;
  }

  /** The history as it was. */
  void play() {
    steps.forEach(step -> first(step, forms::same));
  }

  /** The history as it was, each step from what the older build had stored. */
  void playFromOlderState() {
    for (var step : steps) {
      first(step, forms::same);
      step.effects().stream().filter(line -> line.kind() == Kind.PUT).forEach(topology::store);
    }
  }

  private void first(Step step, BiPredicate<HistoryLine, HistoryLine> equal) {
    var effects = take(step, step.first().now());
    var expected = step.effects();
    if (effects.size() != expected.size()) {
      fault(step, "recorded " + show(expected) + ", now " + show(effects));
      return;
    }
    for (int i = 0; i < expected.size(); i++) {
      if (!equal.test(expected.get(i), effects.get(i))) {
        fault(step, "recorded " + forms.show(expected.get(i)) + " " + expected.get(i).headers() + ", now "
            + forms.show(effects.get(i)) + " " + effects.get(i).headers());
      }
    }
    effects.stream().filter(line -> line.kind() == Kind.WROTE).forEach(line -> sent.add(identity(line)));
  }

  private List<HistoryLine> take(Step step, long now) {
    return topology.take(step.first(), now).stream()
        .filter(line -> line.place() == null || !line.place().endsWith("-wake")).toList();
  }

  private String identity(HistoryLine line) {
    return line.place() + " " + line.key() + " " + forms.show(line.value());
  }

  /** Another order of the records, on a clock that never goes back. */
  void playInterleaved(long seed) {
    long now = 0;
    var wrote = new TreeMap<String, Integer>();
    for (var step : new Interleaving(steps).draw(seed)) {
      now = Math.max(now, step.first().now());
      count(take(step, now), wrote);
    }
    var recorded = new TreeMap<String, Integer>();
    steps.forEach(step -> count(step.effects(), recorded));
    wrote.forEach((what, times) -> {
      if (times > recorded.getOrDefault(what, 0)) {
        faults.add(what + ": " + times + " times instead of " + recorded.getOrDefault(what, 0));
      }
    });
  }

  /**
   * What was wanted, and what was stated about whom: operations by id, events by type and round. How far a replication
   * has come is stated as often as it is looked at, and decides nothing.
   */
  private void count(List<HistoryLine> lines, Map<String, Integer> counts) {
    for (var line : lines) {
      var place = String.valueOf(line.place());
      if (line.kind() == Kind.WROTE && place.endsWith(".operations")) {
        counts.put(line.key() + (line.value() == null ? " ended" : " wanted"), 1);
      } else if (line.kind() == Kind.WROTE && !isPrivate(line) && !place.endsWith(".status")
          && !forms.type(line.value()).contains(MEASURE)) {
        counts.merge(place + " " + line.key() + " " + forms.type(line.value()), 1, Integer::sum);
      }
    }
  }

  /** In which phase or stage everybody is in the end. */
  SortedMap<String, String> ended() {
    var ended = new TreeMap<String, String>();
    topology.stored().forEach((key, value) -> ended.put(key, forms.phase(value)));
    ended.values().removeIf(String::isEmpty);
    return ended;
  }

  /** Each record 2 to 5 times: at once, and when its topic is read again from an earlier offset. */
  void playWithRepeats(long seed) {
    var random = new Random(seed);
    var times = new int[steps.size()];
    for (int i = 0; i < steps.size(); i++) {
      first(steps.get(i), forms::alike);
      if (steps.get(i).first().kind() == Kind.READ) {
        times[i] = 1;
        again(i, i, times);
        if (random.nextInt(4) == 0) {
          again(i - random.nextInt(40), i, times);
        }
      }
    }
  }

  /** Reads the topic of the last step again from the earlier one on. */
  private void again(int from, int last, int[] times) {
    var end = steps.get(last).first();
    int earliest = last;
    for (int i = last; i >= Math.max(0, from) && times[i] < MOST_TIMES; i--) {
      earliest = i;
    }
    for (int i = earliest; i <= last; i++) {
      var step = steps.get(i);
      if (step.first().kind() == Kind.READ && end.node().equals(step.first().node())
          && end.place() != null && end.place().equals(step.first().place())) {
        times[i]++;
        repeat(step, end.now());
      }
    }
  }

  /**
   * All offsets back to 0, the state kept.
   *
   * @return what it sent to itself
   */
  List<HistoryLine> playAgain() {
    return steps.stream().filter(step -> step.first().kind() == Kind.READ)
        .flatMap(step -> again(step, end()).stream()).toList();
  }

  /** Takes something that the service sent to itself; answers with what it sends then. */
  List<HistoryLine> take(HistoryLine read) {
    return again(new Step(read, List.of()), read.now());
  }

  /** Its clock goes on until what was to be looked at soon has been looked at. */
  void settle() {
    steps.stream().map(step -> step.first().node()).distinct()
        .filter(node -> node.endsWith("-decider") || node.endsWith("-groups"))
        .forEach(node -> take(new HistoryLine(Kind.TICK, node, 0, end() + SOON_MILLIS, null, null, null, null, null,
            null)));
  }

  /** When the last step was. */
  long end() {
    return steps.isEmpty() ? 0 : steps.getLast().first().now();
  }

  private List<HistoryLine> again(Step step, long now) {
    var wrote = take(step, now).stream().filter(line -> line.kind() == Kind.WROTE).toList();
    wrote.stream().filter(line -> !isPrivate(line))
        .forEach(line -> fault(step, "read again, wrote " + forms.show(line)));
    return wrote.stream().filter(Rehearsal::isPrivate).toList();
  }

  /** A repeat may have private messages sent again that were sent before; nothing else. */
  private void repeat(Step step, long now) {
    again(step, now).stream().filter(line -> !sent.contains(identity(line)))
        .forEach(line -> fault(step, "read again, wrote " + forms.show(line)));
  }

  private static boolean isPrivate(HistoryLine line) {
    return line.place() != null && (line.place().endsWith("-requests") || line.place().endsWith("-answers")
        || line.place().endsWith(".declarations"));
  }

  private void fault(Step step, String what) {
    if (faults.size() < MOST_FAULTS) {
      var first = step.first();
      faults.add(first.node() + " " + first.kind() + " " + first.place() + "@" + first.offset() + " " + first.key() + " "
          + forms.show(first.value()) + ": " + what);
    }
  }

  private String show(List<HistoryLine> lines) {
    return lines.stream().map(forms::show).toList().toString();
  }

  /** What is stored, but for counters and who is to be woken when. */
  SortedMap<String, String> stored() {
    var stored = new TreeMap<String, String>();
    topology.stored().forEach((key, value) -> {
      if (!key.contains("-wake ")) {
        stored.put(key, forms.text(value));
      }
    });
    return stored;
  }

  @Override
  public void close() {
    topology.close();
  }
}
