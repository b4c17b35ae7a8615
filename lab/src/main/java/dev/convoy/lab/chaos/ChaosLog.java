package dev.convoy.lab.chaos;

import dev.convoy.lab.run.LabFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Every act with its time, in a file and before a person's eyes. */
final class ChaosLog {
  private final Path file;
  private final Consumer<String> notes;
  private final Map<ChaosKind, Integer> acts = new EnumMap<>(ChaosKind.class);

  /** @param notes takes each line for a person */
  ChaosLog(Path file, Consumer<String> notes) {
    this.file = file;
    this.notes = notes;
  }

  /** An act begins. */
  synchronized void begin(ChaosKind kind, String whom, Duration lasting) {
    acts.merge(kind, 1, Integer::sum);
    note(kind.word() + " " + whom + (lasting.isZero() ? "" : " for " + seconds(lasting) + " s"));
  }

  /** Something worth a line. */
  synchronized void note(String text) {
    String line = Instant.now().truncatedTo(ChronoUnit.MILLIS) + "  chaos: " + text;
    try {
      Files.writeString(file, line + System.lineSeparator(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new LabFailure("[CVY-9262] chaos: not written to " + file + "; check the disk", e);
    }
    notes.accept(line);
  }

  /** {@code kill=12 stop=3}; every kind that was asked for, struck or not. */
  synchronized String counts(ChaosOptions options) {
    return options.kinds().stream().sorted().map(kind -> kind.word() + "=" + acts.getOrDefault(kind, 0))
        .collect(Collectors.joining(" "));
  }

  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f", duration.toMillis() / 1000.0);
  }
}
