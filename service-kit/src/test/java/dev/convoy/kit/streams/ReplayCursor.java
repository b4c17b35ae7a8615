package dev.convoy.kit.streams;

import dev.convoy.kit.history.HistoryLine;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a replay stands: the step to be taken, its time, and what it led to so far. */
final class ReplayCursor {

  private final List<HistoryLine> effects = new ArrayList<>();
  private @Nullable HistoryLine next;
  private long now;

  void point(HistoryLine step, long time) {
    next = step;
    now = time;
    effects.clear();
  }

  /** The step, if it is this node's; null for what the topology sent to itself. */
  @Nullable HistoryLine take(String node) {
    var step = next;
    if (step == null || !step.node().equals(node)) {
      return null;
    }
    next = null;
    return step;
  }

  long now() {
    return now;
  }

  void effect(HistoryLine line) {
    if (!line.kind().begins()) {
      effects.add(line);
    }
  }

  List<HistoryLine> effects() {
    if (next != null) {
      throw new IllegalStateException("no processor took " + next);
    }
    return List.copyOf(effects);
  }
}
