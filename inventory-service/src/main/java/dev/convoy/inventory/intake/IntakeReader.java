package dev.convoy.inventory.intake;

import dev.convoy.events.cmdb.ServerDeclared;
import dev.convoy.events.common.FieldError;
import dev.convoy.inventory.declaration.DeclarationRules;
import dev.convoy.inventory.declaration.Verdict;
import dev.convoy.inventory.environments.Environments;
import dev.convoy.kit.text.Printable;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Reads an intake file in the form of AWS Cloud Migration Factory 4.5.1 (CSV, UTF-8, byte order mark tolerated) or of
 * its first version. Rows at fault are named by line and column, the others go on. Never throws.
 */
public final class IntakeReader {

  /** Most bytes of a file. */
  public static final int MAX_BYTES = 10 * 1024 * 1024;

  /** Most rows of a file. */
  public static final int MAX_ROWS = 50_000;

  private static final int MAX_COLUMNS = 200;
  private static final int MAX_SHOWN = 60;
  private static final int MAX_REASON = 500;
  private static final int MAX_ERRORS = 10_000;
  private static final CSVFormat FORMAT = CSVFormat.RFC4180.builder().setIgnoreEmptyLines(true).get();

  private final Environments environments;
  private final DeclarationRules rules;
  private final List<ServerDeclared> accepted = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final List<IntakeError> errors = new ArrayList<>();
  private int rejected;

  private IntakeReader(Environments environments) {
    this.environments = environments;
    this.rules = new DeclarationRules(environments);
  }

  /**
   * Reads a file.
   *
   * @param name of the file, for the origin of its declarations
   */
  public static Intake read(byte[] content, String name, Environments environments) {
    if (content.length > MAX_BYTES) {
      return unreadable("CVY-1102", "the file has more than " + MAX_BYTES / 1024 / 1024 + " MiB", "split it");
    }
    try {
      return new IntakeReader(environments).read(decode(content), name);
    } catch (CharacterCodingException e) {
      return unreadable("CVY-1103", "the file is not UTF-8", "save it as CSV UTF-8");
    }
  }

  private static String decode(byte[] content) throws CharacterCodingException {
    var text = UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private Intake read(String text, String name) {
    try (var parser = CSVParser.parse(new StringReader(text), FORMAT)) {
      var records = parser.iterator();
      if (!records.hasNext()) {
        return unreadable("CVY-1104", "the file is empty", "begin with a header row");
      }
      var cells = records.next().toList();
      if (cells.size() > MAX_COLUMNS) {
        return unreadable("CVY-1102", "the file has more than " + MAX_COLUMNS + " columns", "leave some out");
      }
      return switch (Header.of(cells)) {
        case Header.Parsed.Unusable(var message, var remedy) -> unreadable("CVY-1105", message, remedy);
        case Header.Parsed.Usable(var header) -> rows(parser, header, name);
      };
    } catch (IOException | UncheckedIOException e) {
      return unreadable("CVY-1106", "the header row is not CSV: " + reason(e), "close its double quotes");
    }
  }

  private Intake rows(CSVParser parser, Header header, String name) {
    warnings.addAll(header.warnings());
    var shape = new RowShape(header, name, environments, warnings);
    var agreement = new Agreement();
    try {
      for (var row : parser) {
        if (parser.getRecordNumber() - 1 > MAX_ROWS) {
          return unreadable("CVY-1102", "the file has more than " + MAX_ROWS + " rows", "split it");
        }
        long inside = linesInside(row);
        int line = (int) (parser.getCurrentLineNumber() - inside);
        if (inside > 0) {
          warnings.add("line " + line + ": the row goes on to line " + (line + inside) + ", as a cell in double quotes does");
        }
        take(new Row(header, line, row.toList()), shape, agreement);
      }
    } catch (UncheckedIOException e) {
      rejected++;
      errors.add(new IntakeError((int) parser.getCurrentLineNumber(), 0, "", null,
          "the file is not CSV from here on: " + reason(e), "close its double quotes; nothing after this was read"));
    }
    return new Intake.Read(List.copyOf(accepted), rejected,
        List.copyOf(warnings.subList(0, Math.min(MAX_ERRORS, warnings.size()))),
        List.copyOf(errors.subList(0, Math.min(MAX_ERRORS, errors.size()))));
  }

  private void take(Row row, RowShape shape, Agreement agreement) {
    if (row.isDatabase()) {
      warnings.add("line " + row.line() + ": a database without a server is not moved by Convoy; ignored");
      return;
    }
    var declared = shape.declaration(row);
    if (rules.check(declared) instanceof Verdict.Refused(var faults)) {
      faults.forEach(fault -> place(fault, row));
    }
    if (agreement.isRepeat(declared, row)) {
      warnings.add("line " + row.line() + ": server '" + Printable.line(declared.getServerId(), MAX_SHOWN) + "' stands above already; ignored");
    } else if (row.errors().isEmpty()) {
      accepted.add(declared);
    } else {
      rejected++;
      errors.addAll(row.errors().subList(0, Math.min(row.errors().size(), MAX_ERRORS - errors.size())));
    }
  }

  private static void place(FieldError fault, Row row) {
    var column = Column.filling(fault.getField());
    if (column == Column.SERVER_ID && row.get(Column.SERVER_ID) == null) {
      column = Column.NAME;
    }
    row.fault(column == null ? Column.NAME : column, fault.getValue(), fault.getReason(), fault.getRemedy());
  }

  /** Line ends in quoted cells: the parser knows only where a row ends. */
  private static long linesInside(CSVRecord row) {
    return row.stream().mapToLong(cell -> cell.lines().count() - (cell.isEmpty() ? 0 : 1)).sum();
  }

  /** What the parser says, without the name of its exception. */
  private static String reason(Exception e) {
    var cause = e.getCause() == null ? e : e.getCause();
    return Printable.line(String.valueOf(cause.getMessage()), MAX_REASON);
  }

  private static Intake unreadable(String code, String message, String remedy) {
    return new Intake.Unreadable(code, message, remedy);
  }
}
