package dev.convoy.lab.aws.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Pages with opaque tokens that are bound to the question they continue. */
public final class Pages {

  /** Members of a page if the caller does not say; smaller than allowed, so that callers must follow the tokens. */
  public static final int DEFAULT_SIZE = 50;

  /** A page; the token is null on the last one. */
  public record Page<T>(List<T> items, @Nullable String nextToken) {}

  private Pages() {}

  /**
   * The next page.
   *
   * @param all in ascending order of their keys
   * @param question what was asked besides the page
   * @param token of the page before, empty for the first
   * @throws IllegalArgumentException if the token was not given for this question
   */
  public static <T> Page<T> page(Stream<T> all, ToLongFunction<T> key, String question, int size, String token) {
    var after = token.isEmpty() ? Long.MIN_VALUE : position(token, question);
    var items = new ArrayList<>(all.filter(i -> key.applyAsLong(i) > after).limit(size + 1L).toList());
    if (items.size() <= size) {
      return new Page<>(items, null);
    }
    items.removeLast();
    return new Page<>(items, token(key.applyAsLong(items.getLast()), question));
  }

  private static String token(long position, String question) {
    var text = Integer.toHexString(question.hashCode()) + ":" + position;
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static long position(String token, String question) {
    var text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    var prefix = Integer.toHexString(question.hashCode()) + ":";
    if (!text.startsWith(prefix)) {
      throw new IllegalArgumentException("token of another question");
    }
    return Long.parseLong(text.substring(prefix.length()));
  }
}
