package dev.convoy.kit.streams;

import dev.convoy.kit.history.HistoryLine;
import dev.convoy.kit.history.HistoryLine.Kind;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** A processor whose records, ticks, clock and offsets are those of a history. */
final class SteeredProcessor implements Processor<byte[], byte[], byte[], Routed> {

  private record Origin(String topic, int partition, long offset) implements RecordMetadata {}

  private final String node;
  private final Processor<byte[], byte[], byte[], Routed> processor;
  private final ReplayCursor cursor;
  private @Nullable HistoryLine step;
  private Punctuator ticker = at -> {};

  SteeredProcessor(String node, Processor<byte[], byte[], byte[], Routed> processor, ReplayCursor cursor) {
    this.node = node;
    this.processor = processor;
    this.cursor = cursor;
  }

  @Override
  @SuppressWarnings("unchecked")
  public void init(ProcessorContext<byte[], Routed> context) {
    processor.init((ProcessorContext<byte[], Routed>) Proxy.newProxyInstance(ProcessorContext.class.getClassLoader(),
        new Class<?>[] {ProcessorContext.class}, (proxy, method, arguments) -> switch (method.getName()) {
          case "currentSystemTimeMs" -> cursor.now();
          case "recordMetadata" -> origin();
          case "schedule" -> {
            ticker = (Punctuator) arguments[arguments.length - 1];
            yield (Cancellable) () -> {};
          }
          default -> {
            try {
              yield method.invoke(context, arguments);
            } catch (InvocationTargetException e) {
              throw e.getCause();
            }
          }
        }));
  }

  private Optional<RecordMetadata> origin() {
    return step == null || step.place() == null || step.offset() == null ? Optional.empty()
        : Optional.of(new Origin(step.place(), step.partition(), step.offset()));
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    step = cursor.take(node);
    if (step == null) {
      return;
    }
    if (step.kind() == Kind.TICK) {
      ticker.punctuate(cursor.now());
    } else {
      processor.process(record);
    }
  }

  @Override
  public void close() {
    processor.close();
  }
}
