package dev.convoy.lab.aws.door;

import dev.convoy.lab.aws.cloud.Cloud;
import dev.convoy.lab.aws.cloud.Instance;
import dev.convoy.lab.aws.cloud.LaunchTemplate;
import dev.convoy.lab.aws.cloud.Region;
import dev.convoy.lab.aws.cloud.SourceServer;
import dev.convoy.lab.aws.cloud.VolumeSnapshot;
import dev.convoy.lab.aws.cloud.Volumes;
import dev.convoy.lab.aws.door.SideDoor.RefusedException;
import dev.convoy.lab.aws.door.SideDoor.Request;
import dev.convoy.lab.aws.door.SideDoor.Route;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How a server stands in AWS at one moment, all of it together; and what users write on its instances. */
public final class StandingDoor {

  /**
   * A source server of MGN with all that was made from it.
   *
   * @param busy a job holds it
   * @param templateVersion the default version of its launch template; 0 without one
   */
  public record Standing(
      String sourceServerId, String account, String region, String lifeCycle, boolean archived, boolean busy, int templateVersion,
      List<Launched> instances, List<Saved> snapshots) {}

  /**
   * An instance.
   *
   * @param purpose TEST or CUTOVER
   * @param state EC2's name
   * @param written how often users have written on it
   * @param writtenAt when they last did; null for never
   * @param volumes that are attached
   */
  public record Launched(
      String instanceId, String serverId, String purpose, String state, boolean up, String privateIp, long written,
      @Nullable Instant writtenAt, List<String> volumes) {}

  /**
   * A snapshot of a volume of one of its instances.
   *
   * @param state EC2's name
   * @param writes how many writes of users it holds
   */
  public record Saved(String snapshotId, String volumeId, String state, Instant startedAt, long writes) {}

  private final Cloud cloud;

  public StandingDoor(Cloud cloud) {
    this.cloud = cloud;
  }

  /** Its routes. */
  public List<Route> routes() {
    return List.of(
        new Route("GET", "/_lab/servers/*", request -> everywhere(region -> region.servers().stream()
            .filter(server -> request.id().equals(server.agent().userProvidedId())).map(server -> standing(region, server)))),
        new Route("GET", "/_lab/targets", request -> everywhere(region -> region.instances().stream()
            .filter(Instance::booted).map(instance -> launched(region, instance)))),
        new Route("PUT", "/_lab/instances/*/writes", this::write));
  }

  private <T> List<T> everywhere(Function<Region, Stream<T>> look) {
    return cloud.regions().stream().flatMap(region -> region.locked(now -> look.apply(region).toList()).stream()).toList();
  }

  private static Standing standing(Region region, SourceServer server) {
    LaunchTemplate template = region.launchTemplate(server.launchTemplateId());
    List<Launched> instances = region.instances().stream().filter(each -> each.launch().serverId().equals(server.id()))
        .map(each -> launched(region, each)).toList();
    List<String> volumes = instances.stream().flatMap(each -> each.volumes().stream()).toList();
    return new Standing(server.id(), region.account(), region.name(), server.lifeCycle().state().name(), server.archived(),
        region.holder(server.id()) != null, template == null ? 0 : template.defaultVersion(), instances,
        region.volumeSnapshots().stream().filter(each -> volumes.contains(each.volumeId()))
            .map(each -> saved(each, region.time().now())).toList());
  }

  private static Launched launched(Region region, Instance instance) {
    SourceServer server = region.server(instance.launch().serverId());
    String known = server == null ? null : server.agent().userProvidedId();
    return new Launched(instance.id(), known == null ? "" : known, instance.launch().purpose().name(), instance.state().wire(),
        instance.booted(), instance.launch().privateIp(), instance.written(), instance.writtenAt(),
        Volumes.of(region, instance).stream().map(Volumes.Volume::id).toList());
  }

  private static Saved saved(VolumeSnapshot snapshot, Instant now) {
    Long writes = snapshot.writes();
    return new Saved(snapshot.id(), snapshot.volumeId(), snapshot.state(now), snapshot.startedAt(), writes == null ? 0 : writes);
  }

  private Object write(Request request) {
    for (var region : cloud.regions()) {
      var answer = region.locked(now -> Optional.ofNullable(region.instance(request.id())).map(instance -> {
        if (!instance.write(now)) {
          throw new RefusedException(409, "IncorrectInstanceState", request.id() + " is " + instance.state().wire());
        }
        return launched(region, instance);
      }));
      if (answer.isPresent()) {
        return answer.get();
      }
    }
    throw new RefusedException(404, "InvalidInstanceID.NotFound", "no instance " + request.id());
  }
}
