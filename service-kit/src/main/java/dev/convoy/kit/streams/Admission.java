package dev.convoy.kit.streams;

import dev.convoy.kit.poison.Poison;
import dev.convoy.kit.poison.PoisonException;
import dev.convoy.schemas.Topic;
import dev.convoy.schemas.Topics;
import dev.convoy.schemas.serde.UndecodableException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/** What every record has to pass before it is acted on, in both kinds of consumer. Refuses by {@link PoisonException}. */
public final class Admission {

  /** Half of what a broker takes by default, so that whatever is derived from a record fits into one as well. */
  public static final int LARGEST_VALUE = 512 * 1024;

  private final Codecs codecs;
  private final Map<String, Topic> topics;
  private final Set<String> known;
  private final Map<String, Boolean> admitted = new ConcurrentHashMap<>();

  public Admission(TopicNames names, Codecs codecs) {
    this.codecs = codecs;
    this.topics = Topics.all().stream().collect(Collectors.toUnmodifiableMap(names.settings()::name, Function.identity()));
    this.known = Topics.all().stream().flatMap(topic -> topic.eventTypes().stream()).map(Class::getName)
        .collect(Collectors.toUnmodifiableSet());
  }

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

  /**
   * Full name of the event type in the bytes, if it may be on this topic: one that the catalogue has there, or one of the
   * same owner that a newer version may know.
   */
  public String typeOn(String topic, byte[] value) {
    var name = decoded(() -> codecs.typeOf(value));
    if (!admitted.computeIfAbsent(topic + " " + name, both -> mayBeOn(topic, name))) {
      throw new PoisonException(Poison.WRONG_TYPE, name + " does not belong on " + topic);
    }
    return name;
  }

  private boolean mayBeOn(String topic, String name) {
    var here = topics.get(topic);
    return here != null && here.eventTypes().stream().anyMatch(type -> type.getName().equals(name)
        || (!known.contains(name) && name.startsWith(type.getPackageName() + ".")));
  }

  /** The event in the bytes, about whom the key says. Its type was asked for before. */
  public SpecificRecord event(String topic, String key, byte[] value) {
    var event = decoded(() -> codecs.event(topic, value));
    agree(key, String.valueOf(event.get(0)));
    return event;
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
