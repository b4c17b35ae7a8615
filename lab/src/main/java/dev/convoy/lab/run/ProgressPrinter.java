package dev.convoy.lab.run;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Shows progress: redrawn in place on a terminal, a line per change elsewhere. */
public final class ProgressPrinter {
  private static final String UP = "\033[%dF\033[J";

  private final PrintStream out;
  private final boolean live;
  private final ProgressView view;
  private final long start = System.nanoTime();
  private final List<String> notes = new ArrayList<>();
  private int drawn;
  private String last = "";

  /** @param live true to redraw in place */
  public ProgressPrinter(PrintStream out, boolean live, int width) {
    this.out = out;
    this.live = live;
    this.view = new ProgressView(width, live);
  }

  /** Shows the servers as they are now. Call it about once a second. */
  public synchronized void show(Collection<ServerLine> servers) {
    Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
    if (live) {
      redraw(view.lines(servers, elapsed, Instant.now()));
      return;
    }
    String summary = ProgressView.summary(servers);
    if (!summary.equals(last)) {
      last = summary;
      out.printf("%4d s  %s%n", elapsed.toSeconds(), summary);
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
