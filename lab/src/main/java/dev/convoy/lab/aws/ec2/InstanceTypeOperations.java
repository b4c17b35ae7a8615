package dev.convoy.lab.aws.ec2;

import dev.convoy.lab.aws.cloud.InstanceTypes;
import dev.convoy.lab.aws.cloud.InstanceTypes.Type;
import dev.convoy.lab.aws.wire.AwsError;
import dev.convoy.lab.aws.wire.Call;
import dev.convoy.lab.aws.wire.Operation;
import dev.convoy.lab.aws.wire.Xml;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reading the catalogue of instance types. */
public final class InstanceTypeOperations {

  private record Offering(String type, String location) {}

  private static final Ec2Filters<Type> FILTERS = new Ec2Filters<Type>().on("instance-type", Type::name);
  private static final Ec2Filters<Offering> OFFERED = new Ec2Filters<Offering>()
      .on("instance-type", Offering::type).on("location", Offering::location);

  /** Entries of the dispatch table. */
  public Stream<Operation> operations() {
    return Stream.of(
        Operation.ec2("DescribeInstanceTypes", false, this::types),
        Operation.ec2("DescribeInstanceTypeOfferings", false, this::offerings));
  }

  private Xml types(Call call) {
    var names = call.query().list("InstanceType");
    for (var name : names) {
      if (InstanceTypes.named(name).isEmpty()) {
        throw AwsError.of(400, "InvalidInstanceType", "The following supplied instance types do not exist: [" + name
            + "]");
      }
    }
    return page(call, names, "instanceTypeSet", type -> Xml.node("item",
        Xml.leaf("instanceType", type.name()),
        Xml.leaf("currentGeneration", true),
        Xml.node("vCpuInfo", Xml.leaf("defaultVCpus", type.cpus())),
        Xml.node("memoryInfo", Xml.leaf("sizeInMiB", type.gib() * 1024))));
  }

  private Xml offerings(Call call) {
    var byZone = call.query().get("LocationType").equals("availability-zone");
    var region = call.region().name();
    var all = InstanceTypes.CATALOGUE.stream().flatMap(type -> (byZone ? type.zones().chars().mapToObj(zone -> region + (char) zone)
        : Stream.of(region)).map(location -> new Offering(type.name(), location))).toList();
    var filter = OFFERED.of(call.query());
    var chosen = IntStream.range(0, all.size()).boxed().filter(i -> filter.test(all.get(i)));
    return Ec2Xml.page(call, chosen, i -> i, "instanceTypeOfferingSet", i -> Xml.node("item",
        Xml.leaf("instanceType", all.get(i).type()),
        Xml.leaf("locationType", byZone ? "availability-zone" : "region"),
        Xml.leaf("location", all.get(i).location())));
  }

  private static Xml page(Call call, List<String> names, String set, java.util.function.Function<Type, Xml> view) {
    var filter = FILTERS.of(call.query());
    var chosen = IntStream.range(0, InstanceTypes.CATALOGUE.size()).boxed()
        .filter(i -> names.isEmpty() || names.contains(InstanceTypes.CATALOGUE.get(i).name()))
        .filter(i -> filter.test(InstanceTypes.CATALOGUE.get(i)));
    return Ec2Xml.page(call, chosen, i -> i, set, i -> view.apply(InstanceTypes.CATALOGUE.get(i)));
  }
}
