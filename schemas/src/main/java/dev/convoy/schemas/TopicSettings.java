package dev.convoy.schemas;

import dev.convoy.schemas.Topic.Retention;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What an installation chooses about topics.
 *
 * @param prefix first part of every name, {@code convoy} by default
 * @param partitions partitions of every topic; fixed at the first start, since keys stay where they are
 * @param replicationFactor copies of every partition; -1 = the broker's default
 */
public record TopicSettings(String prefix, int partitions, short replicationFactor) {
  /** Partitions where nothing is set. */
  public static final int DEFAULT_PARTITIONS = 24;

  private static final String SEGMENT_BYTES = Integer.toString(16 << 20);
  private static final String DEAD_LETTERS = ".dlq";

  /** A dead letter is the largest record that a broker takes by default (1 MiB) with its origin on top. */
  public static final int DEAD_LETTER_BYTES = 2 * 1024 * 1024;

  private static final String HOUR_MILLIS = Long.toString(3_600_000L);
  private static final String WEEK_MILLIS = Long.toString(7 * 24 * 3_600_000L);

  /** Checks the values. */
  public TopicSettings {
    if (!prefix.matches("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*") || prefix.length() > 100) {
      throw new IllegalArgumentException("convoy.topic-prefix '" + prefix + "' is no part of a topic name");
    }
    if (partitions < 1) {
      throw new IllegalArgumentException("convoy.partitions is " + partitions + ", must be at least 1");
    }
  }

  /** The default prefix, with the broker's replication. */
  public static TopicSettings withPartitions(int partitions) {
    return new TopicSettings("convoy", partitions, (short) -1);
  }

  /** Reads {@code convoy.topic-prefix}, {@code convoy.partitions} and {@code convoy.replication-factor}. */
  public static TopicSettings from(Map<String, ?> config) {
    return new TopicSettings(
        text(config, "convoy.topic-prefix", "convoy"),
        Integer.parseInt(text(config, "convoy.partitions", Integer.toString(DEFAULT_PARTITIONS))),
        Short.parseShort(text(config, "convoy.replication-factor", "-1")));
  }

  private static String text(Map<String, ?> config, String name, String otherwise) {
    return Objects.requireNonNullElse(config.get(name), otherwise).toString();
  }

  /** The topic's name with the prefix. */
  public String name(Topic topic) {
    return prefix + "." + topic.baseName();
  }

  /** Kafka's settings for the topic. */
  public Map<String, String> configs(Topic topic) {
    Map<String, String> configs = new HashMap<>();
    configs.put("cleanup.policy", topic.retention() == Retention.COMPACTED ? "compact" : "delete");
    switch (topic.retention()) {
      case FOREVER -> {
        configs.put("retention.ms", "-1");
        configs.put("retention.bytes", "-1");
      }
      case WEEK -> configs.put("retention.ms", WEEK_MILLIS);
      case COMPACTED -> {
        configs.put("segment.bytes", SEGMENT_BYTES);
        configs.put("max.compaction.lag.ms", HOUR_MILLIS);
      }
    }
    if (topic.baseName().endsWith(DEAD_LETTERS)) {
      configs.put("max.message.bytes", Integer.toString(DEAD_LETTER_BYTES));
    }
    return configs;
  }
}
