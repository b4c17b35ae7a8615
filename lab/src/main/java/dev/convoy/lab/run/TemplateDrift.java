package dev.convoy.lab.run;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsClients;
import dev.convoy.kit.aws.AwsSettings;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
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

  private final AccountKey account;
  private final AwsSettings settings;
  private final InstantSource clock;
  private boolean done;
  private Optional<Deleted> deleted = Optional.empty();

  private record Deleted(ReplicationConfigurationTemplate template, Instant at) {}

  TemplateDrift(URI aws, String account, String region, InstantSource clock) {
    this.account = new AccountKey(account, region, "arn:aws:iam::" + account + ":role/ConvoyMigration");
    this.settings = new AwsSettings(aws, Duration.ofSeconds(10), 50, 50, Duration.ZERO, Duration.ZERO, Duration.ZERO,
        Duration.ofMillis(200));
    this.clock = clock;
  }

  /** Changes it as soon as it is there; asked again and again. */
  void apply() {
    if (done && deleted.isEmpty()) {
      return;
    }
    try (AwsClients clients = new AwsClients(settings)) {
      List<ReplicationConfigurationTemplate> found = templates(clients);
      if (!found.isEmpty()) {
        deleted = Optional.empty();
        found.forEach(each -> change(clients, each.replicationConfigurationTemplateID()));
        done = true;
      } else if (deleted.filter(each -> each.at().plus(MISSED).isBefore(clock.instant())).isPresent()) {
        deleted.ifPresent(each -> putBack(clients, each.template()));
      }
    } catch (SdkException e) {
      LOG.debug("the account is not prepared yet", e);
    }
  }

  /** Deletes it; true when it was there and is gone. */
  boolean delete() {
    try (AwsClients clients = new AwsClients(settings)) {
      Optional<ReplicationConfigurationTemplate> found = templates(clients).stream().findFirst();
      found.ifPresent(each -> {
        clients.mgnWriter(account).deleteReplicationConfigurationTemplate(
            request -> request.replicationConfigurationTemplateID(each.replicationConfigurationTemplateID()));
        deleted = Optional.of(new Deleted(each, clock.instant()));
      });
      return found.isPresent();
    } catch (SdkException e) {
      LOG.debug("the template was not deleted", e);
      return false;
    }
  }

  private List<ReplicationConfigurationTemplate> templates(AwsClients clients) {
    return clients.mgnReader(account).describeReplicationConfigurationTemplates(request -> { }).items();
  }

  private void change(AwsClients clients, String template) {
    clients.mgnWriter(account).updateReplicationConfigurationTemplate(
        request -> request.replicationConfigurationTemplateID(template).replicationServerInstanceType(OTHER_TYPE));
  }

  private void putBack(AwsClients clients, ReplicationConfigurationTemplate was) {
    clients.mgnWriter(account).createReplicationConfigurationTemplate(request -> request
        .associateDefaultSecurityGroup(was.associateDefaultSecurityGroup()).bandwidthThrottling(was.bandwidthThrottling())
        .createPublicIP(was.createPublicIP()).dataPlaneRouting(was.dataPlaneRouting())
        .defaultLargeStagingDiskType(was.defaultLargeStagingDiskType()).ebsEncryption(was.ebsEncryption())
        .replicationServerInstanceType(OTHER_TYPE).replicationServersSecurityGroupsIDs(was.replicationServersSecurityGroupsIDs())
        .stagingAreaSubnetId(was.stagingAreaSubnetId()).stagingAreaTags(was.stagingAreaTags())
        .useDedicatedReplicationServer(was.useDedicatedReplicationServer()));
  }
}
