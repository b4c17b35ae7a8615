package dev.convoy.kit.streams;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Who is to be woken when: keys {@code <19 digits of epoch millis>|<key>}, so that a range scan finds what is due. */
final class WakeIndex {

  private static final byte[] PRESENT = {1};
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(10);

  private final KeyValueStore<String, byte[]> store;

  WakeIndex(KeyValueStore<String, byte[]> store) {
    this.store = store;
  }

  void move(String key, @Nullable Instant from, @Nullable Instant to) {
    if (java.util.Objects.equals(from, to)) {
      return;
    }
    if (from != null) {
      store.delete(entry(from, key));
    }
    if (to != null) {
      store.put(entry(to, key), PRESENT);
    }
  }

  /** Keys due at the given time, soonest first, at most {@code limit}; each with the entry that {@link #drop} removes. */
  List<Due> due(Instant now, int limit) {
    var due = new ArrayList<Due>();
    try (var range = store.range(String.format("%019d", 0), entry(now.plusMillis(1), ""))) {
      while (range.hasNext() && due.size() < limit) {
        var entry = range.next().key;
        due.add(new Due(entry, entry.substring(entry.indexOf('|') + 1)));
      }
    }
    return due;
  }

  void drop(Due due) {
    store.delete(due.entry());
  }

  /** Not to be tried again and again at once: the decider fails on it. */
  void postpone(Due due, Instant now) {
    drop(due);
    store.put(entry(now.plus(AFTER_FAILURE), due.key()), PRESENT);
  }

  private static String entry(Instant at, String key) {
    return String.format("%019d|%s", Math.max(0, at.toEpochMilli()), key);
  }

  record Due(String entry, String key) {}
}
