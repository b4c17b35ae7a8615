package dev.convoy.kit.histories;

import dev.convoy.kit.core.Rows;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Rows of a group in memory. */
@NullMarked
public final class MapRows<W> implements Rows<W> {

  private final TreeMap<String, W> rows = new TreeMap<>();

  @Override
  public @Nullable W get(String member) {
    return rows.get(member);
  }

  @Override
  public void put(String member, W row) {
    rows.put(member, row);
  }

  @Override
  public void remove(String member) {
    rows.remove(member);
  }

  @Override
  public Stream<Map.Entry<String, W>> all() {
    return List.copyOf(rows.entrySet()).stream();
  }

  /** The rows as they are now. */
  public Map<String, W> copy() {
    return Map.copyOf(rows);
  }

  /** Other rows of the same contents. */
  MapRows<W> fork() {
    var other = new MapRows<W>();
    other.rows.putAll(rows);
    return other;
  }
}
