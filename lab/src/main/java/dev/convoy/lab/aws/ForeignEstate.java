package dev.convoy.lab.aws;

import dev.convoy.lab.aws.cloud.Cloud;
import dev.convoy.lab.aws.cloud.Job;
import dev.convoy.lab.aws.cloud.Launches;
import dev.convoy.lab.aws.cloud.LifeCycleRules;
import dev.convoy.lab.aws.cloud.LifeCycleState;
import dev.convoy.lab.aws.cloud.Region;
import dev.convoy.lab.aws.cloud.SourceServer;
import dev.convoy.lab.estate.TheirConsole;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What somebody else does in the console of an account. It carries no tag of ours and is not in the ledger of calls. */
public final class ForeignEstate implements TheirConsole {

  private static final String STALL = "FAILED_TO_CONNECT_AGENT_TO_REPLICATION_SERVER";

  private final Cloud cloud;
  private final Region region;

  ForeignEstate(Cloud cloud, Region region) {
    this.cloud = cloud;
    this.region = region;
  }

  @Override
  public void prepare(String stagingSubnetId) {
    region.locked(now -> {
      region.initialize();
      if (region.replicationTemplate() == null) {
        region.replicationTemplate(template(stagingSubnetId));
      }
      return region;
    });
  }

  private ObjectNode template(String stagingSubnetId) {
    var id = region.ids().next("rct-");
    var template = JsonNodeFactory.instance.objectNode().put("replicationConfigurationTemplateID", id)
        .put("arn", region.arn("replication-configuration-template", id)).put("stagingAreaSubnetId", stagingSubnetId)
        .put("associateDefaultSecurityGroup", true).put("replicationServerInstanceType", "t3.small")
        .put("useDedicatedReplicationServer", false).put("defaultLargeStagingDiskType", "GP3").put("ebsEncryption", "DEFAULT")
        .put("bandwidthThrottling", 0).put("dataPlaneRouting", "PRIVATE_IP").put("createPublicIP", false);
    template.putArray("replicationServersSecurityGroupsIDs");
    template.putObject("stagingAreaTags");
    template.putObject("tags");
    return template;
  }

  /** Makes a key of theirs one of this account; agents that register with it are not in the ledger either. */
  public void own(String accessKeyId) {
    cloud.sessions().assignToSomebody(accessKeyId, region.account());
  }

  /** The first copy of these servers stalls from now on. */
  public void stall(Collection<String> sourceServerIds) {
    each(sourceServerIds, (server, now) -> server.replicate(server.replication()
        .stalled(now, Objects.requireNonNull(server.replication().plan(), "plan"), STALL)));
  }

  /** Their installers start replication. */
  @Override
  public boolean replicates() {
    return false;
  }

  @Override
  public void replicate(Collection<String> sourceServerIds, Collection<String> tuned) {
    throw new UnsupportedOperationException("replication starts with the installation");
  }

  @Override
  public boolean ready(Collection<String> sourceServerIds) {
    return region.locked(now -> sourceServerIds.stream().map(this::server).allMatch(server -> LifeCycleRules.refusal(
        LifeCycleRules.Action.START_TEST, region.standing(server, now)).isEmpty()));
  }

  @Override
  public String test(Collection<String> sourceServerIds, String subnetId, String securityGroupId) {
    return region.locked(now -> {
      var servers = sourceServerIds.stream().map(this::server).toList();
      servers.forEach(server -> place(server, subnetId, securityGroupId, now));
      return new Launches(region).start(Job.Initiator.START_TEST, servers, server -> null, Map.of(), now).id();
    });
  }

  private void place(SourceServer server, String subnetId, String securityGroupId, Instant now) {
    var template = Objects.requireNonNull(region.launchTemplate(server.launchTemplateId()), "launch template");
    var data = template.version(template.defaultVersion()).data().deepCopy();
    var nic = data.putArray("NetworkInterface").addObject().put("DeviceIndex", "0").put("DeleteOnTermination", "true")
        .put("SubnetId", subnetId);
    nic.putArray("SecurityGroupId").add(securityGroupId);
    template.setDefault(template.add(now, "by hand", data).number());
  }

  @Override
  public boolean tested(String jobId, Collection<String> sourceServerIds) {
    return region.locked(now -> sourceServerIds.stream().map(this::server).allMatch(server ->
        region.holder(server.id()) == null && server.lifeCycle().state() == LifeCycleState.TESTING
            && region.launchedInstance(server) != null));
  }

  @Override
  public void pass(Collection<String> sourceServerIds) {
    each(sourceServerIds, (server, now) ->
        server.move(server.lifeCycle().changed(LifeCycleState.READY_FOR_CUTOVER, now)));
  }

  /** As MGN shows it: {@code TESTING CONTINUOUS}. */
  public String shown(String sourceServerId) {
    return region.locked(now -> server(sourceServerId).lifeCycle().state() + " "
        + server(sourceServerId).replicationAt(now).state());
  }

  private void each(Collection<String> sourceServerIds, BiConsumer<SourceServer, Instant> change) {
    region.locked(now -> {
      List.copyOf(sourceServerIds).forEach(id -> change.accept(server(id), now));
      return region;
    });
  }

  private SourceServer server(String id) {
    return Objects.requireNonNull(region.server(id), id);
  }
}
