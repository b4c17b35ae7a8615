package dev.convoy.kit.streams;

import dev.convoy.schemas.serde.UndecodableException;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Decodes records of foreign producers and sends them on under our own key and partitioning. */
final class ForeignProcessor implements Processor<String, byte[], String, Routed> {

  private final ForeignSource source;
  private final TopicNames topics;
  private final Outbox outbox;
  private final Codecs codecs;
  private final StreamsMetrics metrics;
  private ProcessorContext<String, Routed> context;

  @SuppressWarnings("NullAway.Init") // set by init
  ForeignProcessor(ForeignSource source, TopicNames topics, Outbox outbox, Codecs codecs, StreamsMetrics metrics) {
    this.source = source;
    this.topics = topics;
    this.outbox = outbox;
    this.codecs = codecs;
    this.metrics = metrics;
  }

  @Override
  public void init(ProcessorContext<String, Routed> context) {
    this.context = context;
  }

  @Override
  public void process(Record<String, byte[]> record) {
    var now = Instant.ofEpochMilli(context.currentSystemTimeMs());
    var origin = context.recordMetadata()
        .map(m -> new Outbox.Origin(m.topic(), m.partition(), m.offset()))
        .orElseThrow(() -> new IllegalStateException("record without origin"));
    try {
      if (record.key() == null) {
        throw new UndecodableException("record without key");
      }
      var event = record.value() == null ? null : codecs.event(topics.of(source.topic()), record.value());
      var place = origin.topic() + " partition " + origin.partition() + " offset " + origin.offset();
      outbox.publish(List.of(), List.of(source.adapter().adapt(record.key(), event, place)),
          Cause.of(record.headers()), now, context::forward);
    } catch (UndecodableException e) {
      metrics.deadLetter(origin.topic());
      context.forward(outbox.deadLetter(record.key(), record.value(), record.headers(), origin,
          String.valueOf(e.getMessage()), now));
    }
  }
}
