package dev.convoy.kit.config;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/** One block cache and one write buffer for all stores of the process, so that memory does not grow with partitions. */
public final class BoundedRocksDb implements RocksDBConfigSetter {

  private static final long CACHE_BYTES = 64L << 20;
  private static final long BUFFER_BYTES = 32L << 20;
  private static final Cache CACHE;
  private static final WriteBufferManager BUFFERS;

  static {
    RocksDB.loadLibrary();
    CACHE = new LRUCache(CACHE_BYTES);
    BUFFERS = new WriteBufferManager(BUFFER_BYTES, CACHE);
  }

  @Override
  public void setConfig(String store, Options options, Map<String, Object> configs) {
    var table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(CACHE);
    table.setCacheIndexAndFilterBlocks(true);
    options.setWriteBufferManager(BUFFERS);
    options.setWriteBufferSize(2L << 20);
    options.setMaxWriteBufferNumber(2);
    options.setTableFormatConfig(table);
  }

  @Override
  public void close(String store, Options options) {
    // The cache is shared by all stores and lives as long as the process.
  }
}
