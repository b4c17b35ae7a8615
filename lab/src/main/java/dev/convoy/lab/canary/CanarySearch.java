package dev.convoy.lab.canary;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks for all canaries in all their forms in one pass: the first eight bytes of each form are looked up for each
 * position. Safe for use by many threads.
 */
public final class CanarySearch {
  private static final int KEY = 8;
  private static final int CHUNK = 1 << 20;
  private static final int FILTER_BITS = 20;

  private record Needle(String what, byte[] bytes) {}

  private final Map<Long, List<Needle>> needles = new HashMap<>();
  private final BitSet filter = new BitSet(1 << FILTER_BITS);
  private final int longest;

  /** Looks for these. */
  public CanarySearch(List<Canary> canaries) {
    int most = 0;
    for (Canary canary : canaries) {
      for (Map.Entry<String, byte[]> form : CanaryForms.of(canary.text()).entrySet()) {
        Needle needle = new Needle(canary.name() + " as " + form.getKey(), form.getValue());
        long key = key(needle.bytes(), 0);
        needles.computeIfAbsent(key, k -> new ArrayList<>()).add(needle);
        filter.set(slot(key));
        most = Math.max(most, needle.bytes().length);
      }
    }
    longest = most;
  }

  /** What is in these bytes: {@code sudo password as base64 UTF-8}. */
  public Set<String> in(byte[] bytes) {
    return in(bytes, bytes.length);
  }

  /** What is in a stream of any length. */
  public Set<String> in(InputStream stream) throws IOException {
    Set<String> found = new TreeSet<>();
    byte[] buffer = new byte[CHUNK + longest];
    int kept = 0;
    for (int read = stream.read(buffer, 0, buffer.length); read >= 0;
        read = stream.read(buffer, kept, buffer.length - kept)) {
      int size = kept + read;
      found.addAll(in(buffer, size));
      kept = Math.min(size, longest);
      System.arraycopy(buffer, size - kept, buffer, 0, kept);
    }
    return found;
  }

  private Set<String> in(byte[] bytes, int size) {
    Set<String> found = new TreeSet<>();
    long key = 0;
    for (int i = 0; i < size; i++) {
      key = key << 8 | bytes[i] & 0xff;
      if (i >= KEY - 1 && filter.get(slot(key))) {
        int from = i - KEY + 1;
        for (Needle needle : needles.getOrDefault(key, List.of())) {
          int end = from + needle.bytes().length;
          if (end <= size && Arrays.equals(bytes, from, end, needle.bytes(), 0, needle.bytes().length)) {
            found.add(needle.what());
          }
        }
      }
    }
    return found;
  }

  private static long key(byte[] bytes, int from) {
    long key = 0;
    for (int i = from; i < from + KEY; i++) {
      key = key << 8 | bytes[i] & 0xff;
    }
    return key;
  }

  private static int slot(long key) {
    return (int) (key * 0x9E3779B97F4A7C15L >>> 64 - FILTER_BITS);
  }
}
