package dev.convoy.lab.aws.cloud;

import java.util.concurrent.atomic.AtomicLong;

/** Ids in AWS's formats, from a seed, so that two runs of one seed name the same things alike. */
public final class Ids {

  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  private final long seed;
  private final AtomicLong count;

  /** @param used how many ids earlier runs have given out */
  public Ids(long seed, long used) {
    this.seed = seed;
    this.count = new AtomicLong(used);
  }

  /** A new id: the prefix and 17 hexadecimal digits. */
  public String next(String prefix) {
    return prefix + hex(17);
  }

  /** A new id in capitals, such as an access key: the prefix and so many hexadecimal digits. */
  public String capitals(String prefix, int digits) {
    return prefix + hex(digits).toUpperCase(java.util.Locale.ROOT);
  }

  /** How many were given out. */
  public long used() {
    return count.get();
  }

  private String hex(int digits) {
    var n = count.incrementAndGet();
    var text = "%016x%016x".formatted(mix(seed + GAMMA * n), mix(seed ^ mix(n * GAMMA)));
    return text.substring(0, digits);
  }

  /** The finalizer of SplitMix64: a bijection, so that no two counts share their first 16 digits. */
  private static long mix(long value) {
    var z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
