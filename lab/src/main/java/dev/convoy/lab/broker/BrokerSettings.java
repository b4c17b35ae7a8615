package dev.convoy.lab.broker;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/**
 * Where a broker and its controller listen and keep their data.
 *
 * @param folder of both; what is in it survives a restart
 * @param port of clients, on 127.0.0.1
 * @param controllerPort of the controller, on 127.0.0.1
 */
public record BrokerSettings(Path folder, int port, int controllerPort) {
  private static final String CONTROLLER_ID = "1";
  private static final String BROKER_ID = "2";
  private static final String SEGMENT_BYTES = String.valueOf(16 * 1024 * 1024);

  Path controllerFolder() {
    return folder.resolve("controller");
  }

  Path brokerFolder() {
    return folder.resolve("broker");
  }

  /** Configuration of the controller. */
  Properties controller() {
    Properties properties = new Properties();
    properties.putAll(quorum("controller", CONTROLLER_ID, controllerFolder()));
    properties.put("listeners", "CONTROLLER://127.0.0.1:" + controllerPort);
    properties.putAll(replicas());
    properties.putAll(sizes());
    return properties;
  }

  /** Configuration of the broker: one replica of everything, little memory, fast groups. */
  Properties broker() {
    Properties properties = new Properties();
    properties.putAll(quorum("broker", BROKER_ID, brokerFolder()));
    properties.put("listeners", "PLAINTEXT://127.0.0.1:" + port);
    properties.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
    properties.put("auto.create.topics.enable", "false");
    properties.put("log.retention.ms", "-1");
    properties.putAll(replicas());
    properties.putAll(internalTopics());
    properties.putAll(groups());
    properties.putAll(sizes());
    return properties;
  }

  private Map<String, String> quorum(String role, String id, Path logs) {
    return Map.ofEntries(
        Map.entry("process.roles", role),
        Map.entry("node.id", id),
        Map.entry("controller.listener.names", "CONTROLLER"),
        Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
        Map.entry("controller.quorum.bootstrap.servers", "127.0.0.1:" + controllerPort),
        Map.entry("log.dirs", logs.toString()));
  }

  private static Map<String, String> replicas() {
    return Map.of("default.replication.factor", "1", "min.insync.replicas", "1");
  }

  private static Map<String, String> internalTopics() {
    return Map.ofEntries(
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
