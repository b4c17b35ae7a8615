package dev.convoy.kit.histories;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Plays seeded random histories. The seed is printed; a history that breaks a rule is shrunk and printed as the list of
 * steps that {@link #replay} takes. {@code -Dhistories=n} plays n of them, {@code -Dseed=s} begins with that seed
 * instead of 1: a build gives the same answer every time, whoever looks for more names another seed.
 */
public final class Histories {

  private static final int MANY = Integer.getInteger("histories", 10_000);
  private static final int OTHERS = 200;
  private static final int GIST = 100;

  private Histories() {}

  /**
   * Plays as many histories as the build asks for, 10,000 unless told otherwise.
   *
   * @param steps most inputs of one
   * @return seed of the first
   */
  public static long play(String name, int steps, Supplier<? extends Play> start) {
    return play(name, MANY, steps, start);
  }

  /** Plays so many. */
  public static long play(String name, int histories, int steps, Supplier<? extends Play> start) {
    long seed = Long.getLong("seed", 1L);
    long began = System.nanoTime();
    System.out.println(name + ": " + histories + " histories of up to " + steps + " steps, seed " + seed);
    for (long each = seed; each < seed + histories; each++) {
      one(name, each, steps, start);
    }
    System.out.println(name + ": held, " + (System.nanoTime() - began) / 1_000_000 + " ms");
    return seed;
  }

  private static void one(String name, long seed, int steps, Supplier<? extends Play> start) {
    var first = drawn(seed, steps, start);
    if (first.fault() != null) {
      throw shortest(seed, steps, start, first).error(name, start);
    }
  }

  /** Plays a history until its end or the first rule that it breaks. */
  private static Drawn drawn(long seed, int steps, Supplier<? extends Play> start) {
    var random = new Random(seed * 0x9E3779B97F4A7C15L);
    var given = new ArrayList<Step>();
    try {
      var play = start.get();
      for (int i = 0; i < steps; i++) {
        var step = play.draw(random);
        given.add(step);
        play.apply(step);
      }
      return new Drawn(seed, given, given, null);
    } catch (AssertionError | RuntimeException e) {
      return new Drawn(seed, given, given, e);
    }
  }

  /** Other histories break the same rule in fewer steps than what is left of the first. */
  private static Drawn shortest(long seed, int steps, Supplier<? extends Play> start, Drawn first) {
    var best = first.shrunk(start);
    for (long other = seed + 1; other <= seed + OTHERS && best.steps().size() > 1; other++) {
      var drawn = drawn(other, steps, start);
      if (drawn.gist().equals(first.gist())) {
        var shrunk = drawn.shrunk(start);
        best = shrunk.steps().size() < best.steps().size() ? shrunk : best;
      }
    }
    return best;
  }

  /** A history that was played, and what is left of it. */
  private record Drawn(long seed, List<Step> drawn, List<Step> steps, @Nullable Throwable fault) {

    /** What kind of fault it is, without what differs from history to history. */
    String gist() {
      var text = fault == null ? "" : fault.getClass().getName() + " " + fault.getMessage();
      return text.replaceAll("[0-9]+", "#").lines().findFirst().orElse("").transform(
          line -> line.substring(0, Math.min(line.length(), GIST)));
    }

    Drawn shrunk(Supplier<? extends Play> start) {
      var gist = gist();
      return new Drawn(seed, drawn,
          Shrinker.shrink(drawn, some -> new Drawn(seed, drawn, some, Histories.fault(some, start)).gist().equals(gist)),
          fault);
    }

    AssertionError error(String name, Supplier<? extends Play> start) {
      var cause = Histories.fault(steps, start);
      var list = steps.stream().map(step -> "      " + step).collect(Collectors.joining(",\n"));
      return new AssertionError(name + ": -Dseed=" + seed + " -Dhistories=1 breaks a rule; shrunk from " + drawn.size()
          + " to " + steps.size() + " steps:\n  Histories.replay(" + name + "::new,\n" + list + ");\n  // then: "
          + cause, cause);
    }
  }

  private static @Nullable Throwable fault(List<Step> steps, Supplier<? extends Play> start) {
    try {
      var play = start.get();
      steps.forEach(play::apply);
      return null;
    } catch (AssertionError | RuntimeException e) {
      return e;
    }
  }

  /** Plays a given history, such as one that was printed. */
  public static void replay(Supplier<? extends Play> start, Step... steps) {
    var play = start.get();
    for (var step : steps) {
      play.apply(step);
    }
  }
}
