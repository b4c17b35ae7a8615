package dev.convoy.kit.streams;

import dev.convoy.kit.core.Emitter;
import dev.convoy.kit.core.Operation;
import dev.convoy.kit.fault.FaultPoint;
import dev.convoy.kit.fault.FaultPoints;
import dev.convoy.schemas.EventHeaders;
import dev.convoy.schemas.Service;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Turns decisions into records: events with their envelope, private messages, entries of the operation table. */
final class Outbox {

  /** Events of one decision get ordinals of their own; no decision has as many. */
  private static final long MOST_AT_ONCE = 1000;

  private final Service service;
  private final TopicNames topics;
  private final Codecs codecs;
  private final FaultPoints faults;

  Outbox(String service, TopicNames topics, Codecs codecs, FaultPoints faults) {
    this.service = Service.valueOf(service.toUpperCase(Locale.ROOT));
    this.topics = topics;
    this.codecs = codecs;
    this.faults = faults;
  }

  /** Publishes what a decision emitted. Called once per decision, with the headers of what caused it. */
  void publish(
      List<SpecificRecord> events, List<Emitter.Send> sends, Cause cause, Instant now,
      Consumer<Record<byte[], Routed>> out) {
    for (int i = 0; i < events.size(); i++) {
      out.accept(event(events.get(i), cause, i, now));
    }
    for (var send : sends) {
      out.accept(message(send, cause, now));
    }
  }

  private Record<byte[], Routed> event(SpecificRecord event, Cause cause, int position, Instant now) {
    var topic = topics.carrying(event.getClass());
    var key = String.valueOf(event.get(0));
    var plain = EventHeaders.of(
        service, event, key, now.toEpochMilli() * MOST_AT_ONCE + position, null, cause.correlation(event));
    var headers = cause.complete(plain).toKafka();
    return new Record<>(key.getBytes(UTF_8), new Routed(topic, codecs.event(topic, event), null), now.toEpochMilli(), headers);
  }

  private Record<byte[], Routed> message(Emitter.Send send, Cause cause, Instant now) {
    var topic = topics.of(send.topic());
    @SuppressWarnings("unchecked")
    var type = (Class<java.lang.Record>) send.message().getClass();
    return new Record<>(send.key().getBytes(UTF_8), new Routed(topic, codecs.write(type, topic, send.message()), null),
        now.toEpochMilli(), cause.passedOn());
  }

  /** Writes the difference between what was wanted and what is wanted now. */
  <O extends Operation> void operations(
      List<O> before, List<O> after, Class<O> type, Instant now, Consumer<Record<byte[], Routed>> out) {
    var topic = topics.of(service.shortName() + ".operations");
    var standing = after.stream().map(o -> o.header().key()).collect(Collectors.toSet());
    for (var gone : before) {
      if (!standing.contains(gone.header().key())) {
        out.accept(entry(topic, gone, null, now));
      }
    }
    for (var wanted : after) {
      if (!before.contains(wanted)) {
        out.accept(entry(topic, wanted, codecs.write(type, topic, wanted), now));
        faults.reached(FaultPoint.INTENT_BEFORE_COMMIT, wanted.header().kind());
      }
    }
  }

  private Record<byte[], Routed> entry(String topic, Operation operation, byte @Nullable [] value, Instant now) {
    return new Record<>(operation.header().key().getBytes(UTF_8),
        new Routed(topic, value, operation.header().limitKey()), now.toEpochMilli());
  }
}
