package dev.convoy.lab.aws.cloud;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Hosted zones of an account, and its changes on their way to the name servers. */
public final class HostedZones {

  /** Route 53 is global: its state lies where its calls are signed for. */
  public static final String REGION = "us-east-1";

  /** From a change to all name servers, in simulated time: "generally within 60 seconds". */
  private static final Duration PROPAGATION = Duration.ofSeconds(30);

  /** A batch that was accepted. */
  public record Submitted(String id, Instant at, String comment) {}

  /** What is kept between two runs of the lab. */
  public record State(List<HostedZone.State> zones, List<Submitted> changes) {}

  private final SimulatedTime time;
  private final Map<String, HostedZone> zones = new LinkedHashMap<>();
  private final Map<String, Submitted> changes = new LinkedHashMap<>();

  HostedZones(SimulatedTime time, @Nullable State state) {
    this.time = time;
    if (state != null) {
      state.zones().forEach(zone -> zones.put(zone.id(), new HostedZone(zone)));
      state.changes().forEach(change -> changes.put(change.id(), change));
    }
  }

  State state() {
    return new State(zones.values().stream().map(HostedZone::state).toList(), List.copyOf(changes.values()));
  }

  public Collection<HostedZone> all() {
    return Collections.unmodifiableCollection(zones.values());
  }

  /** Null if there is none. */
  public @Nullable HostedZone zone(String id) {
    return zones.get(id);
  }

  /** A new zone with these records, or what stands there already. */
  public HostedZone open(HostedZone.State wanted) {
    return zones.computeIfAbsent(wanted.id(), id -> new HostedZone(wanted));
  }

  public void submitted(Submitted change) {
    changes.put(change.id(), change);
  }

  /** Null if there is none. */
  public @Nullable Submitted change(String id) {
    return changes.get(id);
  }

  /** Whether all name servers know of it. */
  public boolean inSync(Submitted change, Instant now) {
    return !now.isBefore(change.at().plus(time.onWall(PROPAGATION)));
  }
}
