package dev.convoy.lab.run;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Shows progress: redrawn in place on a terminal, a line per change elsewhere, and where nothing changes for a minute, or for as long
 * again as the last time that this was said, who stands and what for.
 */
public final class ProgressPrinter {
  private static final String UP = "\033[%dF\033[J";
  private static final Duration QUIET = Duration.ofMinutes(1);

  private final PrintStream out;
  private final boolean live;
  private final ProgressView view;
  private final LongSupplier nanos;
  private final long start;
  private final List<String> notes = new ArrayList<>();
  private int drawn;
  private String last = "";
  private Duration changed = Duration.ZERO;
  private Duration sayAfter = QUIET;

  /** @param live true to redraw in place */
  public ProgressPrinter(PrintStream out, boolean live, int width) {
    this(out, live, width, System::nanoTime);
  }

  ProgressPrinter(PrintStream out, boolean live, int width, LongSupplier nanos) {
    this.out = out;
    this.live = live;
    this.view = new ProgressView(width, live);
    this.nanos = nanos;
    this.start = nanos.getAsLong();
  }

  /** Shows the servers as they are now. Call it about once a second. */
  public synchronized void show(Collection<ServerLine> servers) {
    Duration elapsed = Duration.ofNanos(nanos.getAsLong() - start);
    if (live) {
      redraw(view.lines(servers, elapsed, Instant.now()));
      return;
    }
    String summary = ProgressView.summary(servers);
    if (!summary.equals(last)) {
      last = summary;
      changed = elapsed;
      sayAfter = QUIET;
      out.printf("%4d s  %s%n", elapsed.toSeconds(), summary);
    } else if (elapsed.minus(changed).compareTo(sayAfter) >= 0) {
      sayAfter = sayAfter.multipliedBy(2);
      out.printf("%4d s  the same for %d s: %s%n", elapsed.toSeconds(), elapsed.minus(changed).toSeconds(), summary);
      view.standing(servers, Instant.now()).forEach(out::println);
    }
  }

  /** A line that stays; on a terminal it goes above what is redrawn. */
  public synchronized void note(String line) {
    if (live) {
      notes.add(line);
    } else {
      out.println(line);
    }
  }

  private void redraw(List<String> lines) {
    StringBuilder text = new StringBuilder();
    if (drawn > 0) {
      text.append(String.format(UP, drawn));
    }
    notes.forEach(line -> text.append(line).append(System.lineSeparator()));
    notes.clear();
    lines.forEach(line -> text.append(line).append(System.lineSeparator()));
    drawn = lines.size();
    out.print(text);
    out.flush();
  }
}
