package dev.convoy.kit.fault;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/**
 * When what happens at a fault point. Written {@code POINT KIND ACTION [from=N] [times=N] [for=PT12S]}.
 *
 * @param kind of operation; {@code *} for all
 * @param from first occurrence that it befalls, counted in each process, from 1
 * @param times how many occurrences it befalls over all processes, from that one on
 * @param stop how long {@link Action#STOP} lasts
 */
public record FaultRule(FaultPoint point, String kind, Action action, int from, int times, Duration stop) {

  /** What happens. */
  public enum Action {
    /** The process ends as by kill -9. */
    HALT,
    /** Worker or stream thread end as by kill -9, in a process that lives on and starts others. */
    ABANDON,
    /** The process is frozen by SIGSTOP for a while. */
    STOP
  }

  /**
   * Reads a rule.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static FaultRule parse(String text) {
    var words = text.strip().split("\\s+");
    if (words.length < 3) {
      throw new IllegalArgumentException("[CVY-9021] fault point '" + text + "' is none; write POINT KIND ACTION");
    }
    return new FaultRule(constant(FaultPoint.class, words[0]), words[1], constant(Action.class, words[2]),
        Integer.parseInt(option(words, "from", "1")), Integer.parseInt(option(words, "times", "1")),
        Duration.parse(option(words, "for", "PT12S")));
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String name) {
    return Arrays.stream(type.getEnumConstants()).filter(each -> each.name().equalsIgnoreCase(name)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("[CVY-9021] fault points: '" + name + "' is none of "
            + Arrays.toString(type.getEnumConstants())));
  }

  private static String option(String[] words, String name, String otherwise) {
    return Arrays.stream(words).skip(3).filter(word -> word.startsWith(name + "=")).findFirst()
        .map(word -> word.substring(name.length() + 1)).orElse(otherwise);
  }

  boolean at(FaultPoint reached, String reachedKind) {
    return point == reached && (kind.equals("*") || kind.equals(reachedKind));
  }

  @Override
  public String toString() {
    return point + " " + kind + " " + action.name().toLowerCase(Locale.ROOT) + " from=" + from + " times=" + times
        + " for=" + stop;
  }
}
