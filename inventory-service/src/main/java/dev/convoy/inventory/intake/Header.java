package dev.convoy.inventory.intake;

import dev.convoy.kit.text.Printable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The first row: which column stands where.
 *
 * @param positions index of each column, from 0
 * @param width number of columns in the file
 * @param legacy true for the form of the time of CloudEndure: no region, no strategy
 * @param databases index of the name of a database, whose rows are skipped; -1 without
 */
record Header(Map<Column, Integer> positions, int width, boolean legacy, int databases, List<String> warnings) {

  private static final Pattern PREFIX = Pattern.compile("\\[(server|application|app|wave|database)]\\s*(.*)");
  private static final int MAX_SHOWN = 60;

  /** A header or the reason why it is none. */
  sealed interface Parsed {
    record Usable(Header header) implements Parsed {}

    record Unusable(String message, String remedy) implements Parsed {}
  }

  static Parsed of(List<String> cells) {
    var positions = new EnumMap<Column, Integer>(Column.class);
    var warnings = new ArrayList<String>();
    var names = new HashSet<String>();
    int databases = -1;
    for (int i = 0; i < cells.size(); i++) {
      var cell = cells.get(i).strip().toLowerCase(Locale.ROOT);
      var prefixed = PREFIX.matcher(cell);
      boolean ofDatabase = prefixed.matches() && prefixed.group(1).equals("database");
      var name = prefixed.matches() ? prefixed.group(2) : cell;
      names.add(name);
      databases = name.equals("database_name") ? i : databases;
      var column = ofDatabase ? null : Column.named(name);
      if (column == null) {
        warnings.add(ignored(i + 1, cells.get(i), name, ofDatabase));
      } else if (positions.putIfAbsent(column, i) != null) {
        return new Parsed.Unusable("columns " + (positions.get(column) + 1) + " and " + (i + 1) + " both are "
            + column.header(), "keep one of them");
      }
    }
    boolean legacy = names.contains("cloudendure_projectname") || names.contains("server_os");
    var missing = missing(positions.keySet(), legacy);
    return missing == null
        ? new Parsed.Usable(new Header(positions, cells.size(), legacy, databases, warnings))
        : new Parsed.Unusable("the header lacks " + missing, "add the columns, or check that the file is separated by commas");
  }

  private static @Nullable String missing(Set<Column> present, boolean legacy) {
    var needed = EnumSet.copyOf(Column.LEAST);
    needed.removeAll(present);
    if (legacy) {
      needed.removeAll(Column.NOT_IN_LEGACY);
    }
    return needed.isEmpty() ? null : needed.stream().map(Column::header).collect(Collectors.joining(", "));
  }

  private static String ignored(int number, String given, String name, boolean ofDatabase) {
    var shown = Printable.line(given, MAX_SHOWN);
    var reason = ofDatabase || Column.OF_THE_FACTORY.contains(name) ? "is not used by Convoy" : "is not known";
    return "line 1, column " + number + ": '" + shown + "' " + reason + "; ignored";
  }

  /** Number of a column from 1; 0 when the file does not have it. */
  int numberOf(Column column) {
    var position = positions.get(column);
    return position == null ? 0 : position + 1;
  }
}
