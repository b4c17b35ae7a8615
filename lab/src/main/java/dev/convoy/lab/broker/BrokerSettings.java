package dev.convoy.lab.broker;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/**
 * Where the broker listens and keeps its data.
 *
 * @param folder its logs; what is in it survives a restart
 * @param port of clients, on 127.0.0.1
 * @param controllerPort of its controller, on 127.0.0.1
 */
public record BrokerSettings(Path folder, int port, int controllerPort) {
  private static final String SEGMENT_BYTES = String.valueOf(16 * 1024 * 1024);

  /** Configuration of one node that is broker and controller: one replica of everything, little memory, fast groups. */
  Properties toProperties() {
    Properties properties = new Properties();
    properties.putAll(node());
    properties.putAll(internalTopics());
    properties.putAll(groups());
    properties.putAll(sizes());
    return properties;
  }

  private Map<String, String> node() {
    return Map.ofEntries(
        Map.entry("process.roles", "broker,controller"),
        Map.entry("node.id", "1"),
        Map.entry("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort),
        Map.entry("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port),
        Map.entry("controller.listener.names", "CONTROLLER"),
        Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
        Map.entry("controller.quorum.bootstrap.servers", "127.0.0.1:" + controllerPort),
        Map.entry("log.dirs", folder.toString()),
        Map.entry("auto.create.topics.enable", "false"),
        Map.entry("log.retention.ms", "-1"));
  }

  private static Map<String, String> internalTopics() {
    return Map.ofEntries(
        Map.entry("default.replication.factor", "1"),
        Map.entry("min.insync.replicas", "1"),
        Map.entry("offsets.topic.replication.factor", "1"),
        Map.entry("offsets.topic.num.partitions", "3"),
        Map.entry("offsets.topic.segment.bytes", SEGMENT_BYTES),
        Map.entry("transaction.state.log.replication.factor", "1"),
        Map.entry("transaction.state.log.min.isr", "1"),
        Map.entry("transaction.state.log.num.partitions", "3"),
        Map.entry("transaction.state.log.segment.bytes", SEGMENT_BYTES),
        Map.entry("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000"),
        Map.entry("share.coordinator.state.topic.replication.factor", "1"),
        Map.entry("share.coordinator.state.topic.min.isr", "1"),
        Map.entry("share.coordinator.state.topic.num.partitions", "3"),
        Map.entry("share.coordinator.state.topic.segment.bytes", SEGMENT_BYTES));
  }

  /** A dead member gives up its tasks after 6 s instead of 45; groups start without waiting for company. */
  private static Map<String, String> groups() {
    return Map.ofEntries(
        Map.entry("group.initial.rebalance.delay.ms", "0"),
        Map.entry("group.min.session.timeout.ms", "6000"),
        Map.entry("group.streams.initial.rebalance.delay.ms", "0"),
        Map.entry("group.streams.session.timeout.ms", "6000"),
        Map.entry("group.streams.min.session.timeout.ms", "6000"),
        Map.entry("group.streams.heartbeat.interval.ms", "2000"),
        Map.entry("group.streams.min.heartbeat.interval.ms", "2000"),
        Map.entry("group.consumer.session.timeout.ms", "6000"),
        Map.entry("group.consumer.min.session.timeout.ms", "6000"),
        Map.entry("group.consumer.heartbeat.interval.ms", "2000"),
        Map.entry("group.consumer.min.heartbeat.interval.ms", "2000"));
  }

  private static Map<String, String> sizes() {
    return Map.ofEntries(
        Map.entry("log.cleaner.dedupe.buffer.size", "4194304"),
        Map.entry("log.segment.bytes", SEGMENT_BYTES),
        Map.entry("log.index.size.max.bytes", "1048576"),
        Map.entry("num.network.threads", "2"),
        Map.entry("num.io.threads", "4"),
        Map.entry("background.threads", "4"),
        Map.entry("queued.max.requests", "100"));
  }
}
