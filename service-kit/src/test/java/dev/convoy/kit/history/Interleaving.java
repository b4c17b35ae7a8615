package dev.convoy.kit.history;

import dev.convoy.kit.history.HistoryLine.Kind;
import dev.convoy.kit.history.RecordedHistory.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Other orders in which the records of one partition could have come. Kept are the order within a topic, and that a
 * record comes after everything that the service had written about its key before that record was made, and after what
 * that was decided from, for it may follow from it; so is a tick's place among the records of those whom it woke. All else is drawn.
 */
final class Interleaving {

  private final List<Step> steps;
  private final List<Set<Integer>> before = new ArrayList<>();

  Interleaving(List<Step> steps) {
    this.steps = steps;
    var lastOfTopic = new HashMap<String, Integer>();
    var ofKey = new HashMap<String, List<Integer>>();
    for (int i = 0; i < steps.size(); i++) {
      var first = steps.get(i).first();
      var needs = new HashSet<Integer>();
      var last = lastOfTopic.put(first.node() + " " + first.place(), i);
      if (last != null) {
        needs.add(last);
      }
      for (var key : keys(steps.get(i))) {
        var earlier = ofKey.computeIfAbsent(first.node() + " " + key, k -> new ArrayList<>());
        for (int j = earlier.size() - 1; j >= 0; j--) {
          if (first.kind() == Kind.TICK || binds(steps.get(earlier.get(j)), first)) {
            needs.addAll(earlier.subList(0, j + 1));
            break;
          }
        }
        earlier.add(i);
      }
      before.add(needs);
    }
  }

  /** Whom a step is about: the key of a record; for a tick, everybody whose state it changed. */
  private static Set<String> keys(Step step) {
    var keys = new HashSet<String>();
    if (step.first().kind() == Kind.READ) {
      keys.add(String.valueOf(step.first().key()));
    } else {
      step.effects().forEach(line -> keys.add(String.valueOf(line.key())));
    }
    return keys;
  }

  private static boolean binds(Step earlier, HistoryLine record) {
    return earlier.first().kind() == Kind.TICK
        || (earlier.effects().stream().anyMatch(line -> line.kind() == Kind.WROTE)
            && record.timestamp() != null && earlier.first().now() <= record.timestamp());
  }

  /** One of these orders. Favours a topic for a while, so that others lag behind it. */
  List<Step> draw(long seed) {
    var random = new Random(seed);
    var left = new ArrayList<Integer>();
    var blocking = new HashMap<Integer, List<Integer>>();
    var missing = new int[steps.size()];
    for (int i = 0; i < steps.size(); i++) {
      missing[i] = before.get(i).size();
      for (int j : before.get(i)) {
        blocking.computeIfAbsent(j, k -> new ArrayList<>()).add(i);
      }
      if (missing[i] == 0) {
        left.add(i);
      }
    }
    var order = new ArrayList<Step>();
    Map<String, Integer> favour = new HashMap<>();
    while (!left.isEmpty()) {
      if (order.size() % 25 == 0) {
        favour.clear();
      }
      left.sort((a, b) -> favour.computeIfAbsent(topic(b), t -> random.nextInt(100))
          - favour.computeIfAbsent(topic(a), t -> random.nextInt(100)));
      int next = left.removeFirst();
      order.add(steps.get(next));
      for (int waiting : blocking.getOrDefault(next, List.of())) {
        if (--missing[waiting] == 0) {
          left.add(waiting);
        }
      }
    }
    return order;
  }

  private String topic(int step) {
    return String.valueOf(steps.get(step).first().place());
  }
}
