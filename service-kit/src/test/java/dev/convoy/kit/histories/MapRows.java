package dev.convoy.kit.histories;

import dev.convoy.kit.core.Rows;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Rows of a group in memory. */
@NullMarked
public final class MapRows<W> implements Rows<W> {

  private final TreeMap<String, W> rows = new TreeMap<>();
  private @Nullable SortedMap<String, W> copy;

  @Override
  public @Nullable W get(String member) {
    return rows.get(member);
  }

  @Override
  public void put(String member, W row) {
    if (!row.equals(rows.put(member, row))) {
      copy = null;
    }
  }

  @Override
  public void remove(String member) {
    if (rows.remove(member) != null) {
      copy = null;
    }
  }

  @Override
  public Stream<Map.Entry<String, W>> all() {
    return List.copyOf(rows.entrySet()).stream();
  }

  /** The rows as they are now, by their members; the same map until one changes. */
  public Map<String, W> copy() {
    if (copy == null) {
      copy = Collections.unmodifiableSortedMap(new TreeMap<>(rows));
    }
    return copy;
  }

  /** Other rows of the same contents. */
  MapRows<W> fork() {
    var other = new MapRows<W>();
    other.rows.putAll(rows);
    return other;
  }
}
