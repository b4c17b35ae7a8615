package dev.convoy.kit.streams;

import dev.convoy.kit.history.HistoryFiles;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.ProcessorWrapper;
import org.apache.kafka.streams.processor.api.WrappedFixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.WrappedProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Writes down what the processors of a service read, decided and wrote, a file for each task. Kafka Streams puts it
 * around them where {@code processor.wrapper.class} names it, in a lab only: what an aborted transaction did is written
 * down as well, so it needs a run without crashes.
 */
public final class HistoryRecorder implements ProcessorWrapper {

  /** Setting of Kafka Streams: folder that takes the files. */
  public static final String FOLDER = "convoy.history.folder";

  private Path folder = Path.of("");

  @Override
  public void configure(Map<String, ?> config) {
    if (!(config.get(FOLDER) instanceof String name)) {
      throw new IllegalArgumentException("[CVY-9025] recorder: " + FOLDER + " is missing; name a folder");
    }
    folder = Path.of(name);
  }

  @Override
  public <KI, VI, KO, VO> WrappedProcessorSupplier<KI, VI, KO, VO> wrapProcessorSupplier(
      String node, ProcessorSupplier<KI, VI, KO, VO> supplier) {
    return new WrappedProcessorSupplier<>() {
      @Override
      public Set<StoreBuilder<?>> stores() {
        return supplier.stores();
      }

      @Override
      public Processor<KI, VI, KO, VO> get() {
        return recorded(node, supplier.get());
      }
    };
  }

  @SuppressWarnings("unchecked") // the processors of this package have these types
  private <KI, VI, KO, VO> Processor<KI, VI, KO, VO> recorded(String node, Processor<KI, VI, KO, VO> processor) {
    if (processor instanceof DeciderProcessor || processor instanceof GroupProcessor
        || processor instanceof ForeignProcessor) {
      return (Processor<KI, VI, KO, VO>) new RecordedProcessor(node,
          (Processor<byte[], byte[], byte[], Routed>) processor,
          partition -> HistoryFiles.append(folder.resolve(node + "." + partition + HistoryFiles.SUFFIX)));
    }
    return processor;
  }

  @Override
  public <K, VI, VO> WrappedFixedKeyProcessorSupplier<K, VI, VO> wrapFixedKeyProcessorSupplier(
      String node, FixedKeyProcessorSupplier<K, VI, VO> supplier) {
    return ProcessorWrapper.asWrappedFixedKey(supplier);
  }
}
