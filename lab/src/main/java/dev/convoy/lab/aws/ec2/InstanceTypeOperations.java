package dev.convoy.lab.aws.ec2;

import dev.convoy.lab.aws.wire.AwsError;
import dev.convoy.lab.aws.wire.Call;
import dev.convoy.lab.aws.wire.Operation;
import dev.convoy.lab.aws.wire.Xml;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A small catalogue of instance types. */
public final class InstanceTypeOperations {

  private record Type(String name, int cpus, int gib) {}

  private static final List<Type> CATALOGUE = List.of(
      new Type("t3.small", 2, 2), new Type("t3.medium", 2, 4), new Type("t3.large", 2, 8),
      new Type("c5.large", 2, 4), new Type("c5.xlarge", 4, 8), new Type("c5.2xlarge", 8, 16),
      new Type("m5.large", 2, 8), new Type("m5.xlarge", 4, 16), new Type("m5.2xlarge", 8, 32),
      new Type("m6i.large", 2, 8), new Type("m6i.xlarge", 4, 16), new Type("m6i.2xlarge", 8, 32),
      new Type("r5.large", 2, 16), new Type("r5.xlarge", 4, 32), new Type("r6i.large", 2, 16));

  private static final Ec2Filters<Type> FILTERS = new Ec2Filters<Type>().on("instance-type", Type::name);

  /** Entries of the dispatch table. */
  public Stream<Operation> operations() {
    return Stream.of(
        Operation.ec2("DescribeInstanceTypes", false, this::types),
        Operation.ec2("DescribeInstanceTypeOfferings", false, this::offerings));
  }

  private Xml types(Call call) {
    var names = call.query().list("InstanceType");
    for (var name : names) {
      if (CATALOGUE.stream().noneMatch(t -> t.name().equals(name))) {
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
    return page(call, List.of(), "instanceTypeOfferingSet", type -> Xml.node("item",
        Xml.leaf("instanceType", type.name()),
        Xml.leaf("locationType", "region"),
        Xml.leaf("location", call.region().name())));
  }

  private static Xml page(Call call, List<String> names, String set, java.util.function.Function<Type, Xml> view) {
    var filter = FILTERS.of(call.query());
    var chosen = IntStream.range(0, CATALOGUE.size()).boxed()
        .filter(i -> names.isEmpty() || names.contains(CATALOGUE.get(i).name()))
        .filter(i -> filter.test(CATALOGUE.get(i)));
    return Ec2Xml.page(call, chosen, i -> i, set, i -> view.apply(CATALOGUE.get(i)));
  }
}
