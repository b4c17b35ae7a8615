package dev.convoy.kit.streams;

import dev.convoy.kit.poison.Admission;
import dev.convoy.kit.poison.Poison;
import dev.convoy.kit.poison.PoisonException;
import dev.convoy.schemas.Topic;
import dev.convoy.schemas.Topics;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;

/** Reads public events as the catalogue has them: each type on its own topic, about whom its key says. */
public final class EventReading {

  private final Codecs codecs;
  private final Map<String, Topic> topics;
  private final Set<String> known;
  private final Map<String, Boolean> admitted = new ConcurrentHashMap<>();

  public EventReading(TopicNames names, Codecs codecs) {
    this.codecs = codecs;
    this.topics = Topics.all().stream().collect(Collectors.toUnmodifiableMap(names.settings()::name, Function.identity()));
    this.known = Topics.all().stream().flatMap(topic -> topic.eventTypes().stream()).map(Class::getName)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Full name of the event type in the bytes, if it may be on this topic: one that the catalogue has there, or one of the
   * same owner that a newer version may know.
   */
  public String typeOn(String topic, byte[] value) {
    var name = Admission.decoded(() -> codecs.typeOf(value));
    if (!admitted.computeIfAbsent(topic + " " + name, both -> mayBeOn(topic, name))) {
      throw new PoisonException(Poison.WRONG_TYPE, name + " does not belong on " + topic);
    }
    return name;
  }

  /** False for a type of a newer version, which is nobody's fault and is passed over. */
  public boolean known(String type) {
    return known.contains(type);
  }

  private boolean mayBeOn(String topic, String name) {
    var here = topics.get(topic);
    return here != null && here.eventTypes().stream().anyMatch(type -> type.getName().equals(name)
        || (!known.contains(name) && name.startsWith(type.getPackageName() + ".")));
  }

  /** The event in the bytes, about whom the key says. Its type was asked for before. */
  public SpecificRecord event(String topic, String key, byte[] value) {
    var event = Admission.decoded(() -> codecs.event(topic, value));
    Admission.agree(key, String.valueOf(event.get(0)));
    return event;
  }
}
