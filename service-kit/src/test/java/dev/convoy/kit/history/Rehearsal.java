package dev.convoy.kit.history;

import dev.convoy.kit.history.HistoryLine.Kind;
import dev.convoy.kit.history.RecordedHistory.Step;
import dev.convoy.kit.streams.ForeignSource;
import dev.convoy.kit.streams.ReplayedTopology;
import dev.convoy.kit.streams.ServiceDefinition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** One partition of a history, played to the topology of this build, with a list of where it departs from the record. */
final class Rehearsal implements AutoCloseable {

  private static final int MOST_FAULTS = 12;
  private static final int MOST_TIMES = 5;

  private final List<Step> steps;
  private final ReplayedTopology topology;
  private final Forms forms;
  private final List<String> faults = new ArrayList<>();
  private final Set<String> sent = new HashSet<>();
  private int fed;

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

  /** How many records and ticks were taken. */
  int fed() {
    return fed;
  }

  SortedMap<String, byte[]> stored() {
    return topology.stored();
  }

  /** The history as it was. */
  void play() {
    steps.forEach(this::first);
  }

  private void first(Step step) {
    var effects = take(step, step.first().now());
    var expected = step.effects();
    if (effects.size() != expected.size()) {
      fault(step, "recorded " + show(expected) + ", now " + show(effects));
      return;
    }
    for (int i = 0; i < expected.size(); i++) {
      if (!forms.same(expected.get(i), effects.get(i))) {
        fault(step, "recorded " + forms.show(expected.get(i)) + " " + expected.get(i).headers() + ", now "
            + forms.show(effects.get(i)) + " " + effects.get(i).headers());
      }
    }
    effects.stream().filter(line -> line.kind() == Kind.WROTE).forEach(line -> sent.add(identity(line)));
  }

  private List<HistoryLine> take(Step step, long now) {
    fed++;
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
      take(step, now).stream().filter(this::counts).forEach(line -> wrote.merge(timeless(line), 1, Integer::sum));
    }
    for (var step : steps) {
      step.effects().stream().filter(this::counts).forEach(line -> wrote.merge(timeless(line), -1, Integer::sum));
    }
    wrote.values().removeIf(times -> times == 0);
    wrote.forEach((line, times) -> faults.add((times > 0 ? times + " more: " : -times + " less: ") + line));
  }

  private boolean counts(HistoryLine line) {
    return line.kind() == Kind.WROTE;
  }

  private String timeless(HistoryLine line) {
    return line.place() + " " + line.key() + " " + forms.timeless(line.value());
  }

  /** What is stored, without times. */
  SortedMap<String, String> storedTimeless() {
    var timeless = new TreeMap<String, String>();
    stored().forEach((key, value) -> {
      if (!key.contains("-wake ")) {
        timeless.put(key, forms.timeless(value));
      }
    });
    return timeless;
  }

  /** Each record 2 to 5 times: at once, and when its topic is read again from an earlier offset. */
  void playWithRepeats(long seed) {
    var random = new Random(seed);
    var times = new int[steps.size()];
    for (int i = 0; i < steps.size(); i++) {
      first(steps.get(i));
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

  /** All offsets back to 0, the state kept. */
  void playAgain() {
    var end = steps.isEmpty() ? 0 : steps.getLast().first().now();
    steps.stream().filter(step -> step.first().kind() == Kind.READ).forEach(step -> repeat(step, end));
  }

  /** A repeat may have private messages sent again that were sent before; nothing else. */
  private void repeat(Step step, long now) {
    take(step, now).stream().filter(line -> line.kind() == Kind.WROTE)
        .filter(line -> !(isPrivate(line) && sent.contains(identity(line))))
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

  /** Compares what is stored in the end. */
  void endsAs(SortedMap<String, byte[]> expected) {
    var stored = stored();
    if (!stored.keySet().equals(expected.keySet())) {
      var more = new HashSet<>(stored.keySet());
      more.removeAll(expected.keySet());
      var less = new HashSet<>(expected.keySet());
      less.removeAll(stored.keySet());
      faults.add("stored in the end: too much " + more + ", missing " + less);
    }
    expected.forEach((key, value) -> {
      var now = stored.get(key);
      if (now != null && !Arrays.equals(value, now)) {
        faults.add("stored in the end under " + key + ": " + forms.show(now) + " instead of " + forms.show(value));
      }
    });
  }

  @Override
  public void close() {
    topology.close();
  }
}
