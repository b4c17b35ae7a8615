package dev.convoy.lab.run;

import dev.convoy.lab.aws.AssumedRole;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.mgn.MgnClient;
import software.amazon.awssdk.services.mgn.model.ReplicationConfigurationTemplate;

/**
 * A person who changes an account's replication template once it has been prepared: servers get their settings from it,
 * so that these have to be written, where otherwise they would be right from the start. Who deletes it, has the account prepared
 * again, and puts it back where nobody else does.
 */
final class TemplateDrift {
  private static final Logger LOG = LoggerFactory.getLogger(TemplateDrift.class);
  private static final String OTHER_TYPE = "m5.large";
  /** Whoever has to prepare the account does so sooner. */
  private static final Duration MISSED = Duration.ofSeconds(30);

  private final URI aws;
  private final String account;
  private final String region;
  private final InstantSource clock;
  private boolean done;
  private Optional<Deleted> deleted = Optional.empty();

  private record Deleted(ReplicationConfigurationTemplate template, Instant at) {}

  TemplateDrift(URI aws, String account, String region, InstantSource clock) {
    this.aws = aws;
    this.account = account;
    this.region = region;
    this.clock = clock;
  }

  /** Changes it as soon as it is there; asked again and again. */
  void apply() {
    if (done && deleted.isEmpty()) {
      return;
    }
    try (MgnClient mgn = client()) {
      List<ReplicationConfigurationTemplate> found = templates(mgn);
      if (!found.isEmpty()) {
        deleted = Optional.empty();
        found.forEach(each -> change(mgn, each.replicationConfigurationTemplateID()));
        done = true;
      } else if (deleted.filter(each -> each.at().plus(MISSED).isBefore(clock.instant())).isPresent()) {
        deleted.ifPresent(each -> putBack(mgn, each.template()));
      }
    } catch (SdkException e) {
      LOG.debug("the account is not prepared yet", e);
    }
  }

  /** Deletes it; true when it was there and is gone. */
  boolean delete() {
    try (MgnClient mgn = client()) {
      Optional<ReplicationConfigurationTemplate> found = templates(mgn).stream().findFirst();
      found.ifPresent(each -> {
        mgn.deleteReplicationConfigurationTemplate(
            request -> request.replicationConfigurationTemplateID(each.replicationConfigurationTemplateID()));
        deleted = Optional.of(new Deleted(each, clock.instant()));
      });
      return found.isPresent();
    } catch (SdkException e) {
      LOG.debug("the template was not deleted", e);
      return false;
    }
  }

  private MgnClient client() {
    return MgnClient.builder().endpointOverride(aws).region(Region.of(region))
        .credentialsProvider(AssumedRole.of(aws, account, region, client -> { })).build();
  }

  private List<ReplicationConfigurationTemplate> templates(MgnClient mgn) {
    return mgn.describeReplicationConfigurationTemplates(request -> { }).items();
  }

  private void change(MgnClient mgn, String template) {
    mgn.updateReplicationConfigurationTemplate(
        request -> request.replicationConfigurationTemplateID(template).replicationServerInstanceType(OTHER_TYPE));
  }

  private void putBack(MgnClient mgn, ReplicationConfigurationTemplate was) {
    mgn.createReplicationConfigurationTemplate(request -> request
        .associateDefaultSecurityGroup(was.associateDefaultSecurityGroup()).bandwidthThrottling(was.bandwidthThrottling())
        .createPublicIP(was.createPublicIP()).dataPlaneRouting(was.dataPlaneRouting())
        .defaultLargeStagingDiskType(was.defaultLargeStagingDiskType()).ebsEncryption(was.ebsEncryption())
        .replicationServerInstanceType(OTHER_TYPE).replicationServersSecurityGroupsIDs(was.replicationServersSecurityGroupsIDs())
        .stagingAreaSubnetId(was.stagingAreaSubnetId()).stagingAreaTags(was.stagingAreaTags())
        .useDedicatedReplicationServer(was.useDedicatedReplicationServer()));
  }
}
