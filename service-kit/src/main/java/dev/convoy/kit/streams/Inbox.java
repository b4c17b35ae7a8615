package dev.convoy.kit.streams;

import dev.convoy.kit.core.Input;
import dev.convoy.kit.core.Outcome;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Decodes what a decider reads, by topic: public events if it takes their type, private records by their family. */
final class Inbox<R extends Outcome> {

  private final Codecs codecs;
  private final Set<String> facts;
  private final @Nullable String outcomesTopic;
  private final @Nullable Class<R> outcomes;
  private final Map<String, Class<?>> families = new HashMap<>();

  Inbox(ServiceDefinition<?, ?, R> service, TopicNames topics, Codecs codecs) {
    this.codecs = codecs;
    this.facts = service.facts().stream().map(Class::getName).collect(Collectors.toSet());
    this.outcomes = service.outcomes();
    this.outcomesTopic = outcomes == null ? null : topics.of(service.name() + ".outcomes");
    service.inboxes().forEach((topic, family) -> families.put(topics.of(topic), family));
  }

  /**
   * Decodes a record.
   *
   * @return null for a type that the service does not take
   */
  @Nullable Input<R> read(String topic, byte[] value) {
    if (outcomes != null && topic.equals(outcomesTopic)) {
      return new Input.Reported<>(codecs.read(outcomes, topic, value));
    }
    var family = families.get(topic);
    if (family != null) {
      return new Input.Message<>(codecs.read(family, topic, value));
    }
    return facts.contains(codecs.typeOf(value)) ? new Input.Message<>(codecs.event(topic, value)) : null;
  }
}
