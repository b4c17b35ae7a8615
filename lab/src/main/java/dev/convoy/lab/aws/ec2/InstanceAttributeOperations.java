package dev.convoy.lab.aws.ec2;

import dev.convoy.lab.aws.cloud.Instance;
import dev.convoy.lab.aws.cloud.InstanceTypes;
import dev.convoy.lab.aws.wire.AwsError;
import dev.convoy.lab.aws.wire.Call;
import dev.convoy.lab.aws.wire.Operation;
import dev.convoy.lab.aws.wire.Xml;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Attributes of an instance, one a call. Those that the simulator keeps nothing of are refused. */
public final class InstanceAttributeOperations {

  private static final Predicate<String> BOOLEAN = Set.of("true", "false")::contains;

  /** What a value has to be, by EC2's name of the attribute. */
  private static final Map<String, Predicate<String>> KEPT = Map.of(
      "disableApiTermination", BOOLEAN, "disableApiStop", BOOLEAN, "ebsOptimized", BOOLEAN, "sourceDestCheck", BOOLEAN,
      "instanceInitiatedShutdownBehavior", Set.of("stop", "terminate")::contains);
  private static final Map<String, String> AT_FIRST = Map.of("disableApiTermination", "false", "disableApiStop", "false",
      "ebsOptimized", "false", "sourceDestCheck", "true", "instanceInitiatedShutdownBehavior", "stop");

  /** EC2 changes these while an instance is stopped only. */
  private static final Set<String> STOPPED_ONLY = Set.of("instanceType", "ebsOptimized");

  private record Change(String attribute, String value) {}

  /** Entries of the dispatch table. */
  public Stream<Operation> operations() {
    return Stream.of(
        Operation.ec2("ModifyInstanceAttribute", true, InstanceAttributeOperations::modify),
        Operation.ec2("DescribeInstanceAttribute", false, InstanceAttributeOperations::describe));
  }

  private static Xml modify(Call call) {
    var instance = named(call);
    var groups = call.query().list("GroupId");
    var changes = changes(call);
    if (changes.size() + (groups.isEmpty() ? 0 : 1) != 1) {
      throw AwsError.of(400, "InvalidParameterCombination", "Fields for one attribute, and for no more than one, must be specified");
    }
    if (groups.isEmpty()) {
      change(instance, changes.getFirst());
    } else {
      group(call, instance, groups);
    }
    return Ec2Xml.answer(call, Xml.leaf("return", true));
  }

  private static Instance named(Call call) {
    if (call.query().get("InstanceId").isEmpty()) {
      throw AwsError.of(400, "MissingParameter", "The request must contain the parameter instanceId");
    }
    return InstanceOperations.named(call, List.of(call.query().get("InstanceId"))).getFirst();
  }

  /** In either of EC2's two forms: a member for each attribute, or its name and its value. */
  private static List<Change> changes(Call call) {
    var query = call.query();
    var byName = Stream.of(query.get("Attribute")).filter(name -> !name.isEmpty())
        .map(name -> new Change(name, query.get("Value")));
    var byMember = Stream.concat(KEPT.keySet().stream(), Stream.of("instanceType", "userData", "kernel", "ramdisk",
        "sriovNetSupport", "enaSupport")).filter(name -> query.has(member(name)))
        .map(name -> new Change(name, query.get(member(name))));
    var mappings = query.size("BlockDeviceMapping") == 0 ? Stream.<Change>empty()
        : Stream.of(new Change("blockDeviceMapping", ""));
    return Stream.of(byName, byMember, mappings).flatMap(each -> each).toList();
  }

  private static String member(String attribute) {
    return Character.toUpperCase(attribute.charAt(0)) + attribute.substring(1) + ".Value";
  }

  private static void change(Instance instance, Change change) {
    var rule = KEPT.get(change.attribute());
    if (rule == null && !change.attribute().equals("instanceType")) {
      throw AwsError.of(400, "UnsupportedOperation", "The simulator keeps no attribute '" + change.attribute() + "' of instances");
    }
    if (STOPPED_ONLY.contains(change.attribute()) && instance.state() != Instance.State.STOPPED) {
      throw AwsError.of(400, "IncorrectInstanceState", "The instance '" + instance.id() + "' is not in the 'stopped' state.");
    }
    if (rule == null ? InstanceTypes.named(change.value()).isEmpty() : !rule.test(change.value())) {
      throw AwsError.of(400, "InvalidParameterValue", "Invalid value '" + change.value() + "' for " + change.attribute() + ".");
    }
    if (rule == null) {
      instance.resize(change.value());
    } else {
      instance.attributes().put(change.attribute(), change.value());
    }
  }

  private static void group(Call call, Instance instance, List<String> groups) {
    for (var id : groups) {
      var group = call.region().network().securityGroup(id);
      if (group == null) {
        throw AwsError.of(400, "InvalidGroup.NotFound", "The security group '" + id + "' does not exist");
      }
      if (!group.vpcId().equals(instance.launch().vpcId())) {
        throw AwsError.of(400, "InvalidGroup.NotFound", "You have specified two resources that belong to different networks.");
      }
    }
    instance.group(groups);
  }

  private static Xml describe(Call call) {
    var instance = named(call);
    var asked = call.query().get("Attribute");
    var members = switch (asked) {
      case "instanceType" -> value(asked, instance.launch().instanceType());
      case "groupSet" -> Xml.node(asked, instance.launch().securityGroupIds().stream()
          .map(id -> Xml.node("item", Xml.leaf("groupId", id))).toList());
      default -> {
        var first = AT_FIRST.get(asked);
        if (first == null) {
          throw AwsError.of(400, "InvalidParameterValue", "Value (" + asked + ") for parameter attribute is invalid.");
        }
        yield value(asked, instance.attributes().getOrDefault(asked, first));
      }
    };
    return Ec2Xml.answer(call, Xml.leaf("instanceId", instance.id()), members);
  }

  private static Xml value(String attribute, String value) {
    return Xml.node(attribute, Xml.leaf("value", value));
  }
}
