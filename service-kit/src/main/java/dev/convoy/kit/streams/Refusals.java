package dev.convoy.kit.streams;

import dev.convoy.kit.poison.Admission;
import dev.convoy.kit.poison.DeadLetter;
import dev.convoy.kit.poison.Origin;
import dev.convoy.kit.poison.Poison;
import dev.convoy.kit.poison.PoisonException;
import dev.convoy.schemas.Service;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Supplier;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * What every record goes through on its way into a processor: one that was read before is passed over, and what the
 * processor refuses is set aside, in the same transaction; the next record is none the worse for it.
 */
final class Refusals {

  private final Service service;
  private final String topic;
  private final StreamsMetrics metrics;
  private final ReadMarks marks;

  Refusals(String service, TopicNames topics, StreamsMetrics metrics, ReadMarks marks) {
    this.service = Service.valueOf(service.toUpperCase(Locale.ROOT));
    this.topic = topics.of(service + ".dlq");
    this.metrics = metrics;
    this.marks = marks;
  }

  void open(ProcessorContext<byte[], Routed> context) {
    marks.open(context);
  }

  /** What is done with a record, by its key as text. */
  @FunctionalInterface
  interface Step {
    /** @throws PoisonException if the record is to be set aside */
    void take(String key, Origin origin, Instant now);
  }

  void guard(Record<byte[], byte[]> record, ProcessorContext<byte[], Routed> context, Step step) {
    var now = Instant.ofEpochMilli(context.currentSystemTimeMs());
    var origin = context.recordMetadata()
        .map(m -> new Origin(m.topic(), m.partition(), m.offset(), record.timestamp()))
        .orElseThrow(() -> new IllegalStateException("record without origin"));
    if (marks.again(origin)) {
      metrics.readAgain(origin.topic());
      return;
    }
    try {
      step.take(Admission.key(record.key()), origin, now);
    } catch (PoisonException e) {
      setAside(origin, record.key(), record.value(), record.headers(), e, context);
    }
  }

  /** True if nothing was to be set aside. */
  boolean guardTick(String key, Instant now, ProcessorContext<byte[], Routed> context, Runnable step) {
    try {
      step.run();
      return true;
    } catch (PoisonException e) {
      setAside(Origin.tick(now.toEpochMilli()), key.getBytes(UTF_8), null, new RecordHeaders(), e, context);
      return false;
    }
  }

  /** Runs a piece of the pure core, which must not throw. */
  static <T> T decided(String name, Supplier<T> step) {
    try {
      return step.get();
    } catch (PoisonException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new PoisonException(Poison.DECIDER_FAILED, name + ": decider failed: " + e, e);
    }
  }

  private void setAside(
      Origin origin, byte @Nullable [] key, byte @Nullable [] value, Headers headers, PoisonException why,
      ProcessorContext<byte[], Routed> context) {
    metrics.deadLetter(origin.topic(), why.poison());
    var letter = DeadLetter.of(service, origin, key, value, headers, why);
    context.forward(new Record<>(letter.key(), new Routed(topic, letter.value(), null), context.currentSystemTimeMs(),
        letter.headers()));
  }
}
