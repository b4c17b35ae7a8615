package dev.convoy.kit.streams;

import dev.convoy.kit.core.Input;
import dev.convoy.kit.core.Outcome;
import dev.convoy.kit.poison.Admission;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Decodes what a decider reads, by topic: public events if it takes their type, private records by their family. */
final class Inbox<R extends Outcome> {

  private final Codecs codecs;
  private final EventReading events;
  private final Set<String> facts;
  private final @Nullable String outcomesTopic;
  private final @Nullable Class<R> outcomes;
  private final Map<String, Class<?>> families = new HashMap<>();

  Inbox(ServiceDefinition<?, ?, R> service, TopicNames topics, Codecs codecs) {
    this.codecs = codecs;
    this.events = new EventReading(topics, codecs);
    this.facts = service.facts().stream().map(Class::getName).collect(Collectors.toSet());
    this.outcomes = service.outcomes();
    this.outcomesTopic = outcomes == null ? null : topics.of(service.name() + ".outcomes");
    service.inboxes().forEach((topic, family) -> families.put(topics.of(topic), family));
  }

  /**
   * Decodes a record.
   *
   * @return null for a type that the service does not take
   * @throws dev.convoy.kit.poison.PoisonException if it is to be set aside
   */
  @Nullable Input<R> read(String topic, String key, byte @Nullable [] value) {
    var present = Admission.value(value);
    var outcomes = this.outcomes;
    if (outcomes != null && topic.equals(outcomesTopic)) {
      var outcome = Admission.decoded(() -> codecs.read(outcomes, topic, present));
      Admission.agree(key, outcome.header().serverId());
      return new Input.Reported<>(outcome);
    }
    var family = families.get(topic);
    if (family != null) {
      return new Input.Message<>(Admission.decoded(() -> codecs.read(family, topic, present)));
    }
    return facts.contains(events.typeOn(topic, present))
        ? new Input.Message<>(events.event(topic, key, present)) : null;
  }
}
