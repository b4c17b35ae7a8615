package dev.convoy.lab.aws.ec2;

import dev.convoy.lab.aws.cloud.Instance;
import dev.convoy.lab.aws.cloud.Instance.State;
import dev.convoy.lab.aws.wire.AwsError;
import dev.convoy.lab.aws.wire.Call;
import dev.convoy.lab.aws.wire.Operation;
import dev.convoy.lab.aws.wire.Xml;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Reading, starting, stopping and terminating instances. */
public final class InstanceOperations {

  private static final Ec2Filters<Instance> FILTERS = new Ec2Filters<Instance>()
      .on("instance-id", Instance::id)
      .on("instance-state-name", i -> i.state().wire())
      .on("instance-state-code", i -> Integer.toString(i.state().code()))
      .on("instance-type", i -> i.launch().instanceType())
      .on("private-ip-address", i -> i.launch().privateIp())
      .on("subnet-id", i -> i.launch().subnetId())
      .on("vpc-id", i -> i.launch().vpcId())
      .onEach("instance.group-id", i -> i.launch().securityGroupIds())
      .onTags(Instance::tags);

  /** Entries of the dispatch table. */
  public Stream<Operation> operations() {
    return Stream.of(
        Operation.ec2("DescribeInstances", false, this::describe),
        Operation.ec2("DescribeInstanceStatus", false, this::describeStatus),
        Operation.ec2("StartInstances", true, call -> change(call, i -> start(call, i))),
        Operation.ec2("StopInstances", true, call -> change(call, i -> stop(call, i))),
        Operation.ec2("RebootInstances", true, this::reboot),
        Operation.ec2("TerminateInstances", true,
            call -> change(call, i -> terminate(call, i))));
  }

  private Xml describe(Call call) {
    return Ec2Xml.page(call, chosen(call).filter(FILTERS.of(call.query())), i -> i.launch().sequence(),
        "reservationSet", i -> Xml.node("item", Xml.leaf("reservationId", "r-" + i.id().substring(2)),
            Xml.leaf("ownerId", call.region().account()), Xml.node("groupSet"),
            Xml.node("instancesSet", InstanceXml.of(call.region(), i))));
  }

  /** Without IncludeAllInstances only running ones are answered. */
  private Xml describeStatus(Call call) {
    var all = call.query().get("IncludeAllInstances").equals("true");
    var statuses = chosen(call).filter(i -> all || i.state() == State.RUNNING)
        .filter(FILTERS.of(call.query()));
    return Ec2Xml.page(call, statuses, i -> i.launch().sequence(), "instanceStatusSet",
        i -> InstanceXml.status(call.region(), i));
  }

  private static Stream<Instance> chosen(Call call) {
    var ids = call.query().list("InstanceId");
    return ids.isEmpty() ? call.region().instances().stream() : named(call, ids).stream();
  }

  static List<Instance> named(Call call, List<String> ids) {
    var instances = new ArrayList<Instance>();
    for (var id : ids.stream().distinct().toList()) {
      if (!id.matches("i-[0-9a-f]{8,17}")) {
        throw AwsError.of(400, "InvalidInstanceID.Malformed", "Invalid id: \"" + id + "\"");
      }
      var instance = call.region().instance(id);
      if (instance == null) {
        throw AwsError.of(400, "InvalidInstanceID.NotFound", "The instance ID '" + id + "' does not exist");
      }
      instances.add(instance);
    }
    instances.sort(java.util.Comparator.comparingLong(i -> i.launch().sequence()));
    return instances;
  }

  private static Xml change(Call call, Consumer<Instance> action) {
    var instances = named(call, call.query().list("InstanceId"));
    if (instances.isEmpty()) {
      throw AwsError.of(400, "MissingParameter", "The request must contain the parameter instanceId");
    }
    var items = new ArrayList<Xml>();
    for (var instance : instances) {
      var before = instance.state();
      action.accept(instance);
      call.region().moved(instance);
      items.add(Xml.node("item", Xml.leaf("instanceId", instance.id()),
          InstanceXml.state("currentState", instance.state()), InstanceXml.state("previousState", before)));
    }
    return Ec2Xml.answer(call, Xml.node("instancesSet", items));
  }

  private Xml reboot(Call call) {
    var instances = named(call, call.query().list("InstanceId"));
    instances.forEach(instance -> refuse(instance, Set.of(State.PENDING, State.STOPPING, State.STOPPED, State.SHUTTING_DOWN,
        State.TERMINATED), "rebooted"));
    instances.forEach(instance -> {
      instance.reboot(call.now(), call.region().time());
      call.region().moved(instance);
    });
    return Ec2Xml.answer(call, Xml.leaf("return", true));
  }

  private static void start(Call call, Instance instance) {
    refuse(instance, Set.of(State.STOPPING, State.SHUTTING_DOWN, State.TERMINATED), "started");
    if (instance.state() == State.STOPPED && call.region().vcpus().exceededBy(instance.launch().instanceType())) {
      throw AwsError.of(400, "VcpuLimitExceeded", call.region().vcpus().refusal());
    }
    instance.start(call.now(), call.region().time());
  }

  private static void terminate(Call call, Instance instance) {
    protect(instance, "disableApiTermination", "terminated");
    instance.terminate(call.now(), call.region().time());
  }

  private static void protect(Instance instance, String attribute, String done) {
    if (instance.is(attribute)) {
      throw AwsError.of(400, "OperationNotPermitted", "The instance '" + instance.id() + "' may not be " + done + ". Modify its '"
          + attribute + "' instance attribute and try again.");
    }
  }

  private static void stop(Call call, Instance instance) {
    refuse(instance, Set.of(State.SHUTTING_DOWN, State.TERMINATED), "stopped");
    protect(instance, "disableApiStop", "stopped");
    instance.stop(call.now(), call.region().time());
  }

  private static void refuse(Instance instance, Set<State> states, String done) {
    if (states.contains(instance.state())) {
      throw AwsError.of(400, "IncorrectInstanceState", "The instance '" + instance.id()
          + "' is not in a state from which it can be " + done + ".");
    }
  }
}
