package dev.convoy.lab.run;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Shows progress: redrawn in place on a terminal, a line per change elsewhere. For one thread. */
public final class ProgressPrinter {
  private static final String UP = "\033[%dF\033[J";

  private final PrintStream out;
  private final boolean live;
  private final ProgressView view;
  private final long start = System.nanoTime();
  private int drawn;
  private String last = "";

  /** @param live true to redraw in place */
  public ProgressPrinter(PrintStream out, boolean live, int width) {
    this.out = out;
    this.live = live;
    this.view = new ProgressView(width, live);
  }

  /** Shows the servers as they are now. Call it about once a second. */
  public void show(Collection<ServerLine> servers) {
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

  private void redraw(List<String> lines) {
    StringBuilder text = new StringBuilder();
    if (drawn > 0) {
      text.append(String.format(UP, drawn));
    }
    lines.forEach(line -> text.append(line).append(System.lineSeparator()));
    drawn = lines.size();
    out.print(text);
    out.flush();
  }
}
