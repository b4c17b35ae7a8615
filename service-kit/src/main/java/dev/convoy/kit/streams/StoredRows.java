package dev.convoy.kit.streams;

import dev.convoy.kit.core.Rows;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The rows of one group in the store, under keys {@code <group>|<member>}. */
final class StoredRows<W extends java.lang.Record> implements Rows<W> {

  private final String prefix;
  private final KeyValueStore<String, byte[]> store;
  private final Codecs codecs;
  private final Class<W> type;

  StoredRows(String group, KeyValueStore<String, byte[]> store, Codecs codecs, Class<W> type) {
    this.prefix = group + "|";
    this.store = store;
    this.codecs = codecs;
    this.type = type;
  }

  @Override
  public @Nullable W get(String member) {
    var bytes = store.get(prefix + member);
    return bytes == null ? null : read(bytes);
  }

  @Override
  public void put(String member, W row) {
    store.put(prefix + member, codecs.write(type, store.name(), row));
  }

  @Override
  public void remove(String member) {
    store.delete(prefix + member);
  }

  @Override
  public Stream<Map.Entry<String, W>> all() {
    var scan = store.prefixScan(prefix, new StringSerializer());
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(scan, Spliterator.ORDERED), false)
        .map(entry -> Map.entry(entry.key.substring(prefix.length()), read(entry.value)))
        .onClose(scan::close);
  }

  private W read(byte[] bytes) {
    return codecs.read(type, store.name(), bytes);
  }
}
