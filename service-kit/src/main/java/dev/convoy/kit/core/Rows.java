package dev.convoy.kit.core;

import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The members of a group, one row each. Backed by a prefix-scanned store; a stream from {@link #all} must be closed. */
public interface Rows<W> {

  @Nullable W get(String member);

  void put(String member, W row);

  void remove(String member);

  /** Every row by member, in key order. */
  Stream<Map.Entry<String, W>> all();
}
