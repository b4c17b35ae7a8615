package dev.convoy.lab.errors;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * All error codes, in the order of the page.
 *
 * @param codes as the page lists them, one that stands there twice twice
 */
public record ErrorCatalogue(List<ErrorCode> codes) {
  private static final String PAGE = "errors.md";
  private static final String ROW = "| CVY-";
  private static final String HEADING = "## ";
  private static final Pattern BAR = Pattern.compile("(?<!\\\\)\\|");
  private static final Pattern ASKED = Pattern.compile("\\[?(?:CVY-)?(\\d{1,6})]?");
  private static final int NEAREST = 3;

  public ErrorCatalogue {
    codes = List.copyOf(codes);
  }

  /** The catalogue that this build was made with. */
  public static ErrorCatalogue ofBuild() {
    try (InputStream page = Objects.requireNonNull(ErrorCatalogue.class.getResourceAsStream(PAGE), PAGE)) {
      return parse(new String(page.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads the page: headings {@code ## CVY-4xxx: launch-service}, below each a text and a table of code, meaning, remedy.
   *
   * @throws IllegalArgumentException naming a row that has more cells
   */
  public static ErrorCatalogue parse(String page) {
    List<ErrorCode> codes = new ArrayList<>();
    String owner = "";
    StringBuilder note = new StringBuilder();
    for (String line : page.lines().toList()) {
      if (line.startsWith(HEADING)) {
        owner = line.substring(line.indexOf(':') + 1).strip();
        note.setLength(0);
      } else if (line.startsWith(ROW)) {
        codes.add(row(line, owner, note.toString().strip()));
      } else if (!line.startsWith("|")) {
        note.append(line.strip()).append(' ');
      }
    }
    return new ErrorCatalogue(codes);
  }

  private static ErrorCode row(String line, String owner, String note) {
    List<String> cells = BAR.splitAsStream(line).skip(1).map(cell -> cell.strip().replace("\\|", "|")).toList();
    if (cells.size() > 3) {
      throw new IllegalArgumentException(PAGE + ": more than three cells; write \\| inside of one: " + line);
    }
    return new ErrorCode(cells.getFirst(), owner, note, cell(cells, 1), cell(cells, 2));
  }

  private static String cell(List<String> cells, int index) {
    return index < cells.size() ? cells.get(index) : "";
  }

  /** The code that is asked for as {@code CVY-4102}, {@code [CVY-4102]}, {@code cvy-4102} or {@code 4102}. */
  public Optional<ErrorCode> find(String asked) {
    OptionalInt number = number(asked);
    return codes.stream().filter(each -> number.isPresent() && each.number() == number.getAsInt()).findFirst();
  }

  /** The codes next to what is asked for, the nearest first; none when it does not look like a code. */
  public List<ErrorCode> nearest(String asked) {
    OptionalInt number = number(asked);
    return number.isEmpty() ? List.of() : codes.stream()
        .sorted(Comparator.comparingInt(each -> Math.abs(each.number() - number.getAsInt()))).limit(NEAREST).toList();
  }

  private static OptionalInt number(String asked) {
    var form = ASKED.matcher(asked.strip().toUpperCase(Locale.ROOT));
    return form.matches() ? OptionalInt.of(Integer.parseInt(form.group(1))) : OptionalInt.empty();
  }
}
