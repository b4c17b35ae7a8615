package dev.convoy.kit.hostile;

import java.util.List;
import java.util.Random;

/**
 * Seeded hostile input (R17). The seed is printed; {@code -Dhostile=n} tries n cases instead of 2,000, {@code -Dseed=s}
 * begins with that seed. A case that fails is named by its seed, so that {@code -Dseed=… -Dhostile=1} tries it again.
 */
public final class Hostile {

  private static final int MANY = Integer.getInteger("hostile", 2_000);

  /** Values that mean something to a shell, PowerShell, a terminal, a log, a spreadsheet, a path, or a parser. */
  public static final List<String> VALUES = List.of("$(touch CANARY)", "`touch CANARY`", "; touch CANARY #",
      "| touch CANARY", "&& touch CANARY", "' ; touch CANARY; '", "\" ; touch CANARY; \"", "\n touch CANARY\n",
      "\r\ntouch CANARY", "x\nCONVOY_PAYLOAD\ntouch CANARY\n", "${IFS}touch${IFS}CANARY", "a[$(touch CANARY)]",
      "'; New-Item CANARY; '", "\u2019; New-Item CANARY; \u2018", "$(New-Item CANARY)", "`n; New-Item CANARY",
      "\u201a\u201b'; New-Item CANARY; #", "=cmd|' /C touch CANARY'!A0", "@SUM(1+1)*cmd|' /C calc'!A0", "%0a%0d", "%n%s%x",
      "${jndi:ldap://127.0.0.1:1/x}", "../../../../etc/passwd", "..\\..\\x", "-rf", "--", "-", "*", "?", "~root", "!!",
      "\u001b[2J\u001b]0;owned\u0007", "\u009b31m", "a\rb", "a\u0000b", "\u202egnp.exe", "a\u2028b", "\ufeff", "\ud800",
      "\uffff", "NaN", "null", "true", "-1", "99999999999999999999", "1e400", "{}", "[]", "<script>alert(1)</script>",
      "' OR 1=1 --", "\\", "\"", "'", "\t", " ", "", "x".repeat(300), "日本語", "😀", "İ", "ſ", "K",
      "\n2026-01-01T00:00:00Z INFO forged line", "@convoy end MA==", "@convoy state cnVubmluZw==");

  private Hostile() {}

  /** One case; throws when the input did harm. */
  @FunctionalInterface
  public interface Case {
    void run(Random random) throws Exception;
  }

  /** Any of the values. */
  public static String value(Random random) {
    return VALUES.get(random.nextInt(VALUES.size()));
  }

  /** Tries as many cases as asked for. */
  public static void each(String name, Case one) {
    each(name, MANY, one);
  }

  /** Tries so many cases. */
  public static void each(String name, int cases, Case one) {
    long first = Long.getLong("seed", 1L);
    System.out.println(name + ": " + cases + " cases, seed " + first);
    for (long seed = first; seed < first + cases; seed++) {
      try {
        one.run(new Random(seed * 0x9E3779B97F4A7C15L));
      } catch (Exception | AssertionError | StackOverflowError e) {
        throw new AssertionError(name + ": -Dseed=" + seed + " -Dhostile=1: " + e, e);
      }
    }
  }
}
