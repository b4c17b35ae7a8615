package dev.convoy.lab.aws.cloud;

import java.util.List;
import java.util.stream.IntStream;

/** The EBS volumes of instances: one for each disk of the source server, the boot volume first. */
public final class Volumes {

  private static final int GIB_SHIFT = 30;
  private static final int PREFIX = "i-".length();
  private static final int KEPT = 15;

  private Volumes() {}

  /**
   * A volume that is attached to an instance.
   *
   * @param gib its size, rounded up
   */
  public record Volume(String id, String deviceName, long gib) {}

  /** None once the instance is terminated: they are deleted with it. */
  public static List<Volume> of(Region region, Instance instance) {
    var server = region.server(instance.launch().serverId());
    if (instance.state() == Instance.State.TERMINATED) {
      return List.of();
    }
    var sizes = server == null ? List.of(1L << GIB_SHIFT)
        : server.agent().disks().stream().map(Agent.Disk::bytes).toList();
    var own = instance.id().substring(PREFIX, PREFIX + KEPT);
    return IntStream.range(0, sizes.size()).mapToObj(i -> new Volume("vol-%s%02x".formatted(own, i),
        i == 0 ? "/dev/sda1" : "/dev/sd" + (char) ('a' + i), -Math.floorDiv(-sizes.get(i), 1L << GIB_SHIFT))).toList();
  }
}
