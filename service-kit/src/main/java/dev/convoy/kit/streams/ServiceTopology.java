package dev.convoy.kit.streams;

import dev.convoy.kit.core.Operation;
import dev.convoy.kit.core.Outcome;
import dev.convoy.kit.fault.FaultPoints;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The topology of a service: one processor for its servers, one for its groups, each from its topics to any topic. */
public final class ServiceTopology<S extends Record, O extends Operation, R extends Outcome> {

  private static final String DECIDER = "-decider";
  private static final String GROUPS = "-groups";
  private static final String FOREIGN = "-foreign";

  private final ServiceDefinition<S, O, R> service;
  private final TopicNames topics;
  private final Codecs codecs;
  private final StreamsMetrics metrics;
  private final Duration tick;
  private final FaultPoints faults;

  /** @param tick how often is looked for servers and groups whose time has come */
  public ServiceTopology(
      ServiceDefinition<S, O, R> service, TopicNames topics, Codecs codecs, StreamsMetrics metrics, Duration tick,
      FaultPoints faults) {
    this.service = service;
    this.topics = topics;
    this.codecs = codecs;
    this.metrics = metrics;
    this.tick = tick;
    this.faults = faults;
  }

  /** Facts, outcomes, answers and commands, keyed by server. */
  public void servers(KStream<byte[], byte[]> records) {
    var stores = Set.<StoreBuilder<?>>of(
        store(DeciderProcessor.stateStore(service.name())), store(DeciderProcessor.wakeStore(service.name())),
        marks(DECIDER));
    var decided = records.process(
        supplier(stores, () -> new DeciderProcessor<>(service, new Inbox<>(service, topics, codecs), outbox(), codecs,
            metrics, refusals(DECIDER), tick)),
        Named.as(service.name() + DECIDER));
    send(decided, service.name() + "-decided");
  }

  /** Requests to groups, keyed by group. */
  public void groups(KStream<byte[], byte[]> requests) {
    var stores = new HashSet<StoreBuilder<?>>(Set.of(marks(GROUPS)));
    for (var group : service.groups()) {
      stores.add(store(GroupProcessor.headerStore(group)));
      stores.add(store(GroupProcessor.rowStore(group)));
      stores.add(store(GroupProcessor.wakeStore(group)));
    }
    var decided = requests.process(
        supplier(stores, () -> new GroupProcessor(service.groups(), topics, outbox(), codecs, refusals(GROUPS), tick)),
        Named.as(service.name() + GROUPS));
    send(decided, service.name() + "-group-decided");
  }

  /** Records of foreign producers, re-keyed before anything is decided on them. */
  public void foreign(KStream<byte[], byte[]> records, ForeignSource source) {
    var adopted = records.process(
        supplier(Set.of(marks(FOREIGN)),
            () -> new ForeignProcessor(source, topics, outbox(), codecs, refusals(FOREIGN))),
        Named.as(service.name() + FOREIGN));
    send(adopted, service.name() + "-adopted");
  }

  private Outbox outbox() {
    return new Outbox(service.name(), topics, codecs, faults);
  }

  private Refusals refusals(String processor) {
    return new Refusals(service.name(), topics, metrics, new ReadMarks(service.name() + processor));
  }

  /** Cached: a mark of each topic for each commit, not for each record. */
  private StoreBuilder<?> marks(String processor) {
    return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(ReadMarks.store(service.name() + processor)),
        Serdes.String(), Serdes.ByteArray()).withCachingEnabled();
  }

  private static void send(KStream<byte[], Routed> records, String name) {
    records.to((key, routed, context) -> routed.topic(),
        Produced.with(Serdes.ByteArray(), Routed.serde(), Routed.partitioner()).withName(name));
  }

  private static StoreBuilder<?> store(String name) {
    return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
        .withCachingDisabled();
  }

  private static ProcessorSupplier<byte[], byte[], byte[], Routed> supplier(
      Set<StoreBuilder<?>> stores, java.util.function.Supplier<Processor<byte[], byte[], byte[], Routed>> processor) {
    return new ProcessorSupplier<>() {
      @Override
      public Set<StoreBuilder<?>> stores() {
        return stores;
      }

      @Override
      public Processor<byte[], byte[], byte[], Routed> get() {
        return processor.get();
      }
    };
  }
}
