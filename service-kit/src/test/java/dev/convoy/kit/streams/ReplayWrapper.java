package dev.convoy.kit.streams;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.ProcessorWrapper;
import org.apache.kafka.streams.processor.api.WrappedFixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.WrappedProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** Puts each processor between the replay, which steers it, and the recorder; its stores are in memory. */
public final class ReplayWrapper implements ProcessorWrapper {

  static final String CURSOR = "convoy.replay.cursor";
  private ReplayCursor cursor = new ReplayCursor();

  @Override
  public void configure(Map<String, ?> config) {
    cursor = (ReplayCursor) config.get(CURSOR);
  }

  @Override
  public <KI, VI, KO, VO> WrappedProcessorSupplier<KI, VI, KO, VO> wrapProcessorSupplier(
      String node, ProcessorSupplier<KI, VI, KO, VO> supplier) {
    var stores = supplier.stores() == null ? Set.<StoreBuilder<?>>of()
        : supplier.stores().stream().map(ReplayWrapper::inMemory).collect(Collectors.toSet());
    return new WrappedProcessorSupplier<>() {
      @Override
      public Set<StoreBuilder<?>> stores() {
        return stores;
      }

      @Override
      @SuppressWarnings("unchecked") // every processor of a service has these types
      public Processor<KI, VI, KO, VO> get() {
        var processor = (Processor<byte[], byte[], byte[], Routed>) supplier.get();
        return (Processor<KI, VI, KO, VO>) new SteeredProcessor(
            node, new RecordedProcessor(node, processor, partition -> cursor::effect), cursor);
      }
    };
  }

  private static StoreBuilder<?> inMemory(StoreBuilder<?> store) {
    return Stores.keyValueStoreBuilder(
        Stores.inMemoryKeyValueStore(store.name()), Serdes.String(), Serdes.ByteArray()).withCachingDisabled();
  }

  @Override
  public <K, VI, VO> WrappedFixedKeyProcessorSupplier<K, VI, VO> wrapFixedKeyProcessorSupplier(
      String node, FixedKeyProcessorSupplier<K, VI, VO> supplier) {
    return ProcessorWrapper.asWrappedFixedKey(supplier);
  }
}
