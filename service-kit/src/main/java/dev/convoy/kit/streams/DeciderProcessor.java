package dev.convoy.kit.streams;

import dev.convoy.kit.core.Decision;
import dev.convoy.kit.core.Input;
import dev.convoy.kit.core.Operation;
import dev.convoy.kit.core.Outcome;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Runs a decider on one partition of servers: decode, decide, store, publish, and keep the operation table and the wake
 * index in step with the state. All of it is one transaction.
 */
final class DeciderProcessor<S extends java.lang.Record, O extends Operation, R extends Outcome>
    implements Processor<byte[], byte[], byte[], Routed> {

  private static final int DUE_AT_ONCE = 1000;

  private final ServiceDefinition<S, O, R> service;
  private final Inbox<R> inbox;
  private final Outbox outbox;
  private final Codecs codecs;
  private final StreamsMetrics metrics;
  private final Refusals refusals;
  private final Duration tick;
  private KeyValueStore<String, byte[]> states;
  private WakeIndex wakes;
  private ProcessorContext<byte[], Routed> context;

  @SuppressWarnings("NullAway.Init") // set by init
  DeciderProcessor(
      ServiceDefinition<S, O, R> service, Inbox<R> inbox, Outbox outbox, Codecs codecs, StreamsMetrics metrics,
      Refusals refusals, Duration tick) {
    this.service = service;
    this.inbox = inbox;
    this.outbox = outbox;
    this.codecs = codecs;
    this.metrics = metrics;
    this.refusals = refusals;
    this.tick = tick;
  }

  static String stateStore(String service) {
    return service + "-state";
  }

  static String wakeStore(String service) {
    return service + "-wake";
  }

  @Override
  public void init(ProcessorContext<byte[], Routed> context) {
    this.context = context;
    refusals.open(context);
    this.states = context.getStateStore(stateStore(service.name()));
    this.wakes = new WakeIndex(context.getStateStore(wakeStore(service.name())));
    context.schedule(tick, PunctuationType.WALL_CLOCK_TIME, now -> wakeDue(Instant.ofEpochMilli(now)));
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    refusals.guard(record, context, (key, origin, now) -> {
      var input = inbox.read(origin.topic(), key, record.value());
      if (input == null) {
        metrics.skipped(origin.topic());
      } else {
        decide(key, input, cause(record, input), now);
      }
    });
  }

  private Cause cause(Record<byte[], byte[]> record, Input<R> input) {
    return input instanceof Input.Reported<R>(var outcome)
        ? Cause.of(record.headers()).by(outcome.header().id().value())
        : Cause.of(record.headers());
  }

  private void decide(String key, Input<R> input, Cause cause, Instant now) {
    var stored = states.get(key);
    var before = stored == null ? service.decider().initial(key)
        : codecs.read(service.state(), stateStore(service.name()), stored);
    if (input instanceof Input.Reported<R>(var outcome) && !wanted(before, outcome)) {
      metrics.stale(outcome.header().kind());
      return;
    }
    var decision = run(key, before, input, now);
    var after = decision.state();
    outbox.publish(decision.events(), decision.sends(), cause, now, context::forward);
    if (!after.equals(before)) {
      states.put(key, codecs.write(service.state(), stateStore(service.name()), after));
      wakes.move(key, stored == null ? null : service.decider().wakeAt(before), service.decider().wakeAt(after));
      publishOperations(before, after, now);
    }
  }

  private void publishOperations(S before, S after, Instant now) {
    var type = service.operations();
    if (type != null) {
      outbox.operations(service.decider().wanted(before), service.decider().wanted(after), type, now, context::forward);
    }
  }

  private boolean wanted(S state, R outcome) {
    var id = outcome.header().id();
    return service.decider().wanted(state).stream().anyMatch(operation -> operation.id().equals(id));
  }

  private Decision<S> run(String key, S before, Input<R> input, Instant now) {
    return Refusals.decided(
        key + " on " + input.getClass().getSimpleName(), () -> service.decider().decide(before, input, now));
  }

  private void wakeDue(Instant now) {
    for (var due : wakes.due(now, DUE_AT_ONCE)) {
      var stored = states.get(due.key());
      var wakeAt = stored == null ? null
          : service.decider().wakeAt(codecs.read(service.state(), stateStore(service.name()), stored));
      if (wakeAt == null || wakeAt.isAfter(now)) {
        wakes.drop(due);
      } else {
        if (!refusals.guardTick(
            due.key(), now, context, () -> decide(due.key(), new Input.Tick<>(), Cause.NONE, now))) {
          wakes.postpone(due, now);
        }
      }
    }
  }
}
