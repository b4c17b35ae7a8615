package dev.convoy.lab.aws.door;

import dev.convoy.lab.aws.cloud.Agent;
import dev.convoy.lab.aws.cloud.AgentRegistration;
import dev.convoy.lab.aws.cloud.Cloud;
import dev.convoy.lab.aws.cloud.Region;
import dev.convoy.lab.aws.cloud.Sessions;
import dev.convoy.lab.aws.cloud.SourceServer;
import dev.convoy.lab.aws.door.SideDoor.RefusedException;
import dev.convoy.lab.aws.door.SideDoor.Request;
import dev.convoy.lab.aws.door.SideDoor.Route;
import dev.convoy.lab.aws.wire.AgentLedger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where the agents of the simulated hosts register and report, as real ones do by a private API. */
public final class AgentDoor {

  private record Registration(
      @Nullable String accessKeyId, @Nullable String sessionToken, @Nullable String region,
      @Nullable String userProvidedId, boolean noReplication, @Nullable String hostname, @Nullable String fqdn,
      @Nullable String ip, @Nullable String os, @Nullable List<Agent.Disk> disks, int cpus, long ramBytes,
      @Nullable String mac) {

    Agent agent() {
      return new Agent(userProvidedId, or(hostname, "localhost"), or(fqdn, or(hostname, "localhost")),
          or(ip, "127.0.0.1"), or(os, "Linux"), disks == null ? List.of() : disks, cpus, ramBytes, mac);
    }

    private static String or(@Nullable String value, String otherwise) {
      return value == null ? otherwise : value;
    }

    @Override
    public String toString() {
      return "Registration[" + userProvidedId + ", ***]";
    }
  }

  private record Writing(boolean writing) {}

  private record Seen(boolean seen) {}

  private final Cloud cloud;
  private final String defaultRegion;
  private final AgentRegistration registrations;
  private final AgentLedger ledger;

  public AgentDoor(Cloud cloud, String defaultRegion, AgentRegistration registrations, AgentLedger ledger) {
    this.cloud = cloud;
    this.defaultRegion = defaultRegion;
    this.registrations = registrations;
    this.ledger = ledger;
  }

  /** Its routes. */
  public List<Route> routes() {
    return List.of(
        new Route("POST", "/_lab/agents", this::register),
        new Route("PUT", "/_lab/agents/*/writing", this::writing),
        new Route("PUT", "/_lab/agents/*/seen", this::seen));
  }

  private Object register(Request request) {
    var body = request.as(Registration.class);
    var caller = caller(body);
    var region = cloud.region(caller.account(), Objects.requireNonNullElse(body.region(), defaultRegion));
    return region.locked(now -> {
      try {
        var server = registrations.register(region, body.agent(), !body.noReplication(), now);
        noted(caller, region, now, server.id(), body, null);
        return Map.of("sourceServerID", server.id(), "activeServers", region.replicating());
      } catch (AgentRegistration.RefusedException e) {
        noted(caller, region, now, null, body, e.code());
        throw new RefusedException(400, e.code(), String.valueOf(e.getMessage()));
      }
    });
  }

  /** What somebody else installs is no call of ours. */
  private void noted(Sessions.Caller caller, Region region, Instant now, @Nullable String serverId, Registration body,
      @Nullable String code) {
    if (!cloud.sessions().isOfSomebody(caller.accessKeyId())) {
      ledger.registered(region, now, serverId, body.userProvidedId(), code);
    }
  }

  private Sessions.Caller caller(Registration body) {
    var key = body.accessKeyId();
    if (key == null || key.isBlank()) {
      throw new RefusedException(403, "MissingAuthenticationTokenException", "Missing Authentication Token");
    }
    try {
      return cloud.sessions().caller(key, body.sessionToken(), cloud.time().now());
    } catch (Sessions.RefusedException e) {
      throw new RefusedException(403, e.code(), String.valueOf(e.getMessage()));
    }
  }

  private Object writing(Request request) {
    var writing = request.as(Writing.class).writing();
    change(request.id(), (region, server, now) -> server.replicate(server.replication().writing(writing, now)));
    return Map.of("sourceServerID", request.id(), "writing", writing);
  }

  private Object seen(Request request) {
    var seen = request.as(Seen.class).seen();
    change(request.id(), (region, server, now) -> {
      var missed = region.time().onWall(region.time().durations().agentMissed());
      server.replicate(seen ? server.replication().seen(now) : server.replication().unseen(now, missed));
      region.settle(server);
    });
    return Map.of("sourceServerID", request.id(), "seen", seen);
  }

  @FunctionalInterface
  private interface Change {
    void of(Region region, SourceServer server, Instant now);
  }

  private void change(String id, Change change) {
    for (var region : cloud.regions()) {
      var found = region.locked(now -> {
        var server = region.server(id);
        if (server != null) {
          change.of(region, server, now);
        }
        return server != null;
      });
      if (found) {
        return;
      }
    }
    throw new RefusedException(404, "ResourceNotFoundException", "SourceServer " + id + " not found");
  }
}
