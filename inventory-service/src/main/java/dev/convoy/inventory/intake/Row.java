package dev.convoy.inventory.intake;

import dev.convoy.events.common.CheckKind;
import dev.convoy.events.common.DeclaredCheck;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One row of the file, read cell by cell; faults are collected with their place. */
final class Row {

  private static final Pattern CHECK =
      Pattern.compile("(tcp|http):(\\d{1,5})(/[^=;]*)?(?:=(\\d{3}))?", Pattern.CASE_INSENSITIVE);
  private static final int MAX_ERRORS = 100;
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

  private final Header header;
  private final int line;
  private final List<String> cells;
  private final List<IntakeError> errors = new ArrayList<>();

  Row(Header header, int line, List<String> cells) {
    this.header = header;
    this.line = line;
    this.cells = cells;
    if (cells.size() > header.width()) {
      note(new IntakeError(line, header.width() + 1, "", cells.get(header.width()),
          "the row has more cells than the header", "put a value with commas into double quotes"));
    }
  }

  private void note(IntakeError error) {
    if (errors.size() < MAX_ERRORS) {
      errors.add(error);
    }
  }

  int line() {
    return line;
  }

  List<IntakeError> errors() {
    return errors;
  }

  /** True for the row of a database without a server: it is not Convoy's. */
  boolean isDatabase() {
    return get(Column.NAME) == null && header.databases() >= 0 && header.databases() < cells.size()
        && !cells.get(header.databases()).isBlank();
  }

  /** The cell without blanks around; null when it is empty. */
  @Nullable String get(Column column) {
    var position = header.positions().get(column);
    var value = position == null || position >= cells.size() ? "" : cells.get(position).strip();
    return value.isEmpty() ? null : value;
  }

  String text(Column column) {
    var value = get(column);
    return value == null ? "" : value;
  }

  List<String> list(Column column) {
    return Arrays.stream(text(column).split(";")).map(String::strip).filter(item -> !item.isEmpty()).toList();
  }

  @Nullable Integer number(Column column) {
    var value = get(column);
    if (value == null || NUMBER.matcher(value).matches()) {
      return value == null ? null : Integer.valueOf(value);
    }
    fault(column, "is not a number", "write digits only");
    return null;
  }

  Map<String, String> tags() {
    var tags = new LinkedHashMap<String, String>();
    for (var item : list(Column.TAGS)) {
      int at = item.indexOf('=');
      if (at <= 0) {
        fault(Column.TAGS, "'" + item + "' is not a tag", "write name=value;name2=value2");
      } else if (tags.put(item.substring(0, at).strip(), item.substring(at + 1).strip()) != null) {
        fault(Column.TAGS, "a name stands twice", "keep one");
      }
    }
    return tags;
  }

  List<DeclaredCheck> checks() {
    var checks = new ArrayList<DeclaredCheck>();
    for (var item : list(Column.CHECKS)) {
      var match = CHECK.matcher(item);
      boolean http = match.matches() && match.group(1).toLowerCase(Locale.ROOT).equals("http");
      if (!match.matches() || !http && (match.group(3) != null || match.group(4) != null)) {
        fault(Column.CHECKS, "'" + item + "' is not a check", "write http:18080/health=200;tcp:15432");
      } else {
        var status = match.group(4);
        checks.add(new DeclaredCheck(http ? CheckKind.HTTP : CheckKind.TCP, Integer.parseInt(match.group(2)),
            match.group(3), status == null ? 0 : Integer.parseInt(status)));
      }
    }
    return checks;
  }

  void fault(Column column, String reason, String remedy) {
    fault(column, get(column), reason, remedy);
  }

  void fault(Column column, @Nullable String value, String reason, String remedy) {
    note(new IntakeError(line, header.numberOf(column), column.header(), value, reason, remedy));
  }
}
