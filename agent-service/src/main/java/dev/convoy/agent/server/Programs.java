package dev.convoy.agent.server;

import dev.convoy.kit.core.OperationId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Programs that run on the hosts of a site: so many at once. One that runs already has its place whatever the limit. */
public final class Programs {

  private final Permits places;
  private final Map<OperationId, String> sites = new ConcurrentHashMap<>();

  /** @param perSite most that this instance lets run in one site at once */
  public Programs(int perSite) {
    this.places = new Permits(Integer.MAX_VALUE, perSite);
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
    if (sites.containsKey(visit.id())) {
      return true;
    }
    if (!places.acquire(visit)) {
      return false;
    }
    if (sites.putIfAbsent(visit.id(), visit.site()) != null) {
      places.release(visit.site());
    }
    return true;
  }

  /** It was seen to run. */
  void runs(Visit visit) {
    if (sites.putIfAbsent(visit.id(), visit.site()) == null) {
      places.occupy(visit.site());
    }
  }

  /** It was seen not to run. */
  void over(OperationId id) {
    var site = sites.remove(id);
    if (site != null) {
      places.release(site);
    }
  }

  /** This instance does not see to it any more. */
  void left(OperationId id) {
    places.giveUp(id);
    over(id);
  }
}
