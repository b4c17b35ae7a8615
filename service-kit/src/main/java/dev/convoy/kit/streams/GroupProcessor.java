package dev.convoy.kit.streams;

import dev.convoy.kit.core.Emitter;
import dev.convoy.kit.poison.Admission;
import dev.convoy.kit.poison.Poison;
import dev.convoy.kit.poison.PoisonException;
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
final class GroupProcessor implements Processor<byte[], byte[], byte[], Routed> {

  private static final int DUE_AT_ONCE = 100;

  private final List<ServiceDefinition.Group<?, ?>> groups;
  private final TopicNames topics;
  private final Outbox outbox;
  private final Codecs codecs;
  private final Refusals refusals;
  private final Duration tick;
  private final Map<String, Kind<?, ?>> byTopic = new HashMap<>();
  private ProcessorContext<byte[], Routed> context;

  @SuppressWarnings("NullAway.Init") // set by init
  GroupProcessor(
      List<ServiceDefinition.Group<?, ?>> groups, TopicNames topics, Outbox outbox, Codecs codecs, Refusals refusals,
      Duration tick) {
    this.groups = groups;
    this.topics = topics;
    this.outbox = outbox;
    this.codecs = codecs;
    this.refusals = refusals;
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
  public void init(ProcessorContext<byte[], Routed> context) {
    this.context = context;
    refusals.open(context);
    groups.forEach(group -> byTopic.put(topics.of(group.requests()), new Kind<>(group)));
    context.schedule(tick, PunctuationType.WALL_CLOCK_TIME,
        now -> byTopic.values().forEach(kind -> kind.wakeDue(Instant.ofEpochMilli(now))));
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    refusals.guard(record, context, (key, origin, now) -> {
      var kind = byTopic.get(origin.topic());
      if (kind == null) {
        throw new PoisonException(Poison.WRONG_TYPE, "no group is reached by " + origin.topic());
      }
      kind.process(key, kind.read(origin.topic(), Admission.value(record.value())), Cause.of(record.headers()), now);
    });
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
      return (java.lang.Record) Admission.decoded(() -> codecs.read(group.messages(), topic, value));
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
      return Refusals.decided(group.name() + " " + key, () -> group.decider().decide(
          before, new StoredRows<>(key, rows, codecs, group.row()), message, out, now));
    }

    void wakeDue(Instant now) {
      for (var due : wakes.due(now, DUE_AT_ONCE)) {
        var stored = headers.get(due.key());
        var wakeAt = stored == null ? null : group.decider().wakeAt(header(stored));
        if (wakeAt == null || wakeAt.isAfter(now)) {
          wakes.drop(due);
        } else {
          if (!refusals.guardTick(due.key(), now, context, () -> process(due.key(), null, Cause.NONE, now))) {
            wakes.postpone(due, now);
          }
        }
      }
    }

    private H header(byte[] stored) {
      return codecs.read(group.header(), headers.name(), stored);
    }
  }
}
