package dev.convoy.kit.streams;

import dev.convoy.kit.history.HistoryLine;
import dev.convoy.kit.history.HistoryLine.Kind;
import dev.convoy.kit.history.HistorySink;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A processor whose steps are written down. A tick that led to nothing is left out. */
final class RecordedProcessor implements Processor<byte[], byte[], byte[], Routed> {

  private final String node;
  private final Processor<byte[], byte[], byte[], Routed> processor;
  private final IntFunction<HistorySink> histories;
  private ProcessorContext<byte[], Routed> context;
  private HistorySink history;
  private int partition;
  private long now;
  private @Nullable HistoryLine tick;

  /** @param histories takes the steps of a partition */
  @SuppressWarnings("NullAway.Init") // set by init
  RecordedProcessor(
      String node, Processor<byte[], byte[], byte[], Routed> processor, IntFunction<HistorySink> histories) {
    this.node = node;
    this.processor = processor;
    this.histories = histories;
  }

  @Override
  public void init(ProcessorContext<byte[], Routed> context) {
    partition = context.taskId().partition();
    history = histories.apply(partition);
    this.context = context;
    processor.init(watched(context));
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    now = context.currentSystemTimeMs();
    var origin = context.recordMetadata().orElseThrow();
    history.take(new HistoryLine(Kind.READ, node, partition, now, origin.topic(), origin.offset(), record.timestamp(),
        text(record.key()), headers(record.headers()), record.value()));
    processor.process(record);
  }

  @Override
  public void close() {
    processor.close();
    history.close();
  }

  /** The context with a look at what goes through it. */
  @SuppressWarnings("unchecked")
  private ProcessorContext<byte[], Routed> watched(ProcessorContext<byte[], Routed> context) {
    return (ProcessorContext<byte[], Routed>) Proxy.newProxyInstance(ProcessorContext.class.getClassLoader(),
        new Class<?>[] {ProcessorContext.class}, (proxy, method, arguments) -> {
          if (method.getName().equals("forward")) {
            forwarded((Record<byte[], Routed>) arguments[0]);
          } else if (method.getName().equals("schedule")) {
            arguments[arguments.length - 1] = ticking((Punctuator) arguments[arguments.length - 1]);
          }
          var answer = call(context, method, arguments);
          return answer instanceof KeyValueStore<?, ?> store && !ReadMarks.isStore(store.name())
              ? watched((KeyValueStore<String, byte[]>) store) : answer;
        });
  }

  private KeyValueStore<String, byte[]> watched(KeyValueStore<String, byte[]> store) {
    @SuppressWarnings("unchecked")
    var watched = (KeyValueStore<String, byte[]>) Proxy.newProxyInstance(KeyValueStore.class.getClassLoader(),
        new Class<?>[] {KeyValueStore.class}, (proxy, method, arguments) -> {
          if (method.getName().equals("put")) {
            put(store.name(), (String) arguments[0], (byte[]) arguments[1]);
          } else if (method.getName().equals("delete")) {
            put(store.name(), (String) arguments[0], null);
          }
          return call(store, method, arguments);
        });
    return watched;
  }

  private static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private Punctuator ticking(Punctuator punctuator) {
    return at -> {
      now = at;
      tick = new HistoryLine(Kind.TICK, node, partition, at, null, null, null, null, null, null);
      punctuator.punctuate(at);
      tick = null;
    };
  }

  private void forwarded(Record<byte[], Routed> record) {
    effect(new HistoryLine(Kind.WROTE, node, partition, now, record.value().topic(), null, record.timestamp(),
        text(record.key()), headers(record.headers()), record.value().value()));
  }

  private void put(String store, String key, byte @Nullable [] value) {
    effect(new HistoryLine(Kind.PUT, node, partition, now, store, null, null, key, null, value));
  }

  private void effect(HistoryLine line) {
    if (tick != null) {
      history.take(tick);
      tick = null;
    }
    history.take(line);
  }

  private static @Nullable String text(byte @Nullable [] bytes) {
    return bytes == null ? null : new String(bytes, UTF_8);
  }

  private static Map<String, @Nullable String> headers(Headers headers) {
    var all = new TreeMap<String, @Nullable String>();
    headers.forEach(header -> all.put(header.key(), text(header.value())));
    return all;
  }
}
