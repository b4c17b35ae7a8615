package dev.convoy.lab.run;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsClients;
import dev.convoy.kit.aws.AwsSettings;
import java.net.URI;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.mgn.model.ReplicationConfigurationTemplate;

/**
 * A person who changes an account's replication template once it has been prepared: servers get their settings from it,
 * so that these have to be written, where otherwise they would be right from the start.
 */
final class TemplateDrift {
  private static final Logger LOG = LoggerFactory.getLogger(TemplateDrift.class);
  private static final String OTHER_TYPE = "m5.large";

  private final AccountKey account;
  private final AwsSettings settings;
  private boolean done;

  TemplateDrift(URI aws, String account, String region) {
    this.account = new AccountKey(account, region, "arn:aws:iam::" + account + ":role/ConvoyMigration");
    this.settings = new AwsSettings(aws, Duration.ofSeconds(10), 50, 50, Duration.ZERO, Duration.ZERO, Duration.ZERO,
        Duration.ofMillis(200));
  }

  /** Changes it as soon as it is there; asked again and again. */
  void apply() {
    if (done) {
      return;
    }
    try (AwsClients clients = new AwsClients(settings)) {
      for (ReplicationConfigurationTemplate template
          : clients.mgnReader(account).describeReplicationConfigurationTemplates(request -> { }).items()) {
        change(clients, template.replicationConfigurationTemplateID());
        done = true;
      }
    } catch (SdkException e) {
      LOG.debug("the account is not prepared yet", e);
    }
  }

  private void change(AwsClients clients, String template) {
    clients.mgnWriter(account).updateReplicationConfigurationTemplate(
        request -> request.replicationConfigurationTemplateID(template).replicationServerInstanceType(OTHER_TYPE));
  }
}
