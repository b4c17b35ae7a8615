package dev.convoy.kit.text;

import java.util.regex.Pattern;

/**
 * Text of foreign origin as it may be shown on a terminal or written to a log: what would move the cursor, begin another
 * line, or turn the direction of writing is shown as its number instead.
 */
public final class Printable {

  /** Control and format characters, line and paragraph separators, halves of surrogate pairs. */
  private static final Pattern UNSAFE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]");
  private static final Pattern UNSAFE_BUT_LINES = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}&&[^\\n\\t]]");

  private Printable() {}

  /** True if the text is shown as it is. */
  public static boolean is(String text) {
    return !UNSAFE.matcher(text).find();
  }

  /** The text in one line. */
  public static String line(String text) {
    return escaped(UNSAFE, text);
  }

  /** The text in one line of at most so many characters before the escapes. */
  public static String line(String text, int most) {
    return line(text.length() <= most ? text : text.substring(0, most) + "…");
  }

  /** The text with its line ends, as line feeds, and tabs. */
  public static String lines(String text) {
    return escaped(UNSAFE_BUT_LINES, text.replace("\r\n", "\n"));
  }

  private static String escaped(Pattern unsafe, String text) {
    return unsafe.matcher(text).replaceAll(match -> String.format("\\\\u%04x", match.group().codePointAt(0)));
  }
}
