package dev.convoy.lab.aws.cloud;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** All accounts and regions. */
public final class Cloud {

  /** What is kept between two runs of the lab. */
  public record State(Instant start, long ids, Sessions.State sessions, List<Region.State> regions) {

    /** Of a lab that starts for the first time. */
    public static State empty(Instant now) {
      return new State(now, 0, new Sessions.State(List.of(), Map.of()), List.of());
    }
  }

  /** After a restart, so that ids given out after the last save are not given out again. */
  private static final long IDS_SKIPPED = 100_000;

  private record Key(String account, String region) {}

  private final List<String> accounts;
  private final SimulatedTime time;
  private final Ids ids;
  private final Sessions sessions;
  private final Oddities oddities = new Oddities();
  private final StoredSecrets secrets = new StoredSecrets();
  private final StoredObjects objects = new StoredObjects();
  private final Map<Key, Region> regions = new ConcurrentHashMap<>();
  private final Queue<TargetEvent> events = new ConcurrentLinkedQueue<>();

  public Cloud(State state, List<String> accounts, long seed, double speed, SimulatedDurations durations, Clock clock) {
    this.accounts = List.copyOf(accounts);
    this.time = new SimulatedTime(clock, speed, state.start(), durations);
    this.ids = new Ids(seed, state.ids() == 0 ? 0 : state.ids() + IDS_SKIPPED);
    this.sessions = new Sessions(accounts, state.sessions());
    state.regions().forEach(r -> regions.put(new Key(r.account(), r.name()), open(r)));
  }

  private Region open(Region.State state) {
    var network = new Network(Math.max(0, accounts.indexOf(state.account())), state.name());
    return new Region(state, time, ids, network, () -> oddities.of(state.account()).quotas()
        .getOrDefault(VcpuQuota.CODE, VcpuQuota.DEFAULT), events::add);
  }

  public SimulatedTime time() {
    return time;
  }

  public Ids ids() {
    return ids;
  }

  public Sessions sessions() {
    return sessions;
  }

  public Oddities oddities() {
    return oddities;
  }

  public StoredObjects objects() {
    return objects;
  }

  public StoredSecrets secrets() {
    return secrets;
  }

  /** One account in one region. */
  public Region region(String account, String name) {
    return regions.computeIfAbsent(new Key(account, name), k -> open(Region.State.empty(account, name)));
  }

  /** Those that were used. */
  public Collection<Region> regions() {
    return List.copyOf(regions.values());
  }

  /** Brings everything up to now. */
  public void advance() {
    regions().forEach(region -> region.locked(now -> null));
  }

  /** The next instance that has come up or gone down; null if there is none. */
  public @Nullable TargetEvent nextEvent() {
    return events.poll();
  }

  /** State for a restart. The regions' parts are live: to be written under {@link Region#locked}. */
  Cloud.State frame() {
    return new State(time.start(), ids.used(), sessions.state(), new ArrayList<>());
  }
}
