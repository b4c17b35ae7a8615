package dev.convoy.agent.server;

import dev.convoy.kit.core.OperationId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Programs that run on the hosts of a site and of its subnets: so many at once. One that runs already has its place whatever the limit. */
public final class Programs {

  private final Permits places;
  private final Map<OperationId, Visit> visits = new ConcurrentHashMap<>();

  /** @param perSite most that this instance lets run in one site at once */
  public Programs(int perSite) {
    this(Limits.of(Integer.MAX_VALUE, perSite));
  }

  /** @param limits of what this instance lets run */
  public Programs(Limits limits) {
    this.places = new Permits(limits);
  }

  /** How many run, as far as this instance knows. */
  public int running() {
    return places.used();
  }

  /** How many wait for a place. */
  public int waiting() {
    return places.waiting();
  }

  /** Waits for a place. False if {@link #left} came first. */
  boolean begin(Visit visit) throws InterruptedException {
    if (visits.containsKey(visit.id())) {
      return true;
    }
    if (!places.acquire(visit)) {
      return false;
    }
    if (visits.putIfAbsent(visit.id(), visit) != null) {
      places.release(visit);
    }
    return true;
  }

  /** It was seen to run. */
  void runs(Visit visit) {
    if (visits.putIfAbsent(visit.id(), visit) == null) {
      places.occupy(visit);
    }
  }

  /** It was seen not to run. */
  void over(OperationId id) {
    var visit = visits.remove(id);
    if (visit != null) {
      places.release(visit);
    }
  }

  /** This instance does not see to it any more. */
  void left(OperationId id) {
    places.giveUp(id);
    over(id);
  }
}
