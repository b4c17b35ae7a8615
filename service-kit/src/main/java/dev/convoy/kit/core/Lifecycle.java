package dev.convoy.kit.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A lifecycle as one transition table. A row is taken on an outcome of an own operation, or as soon as its condition
 * holds; conditions are looked at after every input, so facts may arrive in any order. Rows of a phase are tried in the
 * order in which they were written, the first that fits is taken.
 *
 * @param <P> phases
 * @param <S> state
 * @param <R> outcomes
 */
public final class Lifecycle<P extends Enum<P>, S extends Phased<P, S>, R extends Outcome> {

  /** What a row does besides moving on: it may change the state and emit. */
  @FunctionalInterface
  public interface Effect<S> {
    S apply(S state, Emitter out, Instant now);
  }

  /** What a row does with the outcome that triggered it. */
  @FunctionalInterface
  public interface OutcomeEffect<S, T> {
    S apply(S state, T outcome, Emitter out, Instant now);
  }

  /** Condition of a row that waits for facts or time. */
  @FunctionalInterface
  public interface Condition<S> {
    boolean holds(S state, Instant now);
  }

  /**
   * One row.
   *
   * @param label what triggers it, for the diagram: outcome type and guard, or the condition in words
   * @param trigger outcome type; null for rows that wait for a condition
   */
  public record Row<P extends Enum<P>, S, R>(
      P from,
      P to,
      String label,
      @Nullable Class<? extends R> trigger,
      BiPredicate<S, R> guard,
      Condition<S> condition,
      OutcomeEffect<S, R> effect) {

    public String name() {
      return from + " --" + label + "--> " + to;
    }
  }

  private final P initial;
  private final List<Row<P, S, R>> rows;
  private final Map<P, List<Row<P, S, R>>> waiting;
  private final Map<P, List<Row<P, S, R>>> triggered;

  private Lifecycle(P initial, List<Row<P, S, R>> rows) {
    this.initial = initial;
    this.rows = List.copyOf(rows);
    this.waiting = new EnumMap<>(initial.getDeclaringClass());
    this.triggered = new EnumMap<>(initial.getDeclaringClass());
    rows.forEach(row -> (row.trigger() == null ? waiting : triggered)
        .computeIfAbsent(row.from(), p -> new ArrayList<>()).add(row));
  }

  public static <P extends Enum<P>, S extends Phased<P, S>, R extends Outcome> Builder<P, S, R> startingIn(P initial) {
    return new Builder<>(initial);
  }

  public P initial() {
    return initial;
  }

  public List<Row<P, S, R>> rows() {
    return rows;
  }

  /**
   * Takes the row that fits the outcome, if any, then every row whose condition holds, until none does.
   *
   * @param outcome null when only facts or time have changed
   */
  public Decision<S> run(S state, @Nullable R outcome, Emitter out, Instant now) {
    var taken = new ArrayList<String>();
    S current = outcome == null ? state : onOutcome(state, outcome, out, now, taken);
    for (int i = 0; i <= rows.size(); i++) {
      var next = firstThatHolds(current, now);
      if (next == null) {
        return new Decision<>(current, out.events(), out.sends(), taken);
      }
      current = take(next, current, null, out, now, taken);
    }
    throw new IllegalStateException("lifecycle does not settle: " + taken);
  }

  private S onOutcome(S state, R outcome, Emitter out, Instant now, List<String> taken) {
    for (var row : triggered.getOrDefault(state.phase(), List.of())) {
      if (row.trigger() != null && row.trigger().isInstance(outcome) && row.guard().test(state, outcome)) {
        return take(row, state, outcome, out, now, taken);
      }
    }
    return state;
  }

  private @Nullable Row<P, S, R> firstThatHolds(S state, Instant now) {
    for (var row : waiting.getOrDefault(state.phase(), List.of())) {
      if (row.condition().holds(state, now)) {
        return row;
      }
    }
    return null;
  }

  @SuppressWarnings("NullAway") // rows without a trigger ignore their outcome
  private S take(Row<P, S, R> row, S state, @Nullable R outcome, Emitter out, Instant now, List<String> taken) {
    taken.add(row.name());
    var moved = row.from() == row.to() ? state : state.enter(row.to(), now);
    return row.effect().apply(moved, outcome, out, now);
  }

  /** The table as a Mermaid state diagram. */
  public String diagram() {
    var text = new StringBuilder("stateDiagram-v2\n  [*] --> ").append(initial).append('\n');
    for (var row : rows) {
      text.append("  ").append(row.from()).append(" --> ").append(row.to()).append(": ").append(row.label()).append('\n');
    }
    return text.toString();
  }

  /** Writes a table row by row. */
  public static final class Builder<P extends Enum<P>, S extends Phased<P, S>, R extends Outcome> {
    private final P initial;
    private final List<Row<P, S, R>> rows = new ArrayList<>();

    private Builder(P initial) {
      this.initial = initial;
    }

    /** Rows that leave one phase. */
    public From<P, S, R> from(P phase) {
      return new From<>(this, EnumSet.of(phase));
    }

    /** Rows that leave several phases alike. */
    public From<P, S, R> from(Set<P> phases) {
      return new From<>(this, phases);
    }

    public Lifecycle<P, S, R> build() {
      return new Lifecycle<>(initial, rows);
    }
  }

  /** The phases that the next rows leave. */
  public static final class From<P extends Enum<P>, S extends Phased<P, S>, R extends Outcome> {
    private final Builder<P, S, R> table;
    private final Set<P> phases;

    private From(Builder<P, S, R> table, Set<P> phases) {
      this.table = table;
      this.phases = phases;
    }

    /** Taken as soon as the condition holds. The effect sees the state already in the new phase. */
    public From<P, S, R> when(String label, Condition<S> condition, P to, Effect<S> effect) {
      for (P phase : phases) {
        table.rows.add(new Row<>(phase, to, label, null, (s, r) -> true, condition,
            (state, ignored, out, now) -> effect.apply(state, out, now)));
      }
      return this;
    }

    /** Taken on an outcome of the type. */
    public <T extends R> From<P, S, R> on(Class<T> outcome, P to, OutcomeEffect<S, T> effect) {
      return on(outcome, "", (s, r) -> true, to, effect);
    }

    /** Taken on an outcome of the type if the guard holds. */
    public <T extends R> From<P, S, R> on(
        Class<T> outcome, String guardLabel, BiPredicate<S, T> guard, P to, OutcomeEffect<S, T> effect) {
      var label = guardLabel.isEmpty() ? outcome.getSimpleName() : outcome.getSimpleName() + " [" + guardLabel + "]";
      for (P phase : phases) {
        table.rows.add(new Row<>(phase, to, label, outcome, (s, r) -> guard.test(s, outcome.cast(r)),
            (s, now) -> false, (state, r, out, now) -> effect.apply(state, outcome.cast(r), out, now)));
      }
      return this;
    }

    public From<P, S, R> from(P phase) {
      return table.from(phase);
    }

    public From<P, S, R> from(Set<P> more) {
      return table.from(more);
    }

    public Lifecycle<P, S, R> build() {
      return table.build();
    }
  }
}
