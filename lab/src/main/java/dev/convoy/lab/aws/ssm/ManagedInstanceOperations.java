package dev.convoy.lab.aws.ssm;

import dev.convoy.lab.aws.cloud.Instance;
import dev.convoy.lab.aws.cloud.Region;
import dev.convoy.lab.aws.wire.AwsError;
import dev.convoy.lab.aws.wire.Call;
import dev.convoy.lab.aws.wire.Operation;
import dev.convoy.lab.aws.wire.Shape;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Which instances SSM can reach: those that have come up, for each has an agent and a profile here. */
public final class ManagedInstanceOperations {

  private static final Map<String, BiFunction<Region, Instance, String>> FILTERS = Map.of(
      "InstanceIds", (region, instance) -> instance.id(),
      "PingStatus", (region, instance) -> ping(instance),
      "PlatformTypes", ManagedInstanceOperations::platform,
      "ResourceType", (region, instance) -> "EC2Instance");

  /** Entries of the dispatch table. */
  public Stream<Operation> operations() {
    var values = Shape.list(1, 100, Shape.text(1, 256, ".*"));
    var request = Shape.empty().optional("MaxResults", Shape.integer(5, 50)).optional("NextToken", Shape.text(2048))
        .optional("Filters", Shape.list(0, 10, Shape.structure(Shape.empty()
            .required("Key", Shape.text(1, 256, ".*")).required("Values", values))))
        .optional("InstanceInformationFilterList", Shape.list(0, 10, Shape.structure(Shape.empty()
            .required("key", Shape.text(1, 256, ".*")).required("valueSet", values))));
    return Stream.of(Operation.json11("ssm", "DescribeInstanceInformation", call -> {
      request.check(call.json());
      return describe(call);
    }));
  }

  private static ObjectNode describe(Call call) {
    var region = call.region();
    var managed = region.instances().stream().filter(Instance::managed)
        .filter(instance -> matches(region, instance, call.json().path("Filters"), "Key", "Values"))
        .filter(instance -> matches(region, instance, call.json().path("InstanceInformationFilterList"), "key", "valueSet"));
    return SsmJson.page(call, managed, instance -> instance.launch().sequence(), "InstanceInformationList",
        instance -> view(call, instance));
  }

  private static boolean matches(Region region, Instance instance, JsonNode filters, String key, String values) {
    return filters.valueStream().allMatch(filter -> {
      var attribute = FILTERS.get(filter.path(key).asString());
      if (attribute == null) {
        throw AwsError.of(400, "InvalidFilterKey", "The specified filter key isn't valid: " + filter.path(key).asString());
      }
      var has = attribute.apply(region, instance);
      return filter.path(values).valueStream().anyMatch(value -> value.asString().equals(has));
    });
  }

  private static ObjectNode view(Call call, Instance instance) {
    var server = call.region().server(instance.launch().serverId());
    return SsmJson.object().put("InstanceId", instance.id())
        .put("PingStatus", ping(instance))
        .put("LastPingDateTime", SsmJson.seconds(call.now()))
        .put("AgentVersion", "3.3.0.0")
        .put("IsLatestVersion", true)
        .put("PlatformType", platform(call.region(), instance))
        .put("ResourceType", "EC2Instance")
        .put("IPAddress", instance.launch().privateIp())
        .put("ComputerName", server == null ? instance.id() : server.agent().hostname());
  }

  private static String ping(Instance instance) {
    return instance.booted() ? "Online" : "ConnectionLost";
  }

  private static String platform(Region region, Instance instance) {
    var server = region.server(instance.launch().serverId());
    return server != null && server.agent().os().contains("Windows") ? "Windows" : "Linux";
  }

  /** Instances that can be sent commands. @throws AwsError InvalidInstanceId if one of them cannot */
  static List<Instance> reachable(Call call, List<String> ids) {
    return ids.stream().distinct().map(id -> {
      var instance = call.region().instance(id);
      if (instance == null || !instance.booted()) {
        throw AwsError.of(400, "InvalidInstanceId", "Instances [[" + id + "]] not in a valid state for account "
            + call.region().account());
      }
      return instance;
    }).toList();
  }
}
