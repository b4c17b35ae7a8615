package dev.convoy.kit.streams;

import dev.convoy.kit.core.Emitter;
import dev.convoy.schemas.serde.UndecodableException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Runs the groups of a service on one partition: a header, rows, messages in, messages and events out. */
final class GroupProcessor implements Processor<String, byte[], String, Routed> {

  private static final int DUE_AT_ONCE = 100;

  private final List<ServiceDefinition.Group<?, ?>> groups;
  private final TopicNames topics;
  private final Outbox outbox;
  private final Codecs codecs;
  private final StreamsMetrics metrics;
  private final Duration tick;
  private final Map<String, Kind<?, ?>> byTopic = new HashMap<>();
  private ProcessorContext<String, Routed> context;

  @SuppressWarnings("NullAway.Init") // set by init
  GroupProcessor(
      List<ServiceDefinition.Group<?, ?>> groups, TopicNames topics, Outbox outbox, Codecs codecs, StreamsMetrics metrics,
      Duration tick) {
    this.groups = groups;
    this.topics = topics;
    this.outbox = outbox;
    this.codecs = codecs;
    this.metrics = metrics;
    this.tick = tick;
  }

  static String headerStore(ServiceDefinition.Group<?, ?> group) {
    return group.name() + "-groups";
  }

  static String rowStore(ServiceDefinition.Group<?, ?> group) {
    return group.name() + "-rows";
  }

  static String wakeStore(ServiceDefinition.Group<?, ?> group) {
    return group.name() + "-group-wake";
  }

  @Override
  public void init(ProcessorContext<String, Routed> context) {
    this.context = context;
    groups.forEach(group -> byTopic.put(topics.of(group.requests()), new Kind<>(group)));
    context.schedule(tick, PunctuationType.WALL_CLOCK_TIME,
        now -> byTopic.values().forEach(kind -> kind.wakeDue(Instant.ofEpochMilli(now))));
  }

  @Override
  public void process(Record<String, byte[]> record) {
    var now = Instant.ofEpochMilli(context.currentSystemTimeMs());
    var origin = context.recordMetadata()
        .map(m -> new Outbox.Origin(m.topic(), m.partition(), m.offset()))
        .orElseThrow(() -> new IllegalStateException("record without origin"));
    try {
      var kind = byTopic.get(origin.topic());
      if (kind == null || record.key() == null || record.value() == null) {
        throw new UndecodableException("no group is reached by this record");
      }
      kind.process(record.key(), kind.read(origin.topic(), record.value()), Cause.of(record.headers()), now);
    } catch (UndecodableException | BrokenGroupException e) {
      metrics.deadLetter(origin.topic());
      context.forward(outbox.deadLetter(record.key(), record.value(), record.headers(), origin,
          String.valueOf(e.getMessage()), now));
    }
  }

  /** One kind of group with its stores. */
  private final class Kind<H extends java.lang.Record, W extends java.lang.Record> {
    private final ServiceDefinition.Group<H, W> group;
    private final KeyValueStore<String, byte[]> headers;
    private final KeyValueStore<String, byte[]> rows;
    private final WakeIndex wakes;

    Kind(ServiceDefinition.Group<H, W> group) {
      this.group = group;
      this.headers = context.getStateStore(headerStore(group));
      this.rows = context.getStateStore(rowStore(group));
      this.wakes = new WakeIndex(context.getStateStore(wakeStore(group)));
    }

    java.lang.Record read(String topic, byte[] value) {
      return (java.lang.Record) codecs.read(group.messages(), topic, value);
    }

    void process(String key, java.lang.@Nullable Record message, Cause cause, Instant now) {
      var stored = headers.get(key);
      var before = stored == null ? group.decider().initial(key) : header(stored);
      var out = new Emitter();
      var after = decide(key, before, message, out, now);
      outbox.publish(out.events(), out.sends(), cause, now, context::forward);
      if (!after.equals(before) || stored == null) {
        headers.put(key, codecs.write(group.header(), headers.name(), after));
        wakes.move(key, stored == null ? null : group.decider().wakeAt(before), group.decider().wakeAt(after));
      }
    }

    private H decide(String key, H before, java.lang.@Nullable Record message, Emitter out, Instant now) {
      try {
        return group.decider().decide(before, new StoredRows<>(key, rows, codecs, group.row()), message, out, now);
      } catch (RuntimeException e) {
        throw new BrokenGroupException("[CVY-9011] " + group.name() + " " + key + ": decider failed: " + e, e);
      }
    }

    void wakeDue(Instant now) {
      for (var due : wakes.due(now, DUE_AT_ONCE)) {
        var stored = headers.get(due.key());
        var wakeAt = stored == null ? null : group.decider().wakeAt(header(stored));
        if (wakeAt == null || wakeAt.isAfter(now)) {
          wakes.drop(due);
        } else {
          wake(due.key(), now);
        }
      }
    }

    private void wake(String key, Instant now) {
      try {
        process(key, null, Cause.NONE, now);
      } catch (BrokenGroupException e) {
        metrics.deadLetter("tick");
        context.forward(outbox.deadLetter(key, null, new org.apache.kafka.common.header.internals.RecordHeaders(),
            new Outbox.Origin("tick", -1, -1), String.valueOf(e.getMessage()), now));
      }
    }

    private H header(byte[] stored) {
      return codecs.read(group.header(), headers.name(), stored);
    }
  }

  /** The decider threw, which is a bug. Rows that it had changed are changed; the header stays. */
  private static final class BrokenGroupException extends RuntimeException {
    BrokenGroupException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
