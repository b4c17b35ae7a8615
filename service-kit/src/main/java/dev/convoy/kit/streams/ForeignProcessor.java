package dev.convoy.kit.streams;

import dev.convoy.kit.poison.Admission;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Decodes records of foreign producers and sends them on under our own key and partitioning. */
final class ForeignProcessor implements Processor<byte[], byte[], byte[], Routed> {

  private final ForeignSource source;
  private final Outbox outbox;
  private final EventReading events;
  private final Refusals refusals;
  private ProcessorContext<byte[], Routed> context;

  @SuppressWarnings("NullAway.Init") // set by init
  ForeignProcessor(ForeignSource source, TopicNames topics, Outbox outbox, Codecs codecs, Refusals refusals) {
    this.source = source;
    this.outbox = outbox;
    this.events = new EventReading(topics, codecs);
    this.refusals = refusals;
  }

  @Override
  public void init(ProcessorContext<byte[], Routed> context) {
    this.context = context;
    refusals.open(context);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    refusals.guard(record, context, (key, origin, now) -> {
      var event = event(origin.topic(), key, record.value());
      var place = origin.topic() + " partition " + origin.partition() + " offset " + origin.offset();
      var send = Refusals.decided(key, () -> source.adapter().adapt(key, event, place));
      outbox.publish(List.of(), List.of(send), Cause.of(record.headers()), now, context::forward);
    });
  }

  /** Null for a tombstone, which foreign topics may have. */
  private @Nullable SpecificRecord event(String topic, String key, byte @Nullable [] value) {
    if (value == null) {
      return null;
    }
    events.typeOn(topic, Admission.bounded(value));
    return events.event(topic, key, value);
  }
}
