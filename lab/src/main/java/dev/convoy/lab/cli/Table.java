package dev.convoy.lab.cli;

import dev.convoy.kit.text.Printable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Rows in columns that are as wide as their widest cell. */
final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  private Table(List<String> heading) {
    rows.add(heading);
  }

  static Table of(String... heading) {
    return new Table(List.of(heading).stream().map(each -> each.toUpperCase(Locale.ROOT)).toList());
  }

  void add(List<String> cells) {
    rows.add(cells.stream().map(Printable::line).toList());
  }

  void print(PrintWriter out) {
    int[] widths = IntStream.range(0, rows.getFirst().size())
        .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0)).toArray();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < widths.length; column++) {
        line.append(row.get(column)).append(" ".repeat(widths[column] - row.get(column).length() + 2));
      }
      out.println(line.toString().stripTrailing());
    }
  }
}
