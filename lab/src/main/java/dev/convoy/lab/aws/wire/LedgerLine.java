package dev.convoy.lab.aws.wire;

import dev.convoy.lab.aws.cloud.SimulatedTime;
import dev.convoy.lab.aws.cloud.VolumeSnapshot;
import dev.convoy.lab.aws.cloud.Volumes;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A line of the ledger. */
final class LedgerLine {

  private static final Set<String> LAUNCHES = Set.of("StartTest", "StartCutover");

  private LedgerLine() {}

  /** Of a call that got as far as its account. */
  static String of(Call call, @Nullable Answer answer, @Nullable String error, FaultRule.@Nullable Kind fault) {
    var line = head(call.region().time(), call.now(), call.operation());
    line.put("account", call.region().account()).put("region", call.region().name());
    var servers = line.putArray("sourceServers");
    call.subjects().forEach(servers::add);
    line.set("tags", call.json().path("tags").isObject() ? call.json().path("tags") : tagged(call));
    line.put("accepted", error == null).put("error", error);
    line.put("jobId", answer instanceof Answer.Json json && json.body() != null
        ? json.body().path("job").path("jobID").asString(null) : null);
    line.put("fault", fault == null ? null : fault.name().toLowerCase(java.util.Locale.ROOT));
    details(line, call);
    if (error == null && LAUNCHES.contains(call.operation().name())) {
      launches(line.putObject("launches"), call);
    }
    if (error == null && call.operation().name().equals("CreateSnapshots")) {
      saved(line.putObject("saved"), call);
    }
    return line.toString();
  }

  private static ObjectNode tagged(Call call) {
    var tags = JsonNodeFactory.instance.objectNode();
    call.tagged().forEach(tags::put);
    return tags;
  }

  /** In which state the instance was, and which of its volumes were snapshotted and left out. */
  private static void saved(ObjectNode saved, Call call) {
    var instance = call.region().instance(call.query().get("InstanceSpecification.InstanceId"));
    if (instance != null) {
      var taken = call.region().volumeSnapshots().stream().filter(each -> each.startedAt().equals(call.now()))
          .map(VolumeSnapshot::volumeId).collect(Collectors.toSet());
      saved.put("instanceId", instance.id()).put("state", instance.state().wire());
      var volumes = saved.putArray("volumes");
      var left = saved.putArray("left");
      Volumes.of(call.region(), instance).forEach(each -> (taken.contains(each.id()) ? volumes : left).add(each.id()));
    }
  }

  /** Whence each server of an accepted launch is launched, and when that was last read by anybody. */
  private static void launches(ObjectNode launches, Call call) {
    call.subjects().stream().map(call.region()::server).filter(Objects::nonNull).forEach(server -> {
      var template = call.region().launchTemplate(server.launchTemplateId());
      if (template != null) {
        var readAt = template.defaultReadAt();
        var launch = launches.putObject(server.id()).put("launchTemplateId", template.id())
            .put("version", template.defaultVersion()).put("subnetId", template.subnetId());
        var groups = launch.putArray("securityGroupIds");
        template.securityGroupIds().forEach(groups::add);
        launch.put("readAt", readAt == null ? null : readAt.toString());
      }
    });
  }

  private static void details(ObjectNode line, Call call) {
    var resources = call.resources();
    if (!resources.isEmpty()) {
      var list = line.putArray("resources");
      resources.forEach(list::add);
    }
    if (call.operation().name().equals("ChangeResourceRecordSets")) {
      line.put("zone", call.text("Id")).set("change", call.json().path("ChangeBatch"));
    }
    var state = call.json().path("lifeCycle").path("state");
    if (state.isString()) {
      line.put("lifeCycle", state.asString());
    }
  }

  /** Of a call whose caller is not known. */
  static String unknownCaller(SimulatedTime time, Operation operation, String region, String error) {
    var line = head(time, time.now(), operation).put("account", "").put("region", region);
    line.putArray("sourceServers");
    line.putObject("tags");
    return line.put("accepted", false).put("error", error).putNull("jobId").putNull("fault").toString();
  }

  private static ObjectNode head(SimulatedTime time, Instant now, Operation operation) {
    return JsonNodeFactory.instance.objectNode().put("wall", now.toString())
        .put("sim", time.simulatedSeconds(now)).put("service", operation.service())
        .put("operation", operation.name());
  }
}
