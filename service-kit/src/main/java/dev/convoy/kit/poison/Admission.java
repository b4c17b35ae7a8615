package dev.convoy.kit.poison;

import dev.convoy.schemas.serde.UndecodableException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/** What every record has to pass before it is acted on, in both kinds of consumer. Refuses by {@link PoisonException}. */
public final class Admission {

  /** Half of what a broker takes by default, so that whatever is derived from a record fits into one as well. */
  public static final int LARGEST_VALUE = 512 * 1024;

  private Admission() {}

  /** The key as text. */
  public static String key(byte @Nullable [] key) {
    if (key == null || key.length == 0) {
      throw new PoisonException(Poison.NO_KEY, "the record has no key");
    }
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString();
    } catch (CharacterCodingException e) {
      throw new PoisonException(Poison.KEY_IS_NO_TEXT, "the key of " + key.length + " bytes is no UTF-8", e);
    }
  }

  /** The value where a tombstone means nothing. */
  public static byte[] value(byte @Nullable [] value) {
    if (value == null) {
      throw new PoisonException(Poison.TOMBSTONE, "the record is a tombstone, which means nothing here");
    }
    return bounded(value);
  }

  /** The value if it is not too large. */
  public static byte[] bounded(byte[] value) {
    if (value.length > LARGEST_VALUE) {
      throw new PoisonException(
          Poison.TOO_LARGE, "the value has " + value.length + " bytes, more than " + LARGEST_VALUE);
    }
    return value;
  }

  /** Runs a decoder and tells poison from outages. */
  public static <T> T decoded(Supplier<T> decoder) {
    try {
      return decoder.get();
    } catch (UndecodableException e) {
      throw PoisonException.of(e);
    }
  }

  /** Refuses a value that is about somebody else than its key. */
  public static void agree(String key, String about) {
    if (!about.equals(key)) {
      throw new PoisonException(Poison.KEY_DISAGREES, "the key is '" + key + "' but the value is about '" + about + "'");
    }
  }
}
