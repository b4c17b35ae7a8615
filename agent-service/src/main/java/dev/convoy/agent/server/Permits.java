package dev.convoy.agent.server;

import dev.convoy.kit.core.OperationId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * So many at once, in all and in each site. Of those who wait, the most urgent comes first; among the equally urgent the
 * waves take turns, so that a small wave does not wait for a large one.
 */
final class Permits {

  private final int perSite;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Site> sites = new HashMap<>();
  private final Map<OperationId, Waiter> waiting = new HashMap<>();
  /** The last place in the row of each wave that has somebody waiting. */
  private final Map<Row, Long> rows = new HashMap<>();
  private final long[] reached = new long[Urgency.values().length];
  private int free;
  private int used;
  private long arrivals;

  /**
   * @param atOnce most in all
   * @param perSite most in one site
   */
  Permits(int atOnce, int perSite) {
    this.free = atOnce;
    this.perSite = perSite;
  }

  private record Row(Urgency urgency, @Nullable String wave) {}

  private static final class Site {
    final TreeSet<Waiter> waiting = new TreeSet<>();
    int used;
  }

  private static final class Waiter implements Comparable<Waiter> {
    private static final Comparator<Waiter> ORDER = Comparator.<Waiter, Urgency>comparing(w -> w.row.urgency())
        .thenComparing(w -> w.place).thenComparing(w -> w.arrival);

    final OperationId id;
    final Row row;
    final Site site;
    final long place;
    final long arrival;
    final Condition called;
    boolean granted;
    boolean givenUp;

    Waiter(OperationId id, Row row, Site site, long place, long arrival, Condition called) {
      this.id = id;
      this.row = row;
      this.site = site;
      this.place = place;
      this.arrival = arrival;
      this.called = called;
    }

    @Override
    public int compareTo(Waiter other) {
      return ORDER.compare(this, other);
    }
  }

  /** Waits for a permit. False if {@link #giveUp} came first: then there is none to release. */
  boolean acquire(Visit visit) throws InterruptedException {
    lock.lock();
    try {
      var waiter = enqueue(visit);
      grant();
      try {
        while (!waiter.granted && !waiter.givenUp) {
          waiter.called.await();
        }
      } catch (InterruptedException e) {
        leave(waiter);
        throw e;
      }
      return waiter.granted;
    } finally {
      lock.unlock();
    }
  }

  /** Takes a permit whatever the limits: what it is for is under way already. */
  void occupy(String site) {
    lock.lock();
    try {
      take(site(site));
    } finally {
      lock.unlock();
    }
  }

  void release(String site) {
    lock.lock();
    try {
      give(site(site));
    } finally {
      lock.unlock();
    }
  }

  /** Whoever waits for this operation waits no more. */
  void giveUp(OperationId id) {
    lock.lock();
    try {
      var waiter = waiting.get(id);
      if (waiter != null) {
        waiter.givenUp = true;
        remove(waiter);
        waiter.called.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Permits that are out. */
  int used() {
    lock.lock();
    try {
      return used;
    } finally {
      lock.unlock();
    }
  }

  int waiting() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  private Site site(String name) {
    return sites.computeIfAbsent(name, s -> new Site());
  }

  private Waiter enqueue(Visit visit) {
    var row = new Row(visit.urgency(), visit.wave());
    long place = Math.max(reached[visit.urgency().ordinal()], rows.getOrDefault(row, 0L) + 1);
    rows.put(row, place);
    var waiter = new Waiter(visit.id(), row, site(visit.site()), place, arrivals++, lock.newCondition());
    waiter.site.waiting.add(waiter);
    waiting.put(waiter.id, waiter);
    return waiter;
  }

  private void grant() {
    for (var next = next(); next != null; next = next()) {
      remove(next);
      var urgency = next.row.urgency().ordinal();
      reached[urgency] = Math.max(reached[urgency], next.place);
      take(next.site);
      next.granted = true;
      next.called.signal();
    }
  }

  private @Nullable Waiter next() {
    if (free <= 0) {
      return null;
    }
    return sites.values().stream().filter(site -> site.used < perSite && !site.waiting.isEmpty())
        .map(site -> site.waiting.first()).min(Comparator.naturalOrder()).orElse(null);
  }

  private void remove(Waiter waiter) {
    waiter.site.waiting.remove(waiter);
    waiting.remove(waiter.id, waiter);
    rows.remove(waiter.row, waiter.place);
  }

  private void leave(Waiter waiter) {
    if (waiter.granted) {
      give(waiter.site);
    } else {
      remove(waiter);
    }
  }

  private void take(Site site) {
    site.used++;
    used++;
    free--;
  }

  private void give(Site site) {
    site.used--;
    used--;
    free++;
    grant();
  }
}
