package dev.convoy.kit.streams;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A record on its way to a topic of its own choice.
 *
 * @param topic full name
 * @param value null for a tombstone
 * @param partitionKey what decides the partition; null = the key of the record
 */
record Routed(String topic, byte @Nullable [] value, @Nullable String partitionKey) {

  static Serde<Routed> serde() {
    return Serdes.serdeFrom((topic, routed) -> routed.value(), (topic, bytes) -> new Routed(topic, bytes, null));
  }

  /** Sends operations where their limit key belongs. */
  static StreamPartitioner<byte[], Routed> partitioner() {
    return (topic, key, routed, partitions) -> {
      var by = routed.partitionKey();
      return by == null ? Optional.empty()
          : Optional.of(Set.of(Utils.toPositive(Utils.murmur2(by.getBytes(UTF_8))) % partitions));
    };
  }
}
