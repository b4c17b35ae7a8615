package dev.convoy.lab.names;

import dev.convoy.kit.aws.AwsClients;
import dev.convoy.kit.aws.AwsSettings;
import dev.convoy.lab.aws.AwsSimulator;
import dev.convoy.lab.aws.AwsSimulatorSettings;
import dev.convoy.launch.adapter.route53.Route53NameGateway;
import dev.convoy.launch.names.NameGateway;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.ResourceRecord;

/** Route 53 of the simulator, by the SDK. */
class Route53NamesTest extends NameGatewayContract {

  private static final String ZONE = "Z0LABEXAMPLECOM";

  private final AwsSimulator simulator = AwsSimulator.start(AwsSimulatorSettings.defaults().withPort(0).withSpeed(1000));
  private final AwsClients clients = new AwsClients(new AwsSettings(simulator.endpoint(), Duration.ofSeconds(10),
      1000, 1000, Duration.ofMillis(50), Duration.ofMillis(5), Duration.ZERO, Duration.ofMillis(1)));
  private final Route53Client stranger = Route53Client.builder().endpointOverride(simulator.endpoint()).region(Region.AWS_GLOBAL)
      .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIALAB", "secret"))).build();

  @Override
  NameGateway open() {
    System.setProperty("aws.accessKeyId", "AKIALAB");
    System.setProperty("aws.secretAccessKey", "secret");
    simulator.openZone("111122223333", ZONE, "example.com", List.of());
    return new Route53NameGateway(clients);
  }

  @Override
  String zone() {
    return ZONE;
  }

  @Override
  void put(String name, String type, long ttl, List<String> values) {
    stranger.changeResourceRecordSets(r -> r.hostedZoneId(ZONE).changeBatch(b -> b.changes(c -> c.action(ChangeAction.UPSERT)
        .resourceRecordSet(set -> set.name(name).type(type).ttl(ttl)
            .resourceRecords(values.stream().map(value -> ResourceRecord.builder().value(value).build()).toList())))));
  }

  @AfterEach
  void stop() {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
    stranger.close();
    clients.close();
    simulator.close();
  }
}
