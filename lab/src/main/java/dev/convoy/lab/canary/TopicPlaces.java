package dev.convoy.lab.canary;

import dev.convoy.lab.events.EventReader;
import dev.convoy.lab.run.LabPatience;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Every record of every topic, as its bytes are: key, value and headers; internal topics too. */
final class TopicPlaces {
  private final String bootstrapServers;
  private final CanarySearch search;

  TopicPlaces(String bootstrapServers, CanarySearch search) {
    this.bootstrapServers = bootstrapServers;
    this.search = search;
  }

  void look(Findings findings) {
    Map<String, Set<String>> found = new TreeMap<>();
    try (EventReader reader = new EventReader(bootstrapServers, LabPatience.OUTAGE)) {
      reader.topics(topic -> !topic.startsWith("__")).forEach(topic -> found.put(topic, new TreeSet<>()));
      reader.readToEnd(found.keySet(), each -> found.getOrDefault(each.topic(), new TreeSet<>()).addAll(in(each)));
    }
    found.forEach((topic, what) -> findings.looked(Findings.Place.TOPIC, "topic " + topic, what));
  }

  private Set<String> in(ConsumerRecord<String, byte[]> record) {
    Set<String> found = new TreeSet<>();
    if (record.value() != null) {
      found.addAll(search.in(record.value()));
    }
    if (record.key() != null) {
      found.addAll(search.in(record.key().getBytes(StandardCharsets.UTF_8)));
    }
    Arrays.stream(record.headers().toArray()).filter(header -> header.value() != null)
        .forEach(header -> found.addAll(search.in(header.value())));
    return found;
  }
}
