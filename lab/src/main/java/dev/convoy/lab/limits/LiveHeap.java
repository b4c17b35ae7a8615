package dev.convoy.lab.limits;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * What a full collection leaves of the heap of this JVM, which holds all hosts, AWS and, without {@code --processes}, broker and
 * services: when a third, two thirds and all of the servers have come to rest. Each look stops the JVM for the time of a
 * collection.
 */
public final class LiveHeap {
  private static final int PARTS = 3;
  private static final long MEBIBYTE = 1L << 20;
  /** What chance may add between two looks. */
  private static final long TOLERANCE_MEBIBYTES = 64;
  private static final double GROWTH = 1.2;

  private final int servers;
  private final List<Long> mebibytes = new ArrayList<>();
  private int threads;

  /** @param servers of the whole run */
  public LiveHeap(int servers) {
    this.servers = servers;
  }

  /** Looks when the next third has come to rest. */
  public void look(long atRest) {
    threads = Math.max(threads, ManagementFactory.getThreadMXBean().getThreadCount());
    if (mebibytes.size() < PARTS && atRest * PARTS >= (long) servers * (mebibytes.size() + 1)) {
      System.gc();
      add(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MEBIBYTE);
    }
  }

  void add(long live) {
    mebibytes.add(live);
  }

  /**
   * True when the last third of the servers took no more than a fifth and 64 MiB on top of what the first two thirds had
   * taken: had each server kept its own, they would have taken half as much again.
   */
  public boolean flat() {
    return mebibytes.size() == PARTS
        && mebibytes.getLast() <= mebibytes.get(PARTS - 2) * GROWTH + TOLERANCE_MEBIBYTES;
  }

  /** {@code heap-at-thirds=310,330,335MiB threads=240}; threads are those of the platform. */
  public String line() {
    return "heap-at-thirds=" + String.join(",", mebibytes.stream().map(String::valueOf).toList()) + "MiB threads=" + threads;
  }
}
