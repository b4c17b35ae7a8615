package dev.convoy.agent.remote;

import java.nio.charset.StandardCharsets;

/** The last bytes of an output of any length: 16 KiB. Safe for use by many threads. */
public final class Tail {

  /** Bytes kept. */
  public static final int BYTES = 16 * 1024;

  private final byte[] ring = new byte[BYTES];
  private long written;

  /** Takes bytes; those before the last 16 KiB are forgotten. */
  public synchronized void add(byte[] bytes, int length) {
    for (int i = Math.max(0, length - BYTES); i < length; i++) {
      ring[(int) ((written + i) % BYTES)] = bytes[i];
    }
    written += length;
  }

  /** What is kept, as UTF-8; broken characters are replaced. */
  public synchronized String text() {
    int size = (int) Math.min(written, BYTES);
    byte[] kept = new byte[size];
    for (int i = 0; i < size; i++) {
      kept[i] = ring[(int) ((written - size + i) % BYTES)];
    }
    return new String(kept, StandardCharsets.UTF_8);
  }
}
