package dev.convoy.agent.remote;

import dev.convoy.kit.text.Printable;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the output of a host as it comes: lines {@code @convoy <name> <base64>} and
 * {@code @convoy check <name> <verdict> <base64>} are the answer, others are noise of which only the tail is kept.
 * Memory is bounded whatever the host sends. Used by one thread.
 */
public final class AnswerReader {

  private static final int LONGEST_LINE = 64 * 1024;
  private static final int MOST_BYTES = 512 * 1024;
  private static final String MARK = "@convoy ";

  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final Tail noise = new Tail();
  private final Map<String, String> values = new HashMap<>();
  private final List<HostCheck> checks = new ArrayList<>();
  private boolean overlong;
  private boolean broken;
  private boolean ended;
  private int taken;

  /** Takes bytes of the output. */
  public void add(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      if (bytes[i] == '\n') {
        endLine();
      } else if (line.size() < LONGEST_LINE) {
        line.write(bytes[i]);
      } else {
        overlong = true;
      }
    }
  }

  /** The answer, if it is complete and well-formed. */
  public Optional<HostAnswer> answer() {
    if (line.size() > 0) {
      endLine();
    }
    return ended && !broken ? Optional.of(new HostAnswer(values, checks)) : Optional.empty();
  }

  /** True when the host said anything in the protocol, so that its script did run. */
  public boolean spoke() {
    return taken > 0;
  }

  /** The end of what was not answer. */
  public String noise() {
    return Printable.lines(noise.text());
  }

  private void endLine() {
    byte[] bytes = line.toByteArray();
    line.reset();
    String text = new String(bytes, StandardCharsets.UTF_8).stripTrailing();
    if (!text.startsWith(MARK) || ended) {
      noise.add(bytes, bytes.length);
      noise.add(new byte[] {'\n'}, 1);
    } else if (overlong || taken + bytes.length > MOST_BYTES) {
      broken = true;
    } else {
      taken += bytes.length;
      accept(text.substring(MARK.length()).split(" ", -1));
    }
    overlong = false;
  }

  private void accept(String[] words) {
    try {
      if (words[0].equals("check") && (words.length == 3 || words.length == 4)) {
        checks.add(new HostCheck(words[1], verdict(words[2]), words.length == 3 ? "" : decoded(words[3])));
      } else if (words.length == 2 && words[0].equals("end")) {
        ended = true;
      } else if (words.length == 2 || words.length == 1) {
        values.put(words[0], words.length == 1 ? "" : decoded(words[1]));
      } else {
        broken = true;
      }
    } catch (IllegalArgumentException e) {
      broken = true;
    }
  }

  private static HostCheck.Verdict verdict(String word) {
    return HostCheck.Verdict.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private static String decoded(String base64) {
    return Printable.lines(new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
  }
}
