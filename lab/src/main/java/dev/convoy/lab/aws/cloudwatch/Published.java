package dev.convoy.lab.aws.cloudwatch;

import dev.convoy.lab.aws.cloud.Instance;
import dev.convoy.lab.aws.cloud.Region;
import dev.convoy.lab.aws.cloud.SourceServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The metrics that MGN and EC2 publish here. What they were at an earlier moment is worked out from what was commanded last, as
 * nothing is recorded: a pause that has ended is not seen, nor a run of an instance that is stopped by now.
 *
 * @param value at a moment that is not in the future; empty where nothing was published
 */
record Published(Metric metric, String unit, Function<Instant, OptionalDouble> value) {

  /** The six metrics of the MGN user guide, "Monitoring Application Migration Service with Amazon CloudWatch"; units are ours. */
  private static final String MGN = "AWS/MGN";

  private static final String EC2 = "AWS/EC2";

  /** All of a region, in a fixed order. */
  static List<Published> in(Region region) {
    return Stream.of(counts(region), region.servers().stream().flatMap(Published::of),
        region.instances().stream().flatMap(Published::of)).flatMap(each -> each).toList();
  }

  private static Stream<Published> counts(Region region) {
    return region.servers().isEmpty() ? Stream.empty() : Stream.of(
        new Published(new Metric(MGN, "ActiveSourceServerCount", List.of()), "Count",
            at -> count(region.servers().stream().filter(each -> !each.archived()), at)),
        new Published(new Metric(MGN, "TotalSourceServerCount", List.of()), "Count", at -> count(region.servers().stream(), at)));
  }

  private static OptionalDouble count(Stream<SourceServer> servers, Instant at) {
    return OptionalDouble.of(servers.filter(each -> !each.lifeCycle().addedAt().isAfter(at)).count());
  }

  private static Stream<Published> of(SourceServer server) {
    return Stream.of(
        mgn(server, "LagDuration", "Seconds", at -> seconds(server.replicationAt(at).lag())),
        mgn(server, "Backlog", "Bytes", at -> server.replicationAt(at).firstByteAt() == null ? OptionalDouble.empty()
            : OptionalDouble.of(server.replicationAt(at).backlogBytes())),
        mgn(server, "DurationSinceLastTest", "Seconds", at -> {
          var test = server.lifeCycle().lastTest();
          return test == null ? OptionalDouble.empty() : since(test.initiatedAt(), at);
        }),
        mgn(server, "ElapsedReplicationDuration", "Seconds", at -> since(server.replicationAt(at).firstByteAt(), at)));
  }

  private static Published mgn(SourceServer server, String name, String unit, Function<Instant, OptionalDouble> value) {
    return new Published(new Metric(MGN, name, List.of(new Metric.Dimension("SourceServerID", server.id()))), unit,
        at -> server.lifeCycle().addedAt().isAfter(at) ? OptionalDouble.empty() : value.apply(at));
  }

  private static OptionalDouble since(@org.jspecify.annotations.Nullable Instant from, Instant at) {
    return from == null || from.isAfter(at) ? OptionalDouble.empty() : seconds(Duration.between(from, at));
  }

  private static OptionalDouble seconds(@org.jspecify.annotations.Nullable Duration duration) {
    return duration == null ? OptionalDouble.empty() : OptionalDouble.of(duration.toMillis() / 1000.0);
  }

  /** Only what runs publishes. */
  private static Stream<Published> of(Instance instance) {
    var failed = instance.launch().bootFails() ? 1.0 : 0.0;
    return instance.state() != Instance.State.RUNNING ? Stream.empty() : Stream.of(
        ec2(instance, "CPUUtilization", "Percent", instance.servesUsers() ? 20 + salt(instance) : salt(instance)),
        ec2(instance, "NetworkIn", "Bytes", instance.servesUsers() ? 1e6 : 1e3),
        ec2(instance, "NetworkOut", "Bytes", instance.servesUsers() ? 2e6 : 1e3),
        ec2(instance, "StatusCheckFailed", "Count", failed),
        ec2(instance, "StatusCheckFailed_Instance", "Count", failed),
        ec2(instance, "StatusCheckFailed_System", "Count", 0));
  }

  private static int salt(Instance instance) {
    return 1 + Math.floorMod(instance.id().hashCode(), 5);
  }

  private static Published ec2(Instance instance, String name, String unit, double value) {
    return new Published(new Metric(EC2, name, List.of(new Metric.Dimension("InstanceId", instance.id()))), unit,
        at -> instance.launch().launchedAt().isAfter(at) ? OptionalDouble.empty() : OptionalDouble.of(value));
  }
}
