package dev.convoy.lab.aws.mgn;

import dev.convoy.lab.aws.cloud.Group;
import dev.convoy.lab.aws.cloud.Group.Kind;
import dev.convoy.lab.aws.cloud.LifeCycleState;
import dev.convoy.lab.aws.cloud.SourceServer;
import dev.convoy.lab.aws.wire.Call;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Applications and waves as MGN answers them, with the status of all their servers. */
final class GroupView {

  private static final Set<LifeCycleState> NOT_BEGUN =
      Set.of(LifeCycleState.STOPPED, LifeCycleState.NOT_READY, LifeCycleState.READY_FOR_TEST);
  private static final Set<String> LAGGING = Set.of("BACKLOG", "RESCAN", "PAUSED");

  private GroupView() {}

  static ObjectNode of(Call call, Group group) {
    var view = MgnJson.object().put(group.kind().idName(), group.id())
        .put("arn", call.region().arn(group.kind().path(), group.id()))
        .put("name", group.name()).put("isArchived", group.archived());
    if (!group.description().isEmpty()) {
      view.put("description", group.description());
    }
    if (group.waveId() != null) {
      view.put("waveID", group.waveId());
    }
    MgnJson.putDateTime(view, "creationDateTime", group.createdAt());
    MgnJson.putDateTime(view, "lastModifiedDateTime", group.modifiedAt());
    MgnJson.putTags(view, group.tags());
    view.set(group.kind().path() + "AggregatedStatus", status(call, group));
    return view;
  }

  /** How many servers an application has, or applications a wave. */
  static long members(Call call, Group group) {
    return group.kind() == Kind.WAVE ? applications(call, group).size() : servers(call, Set.of(group.id())).size();
  }

  private static ObjectNode status(Call call, Group group) {
    var wave = group.kind() == Kind.WAVE;
    var servers = servers(call, wave ? Set.copyOf(applications(call, group)) : Set.of(group.id()));
    var status = MgnJson.object().put("progressStatus", progress(servers))
        .put(wave ? "totalApplications" : "totalSourceServers", members(call, group));
    MgnJson.putDateTime(status, "lastUpdateDateTime", call.now());
    if (!servers.isEmpty()) {
      status.put("healthStatus", health(servers, call.now()));
    }
    if (wave) {
      MgnJson.putDateTime(status, "replicationStartedDateTime", servers.stream()
          .map(server -> server.replication().startedAt()).filter(Objects::nonNull)
          .min(Comparator.naturalOrder()).orElse(null));
    }
    return status;
  }

  private static List<String> applications(Call call, Group wave) {
    return call.region().estate().groups(Kind.APPLICATION).filter(each -> wave.id().equals(each.waveId()))
        .map(Group::id).toList();
  }

  private static List<SourceServer> servers(Call call, Set<String> applications) {
    return call.region().servers().stream()
        .filter(server -> server.applicationId() != null && applications.contains(server.applicationId())).toList();
  }

  private static String progress(List<SourceServer> servers) {
    if (servers.stream().allMatch(server -> NOT_BEGUN.contains(server.lifeCycle().state()))) {
      return "NOT_STARTED";
    }
    return servers.stream().allMatch(server -> server.lifeCycle().state() == LifeCycleState.CUTOVER) ? "COMPLETED"
        : "IN_PROGRESS";
  }

  /** The worst of its servers. */
  private static String health(List<SourceServer> servers, Instant now) {
    var states = servers.stream().map(server -> server.replicationAt(now)).toList();
    if (states.stream().anyMatch(status -> status.state().equals("STALLED"))) {
      return "ERROR";
    }
    return states.stream().anyMatch(status -> LAGGING.contains(status.state())) ? "LAGGING" : "HEALTHY";
  }
}
