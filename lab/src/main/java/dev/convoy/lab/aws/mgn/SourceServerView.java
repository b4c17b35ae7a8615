package dev.convoy.lab.aws.mgn;

import dev.convoy.lab.aws.cloud.Agent;
import dev.convoy.lab.aws.cloud.LifeCycle;
import dev.convoy.lab.aws.cloud.Region;
import dev.convoy.lab.aws.cloud.Replication;
import dev.convoy.lab.aws.cloud.ReplicationStatus;
import dev.convoy.lab.aws.cloud.ReplicationTimeline;
import dev.convoy.lab.aws.cloud.SourceServer;
import dev.convoy.lab.aws.wire.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** A source server as MGN answers it. */
final class SourceServerView {

  private SourceServerView() {}

  static ObjectNode of(Region region, SourceServer server, Instant now) {
    var status = server.replicationAt(now);
    var view = MgnJson.object();
    view.put("sourceServerID", server.id()).put("arn", region.arn("source-server", server.id()))
        .put("isArchived", server.archived()).put("replicationType", "AGENT_BASED");
    if (server.agent().userProvidedId() != null) {
      view.put("userProvidedID", server.agent().userProvidedId());
    }
    if (server.applicationId() != null) {
      view.put("applicationID", server.applicationId());
    }
    if (server.connectorAction() != null) {
      view.set("connectorAction", server.connectorAction().deepCopy());
    }
    MgnJson.putTags(view, server.tags());
    view.set("lifeCycle", lifeCycle(region, server, status, now));
    view.set("dataReplicationInfo", replication(server, status));
    view.set("sourceProperties", properties(server.agent(), server.lifeCycle().addedAt()));
    launchedInstance(region, server, view);
    return view;
  }

  private static ObjectNode lifeCycle(Region region, SourceServer server, ReplicationStatus status, Instant now) {
    var lifeCycle = server.lifeCycle();
    var view = MgnJson.object().put("state", lifeCycle.state().name());
    var seen = region.time().onWall(region.time().durations().agentSeen());
    MgnJson.putDateTime(view, "addedToServiceDateTime", lifeCycle.addedAt());
    MgnJson.putDateTime(view, "lastSeenByServiceDateTime", server.lastSeen(now, seen));
    MgnJson.putDateTime(view, "firstByteDateTime", status.firstByteAt());
    if (status.firstByteAt() != null) {
      view.put("elapsedReplicationDuration", MgnJson.duration(Duration.between(status.firstByteAt(), now)));
    }
    if (lifeCycle.lastTest() != null) {
      view.set("lastTest", launch(lifeCycle.lastTest()));
    }
    if (lifeCycle.lastCutover() != null) {
      view.set("lastCutover", launch(lifeCycle.lastCutover()));
    }
    return view;
  }

  /** Real answers have empty structures where nothing has happened. */
  private static ObjectNode launch(LifeCycle.Launch launch) {
    var view = MgnJson.object();
    MgnJson.putDateTime(view.putObject("initiated").put("jobID", launch.jobId()), "apiCallDateTime",
        launch.initiatedAt());
    MgnJson.putDateTime(view.putObject("reverted"), "apiCallDateTime", launch.revertedAt());
    MgnJson.putDateTime(view.putObject("finalized"), "apiCallDateTime", launch.finalizedAt());
    return view;
  }

  private static ObjectNode replication(SourceServer server, ReplicationStatus status) {
    var view = MgnJson.object().put("dataReplicationState", status.state());
    if (status.lag() != null) {
      view.put("lagDuration", MgnJson.duration(status.lag()));
    }
    MgnJson.putDateTime(view, "etaDateTime", status.eta());
    MgnJson.putDateTime(view, "lastSnapshotDateTime", status.lastSnapshotAt());
    var disks = view.putArray("replicatedDisks");
    for (var disk : server.agent().disks()) {
      var backlog = disks.isEmpty() ? status.backlogBytes() : 0;
      disks.addObject().put("deviceName", disk.deviceName()).put("totalStorageBytes", disk.bytes())
          .put("replicatedStorageBytes", (long) (disk.bytes() * status.copied()))
          .put("rescannedStorageBytes", 0L).put("backloggedStorageBytes", backlog);
    }
    initiation(view, server.replication(), status);
    if (status.error() != null && status.state().equals("STALLED")) {
      view.putObject("dataReplicationError").put("error", status.error());
    }
    return view;
  }

  private static void initiation(ObjectNode view, Replication replication, ReplicationStatus status) {
    var initiation = view.putObject("dataReplicationInitiation");
    MgnJson.putDateTime(initiation, "startDateTime", replication.startedAt());
    var steps = initiation.putArray("steps");
    for (var i = 0; i < ReplicationTimeline.STEPS.size(); i++) {
      steps.addObject().put("name", ReplicationTimeline.STEPS.get(i)).put("status", step(i, status));
    }
  }

  private static String step(int step, ReplicationStatus status) {
    if (step < status.initiated()) {
      return "SUCCEEDED";
    }
    if (step > status.initiated()) {
      return "NOT_STARTED";
    }
    return switch (status.state()) {
      case "STALLED" -> "FAILED";
      case "INITIATING" -> "IN_PROGRESS";
      default -> "NOT_STARTED";
    };
  }

  private static ObjectNode properties(Agent agent, Instant updated) {
    var view = MgnJson.object().put("recommendedInstanceType", agent.recommendedInstanceType())
        .put("ramBytes", agent.ramBytes());
    MgnJson.putDateTime(view, "lastUpdatedDateTime", updated);
    view.putObject("identificationHints").put("hostname", agent.hostname()).put("fqdn", agent.fqdn());
    view.putObject("os").put("fullString", agent.os());
    var disks = view.putArray("disks");
    agent.disks().forEach(d -> disks.addObject().put("deviceName", d.deviceName()).put("bytes", d.bytes()));
    view.putArray("cpus").addObject().put("cores", agent.cpus()).put("modelName", "Simulated CPU");
    var nic = view.putArray("networkInterfaces").addObject().put("isPrimary", true);
    nic.putArray("ips").add(agent.ip());
    if (agent.mac() != null) {
      nic.put("macAddress", agent.mac().replace(':', '-').toUpperCase(Locale.ROOT));
    }
    return view;
  }

  private static void launchedInstance(Region region, SourceServer server, ObjectNode view) {
    var id = server.launchedInstanceId();
    var instance = id == null ? null : region.instance(id);
    if (instance != null) {
      view.putObject("launchedInstance").put("ec2InstanceID", instance.id()).put("jobID", instance.launch().jobId())
          .put("firstBoot", instance.firstBoot());
    }
  }

  /** A server after a call. */
  static ObjectNode of(Call call, SourceServer server) {
    return of(call.region(), server, call.now());
  }
}
