package dev.convoy.lab.chaos;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What may befall a lab. */
public enum ChaosKind {
  /** kill -9 of a service, which is started again. */
  KILL(1),
  /** SIGSTOP of a service for twice its session time-out, then SIGCONT. */
  STOP(2),
  /** kill -9 of the broker, which is started again on its data. */
  BROKER(4),
  /** kill -9 of the registry, which is started again on its data; it also comes up late. */
  REGISTRY(3),
  /** A storm of faults of AWS, and a job that somebody starts in the console. */
  AWS(0.5),
  /** SIGTERM of a service, which ends in order and is started again. */
  TERM(1),
  /** kill -9 of a service and the loss of its disk: it is started again without its state folder. */
  WIPE(4);

  private final double share;

  ChaosKind(double share) {
    this.share = share;
  }

  /** Mean time from the end of an act to the next, in means of {@link #KILL}. */
  double share() {
    return share;
  }

  /** {@code kill}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind with this word. */
  public static Optional<ChaosKind> of(String word) {
    return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
  }

  /** All words, for a person. */
  public static String words() {
    return Arrays.stream(values()).map(ChaosKind::word).collect(Collectors.joining(","));
  }
}
