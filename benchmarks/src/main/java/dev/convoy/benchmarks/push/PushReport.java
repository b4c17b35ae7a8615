package dev.convoy.benchmarks.push;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * What was measured, as a table and as a picture.
 *
 * @param runs by contender, one for each round; agent-service's plain push is the first
 */
record PushReport(int targets, int rounds, Map<String, List<Run>> runs, LocalDate day, String versions) {

  private static final int ROW = 26;
  private static final int LEFT = 190;
  private static final int WIDE = 460;

  private record Measure(String name, String unit, ToDoubleFunction<Run> of) {}

  private static final List<Measure> MEASURES = List.of(
      new Measure("hosts per second", "", Run::hostsPerSecond),
      new Measure("CPU of the client per host", " ms", Run::cpuMillisPerHost),
      new Measure("peak memory of the client", " MiB", run -> run.peakBytes() / 1048576.0));

  String markdown() {
    StringBuilder text = new StringBuilder("# Push to " + targets + " OpenSSH hosts\n\nA script of 100 KB, run under sudo, its id read. "
        + (rounds == 1 ? "One round on " : "Median of " + rounds + " rounds on ") + day + ", " + Runtime.getRuntime().availableProcessors() + " cores shared by client and hosts, "
        + String.format(Locale.ROOT, "load %.0f to %.0f", loads(false), loads(true)) + " when a run began.\n\n" + versions + "\n\n"
        + "| | hosts per second | CPU of the client per host | peak memory of the client | answered |\n|---|---|---|---|---|\n");
    runs.forEach((name, all) -> text.append("| ").append(name).append(" |").append(cells(all)).append(" ")
        .append(all.stream().mapToInt(Run::answered).sum()).append(" of ").append(targets * all.size()).append(" |\n"));
    text.append("\n| against | hosts per second | CPU per host | memory |\n|---|---|---|---|\n");
    String first = runs.keySet().iterator().next();
    runs.keySet().stream().filter(name -> !name.equals(first)).forEach(name -> text.append("| ").append(name).append(" | ")
        .append(ratio(first, name, 0)).append(" times | ").append(ratio(name, first, 1)).append(" times less | ")
        .append(ratio(name, first, 2)).append(" times less |\n"));
    return text.append("\n![Bars of the table](push.svg)\n\nEach run: hosts per second, CPU per host, load.\n\n").append(each()).toString();
  }

  private String cells(List<Run> all) {
    StringBuilder cells = new StringBuilder();
    for (Measure measure : MEASURES) {
      cells.append(String.format(Locale.ROOT, " %.2f%s |", median(all, measure.of()), measure.unit()));
    }
    return cells.toString();
  }

  private String each() {
    StringBuilder text = new StringBuilder();
    runs.forEach((name, all) -> {
      text.append("- ").append(name).append(": ");
      text.append(String.join("; ", all.stream().map(run -> String.format(Locale.ROOT, "%.2f, %.1f ms, %.0f", run.hostsPerSecond(),
          run.cpuMillisPerHost(), run.load())).toList())).append('\n');
    });
    return text.toString();
  }

  private String ratio(String over, String under, int measure) {
    ToDoubleFunction<Run> of = MEASURES.get(measure).of();
    return String.format(Locale.ROOT, "%.1f", median(runs(over), of) / median(runs(under), of));
  }

  private List<Run> runs(String name) {
    return Objects.requireNonNull(runs.get(name));
  }

  private double loads(boolean most) {
    var loads = runs.values().stream().flatMap(List::stream).mapToDouble(Run::load);
    return (most ? loads.max() : loads.min()).orElse(Double.NaN);
  }

  private static double median(List<Run> all, ToDoubleFunction<Run> of) {
    double[] sorted = all.stream().mapToDouble(of).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** One group of bars for each measure, drawn to the longest of the group. */
  String svg() {
    StringBuilder body = new StringBuilder();
    int y = 10;
    for (Measure measure : MEASURES) {
      y += 24;
      body.append(text(10, y, "bold", measure.name()));
      double most = runs.values().stream().mapToDouble(all -> median(all, measure.of())).max().orElse(1);
      for (var entry : runs.entrySet()) {
        double value = median(entry.getValue(), measure.of());
        int length = (int) Math.max(1, WIDE * value / most);
        body.append(text(10, y + 20, "normal", entry.getKey()));
        body.append(String.format(Locale.ROOT, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"18\" fill=\"%s\"/>\n", LEFT, y + 7, length,
            entry.getKey().startsWith("agent-service") ? "#2563eb" : "#9ca3af"));
        body.append(text(LEFT + length + 6, y + 20, "normal", String.format(Locale.ROOT, "%.1f%s", value, measure.unit())));
        y += ROW;
      }
    }
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"760\" height=\"" + (y + 20)
        + "\" font-family=\"sans-serif\" font-size=\"13\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n" + body + "</svg>\n";
  }

  private static String text(int x, int y, String weight, String what) {
    return "<text x=\"" + x + "\" y=\"" + y + "\" font-weight=\"" + weight + "\">" + what + "</text>\n";
  }
}
