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
 * So many at once, in all, in each site and in each subnet of it. Of those who wait, the most urgent comes first; among the equally urgent the
 * waves take turns, so that a small wave does not wait for a large one.
 */
final class Permits {

  private final Limits limits;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Site> sites = new HashMap<>();
  private final Map<OperationId, Waiter> waiting = new HashMap<>();
  /** The last place in the row of each wave that has somebody waiting. */
  private final Map<Row, Long> rows = new HashMap<>();
  private final long[] reached = new long[Urgency.values().length];
  private int free;
  private int used;
  private long arrivals;

  Permits(Limits limits) {
    this.free = limits.atOnce();
    this.limits = limits;
  }

  private record Row(Urgency urgency, @Nullable String wave) {}

  private static final class Site {
    final Map<String, Subnet> subnets = new HashMap<>();
    int used;
  }

  /** The same private addresses may be in use in two sites, so a subnet belongs to one. */
  private static final class Subnet {
    final String name;
    final Site site;
    final TreeSet<Waiter> waiting = new TreeSet<>();
    int used;

    Subnet(String name, Site site) {
      this.name = name;
      this.site = site;
    }
  }

  private static final class Waiter implements Comparable<Waiter> {
    private static final Comparator<Waiter> ORDER = Comparator.<Waiter, Urgency>comparing(w -> w.row.urgency())
        .thenComparing(w -> w.place).thenComparing(w -> w.arrival);

    final OperationId id;
    final Row row;
    final Subnet subnet;
    final long place;
    final long arrival;
    final Condition called;
    boolean granted;
    boolean givenUp;

    Waiter(OperationId id, Row row, Subnet subnet, long place, long arrival, Condition called) {
      this.id = id;
      this.row = row;
      this.subnet = subnet;
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
  void occupy(Visit visit) {
    lock.lock();
    try {
      take(subnet(visit));
    } finally {
      lock.unlock();
    }
  }

  void release(Visit visit) {
    lock.lock();
    try {
      give(subnet(visit));
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
        forget(waiter.subnet);
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

  private Subnet subnet(Visit visit) {
    var site = sites.computeIfAbsent(visit.site(), s -> new Site());
    return site.subnets.computeIfAbsent(limits.subnets().of(visit.source().getAddress()), s -> new Subnet(s, site));
  }

  private Waiter enqueue(Visit visit) {
    var row = new Row(visit.urgency(), visit.wave());
    long place = Math.max(reached[visit.urgency().ordinal()], rows.getOrDefault(row, 0L) + 1);
    rows.put(row, place);
    var waiter = new Waiter(visit.id(), row, subnet(visit), place, arrivals++, lock.newCondition());
    waiter.subnet.waiting.add(waiter);
    waiting.put(waiter.id, waiter);
    return waiter;
  }

  private void grant() {
    for (var next = next(); next != null; next = next()) {
      remove(next);
      var urgency = next.row.urgency().ordinal();
      reached[urgency] = Math.max(reached[urgency], next.place);
      take(next.subnet);
      next.granted = true;
      next.called.signal();
    }
  }

  private @Nullable Waiter next() {
    if (free <= 0) {
      return null;
    }
    return sites.values().stream().filter(site -> site.used < limits.perSite())
        .flatMap(site -> site.subnets.values().stream()).filter(this::isOpen)
        .map(subnet -> subnet.waiting.first()).min(Comparator.naturalOrder()).orElse(null);
  }

  private boolean isOpen(Subnet subnet) {
    return !subnet.waiting.isEmpty() && (subnet.name.equals(Subnets.NONE) || subnet.used < limits.perSubnet());
  }

  private void remove(Waiter waiter) {
    waiter.subnet.waiting.remove(waiter);
    waiting.remove(waiter.id, waiter);
    rows.remove(waiter.row, waiter.place);
  }

  private void leave(Waiter waiter) {
    if (waiter.granted) {
      give(waiter.subnet);
    } else {
      remove(waiter);
      forget(waiter.subnet);
    }
  }

  private void take(Subnet subnet) {
    subnet.used++;
    subnet.site.used++;
    used++;
    free--;
  }

  private void give(Subnet subnet) {
    subnet.used--;
    subnet.site.used--;
    used--;
    free++;
    grant();
    forget(subnet);
  }

  private static void forget(Subnet subnet) {
    if (subnet.used == 0 && subnet.waiting.isEmpty()) {
      subnet.site.subnets.remove(subnet.name, subnet);
    }
  }
}
