package dev.convoy.lab.aws;

import dev.convoy.lab.aws.cloud.Cloud;
import dev.convoy.lab.aws.wire.Faults;
import dev.convoy.lab.aws.wire.Operation;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.mgn.MgnClient;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code docs/aws-simulator.md} says what is simulated; {@code -Ddocs.write=true} writes it. */
class SimulatedOperationsTest {

  private static final Path PAGE = Path.of("../docs/aws-simulator.md");

  private static Map<String, Class<?>> clients() {
    var clients = new LinkedHashMap<String, Class<?>>();
    clients.put("mgn", MgnClient.class);
    clients.put("ec2", Ec2Client.class);
    clients.put("sts", StsClient.class);
    clients.put("iam", IamClient.class);
    clients.put("kms", KmsClient.class);
    clients.put("route53", Route53Client.class);
    clients.put("ssm", SsmClient.class);
    clients.put("servicequotas", ServiceQuotasClient.class);
    clients.put("monitoring", CloudWatchClient.class);
    clients.put("secretsmanager", SecretsManagerClient.class);
    return clients;
  }

  /** Operations of a service, as the SDK has them. */
  private static Set<String> ofSdk(Class<?> client) {
    return Arrays.stream(client.getMethods()).filter(m -> m.getParameterCount() == 1
        && AwsRequest.class.isAssignableFrom(m.getParameterTypes()[0]) && !m.getName().endsWith("Paginator"))
        .map(Method::getName).map(n -> Character.toUpperCase(n.charAt(0)) + n.substring(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Map<String, Map<String, Operation>> simulated() {
    var settings = AwsSimulatorSettings.defaults();
    var cloud = new Cloud(Cloud.State.empty(Instant.EPOCH), settings.accounts(), 1, 1, settings.durations(),
        Clock.systemUTC());
    return AwsSimulator.operations(settings, cloud, new Faults(1)).collect(Collectors.groupingBy(Operation::service,
        Collectors.toMap(Operation::name, o -> o, (a, b) -> a, TreeMap::new)));
  }

  /** Names of the operations of a service that are answered, in order. */
  static Set<String> simulated(String service) {
    return simulated().getOrDefault(service, Map.of()).keySet();
  }

  @Test
  void everySimulatedOperationIsOneOfAwsAndThePageNamesItAndWhatIsRefused() throws IOException {
    var page = page();
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(PAGE, page);
    }
    assertThat(Files.readString(PAGE)).as("write it anew with -Ddocs.write=true").isEqualTo(page);
  }

  private static String page() {
    var text = new StringBuilder("""
        # The AWS simulator

        Generated from the simulator's own table and the operations of the AWS SDK 2.40.2 (`SimulatedOperationsTest`,
        `-Ddocs.write=true`). *changes* goes into the ledger; *refused* answers as AWS answers an operation that it does not know:
        MGN and Route 53 404 `UnknownOperationException`, KMS, SSM, Secrets Manager and Service Quotas 400
        `UnknownOperationException`, EC2, IAM and STS 400 `InvalidAction`. CloudWatch (`monitoring`) answers in the protocol in which
        it is asked: the query protocol, as the Java SDK does, or JSON 1.0, as the AWS CLI of today does; CBOR is unknown.

        Where an AWS CLI of version 1 is on the PATH (`pip install awscli`), `AwsCliConformanceTest` drives a whole migration by
        it, by every operation below, and compares each answer with botocore's models: members that are missing or unknown,
        types, enumerations, patterns, status codes. Requests to MGN that break one constraint of the models each are refused for
        it. Elsewhere it is skipped; by hand, against `aws-simulator --port 9911`:
        `CONVOY_ENDPOINT=http://127.0.0.1:9911 AWS_MAX_ATTEMPTS=1 AWS_ACCESS_KEY_ID=… AWS_SECRET_ACCESS_KEY=…
        AWS_DEFAULT_REGION=eu-central-1 python3 lab/src/test/resources/dev/convoy/lab/aws/conformance/conform.py`.
        """);
    var simulated = simulated();
    assertThat(simulated.keySet()).isEqualTo(clients().keySet());
    clients().forEach((service, client) -> {
      var known = ofSdk(client);
      var here = simulated.getOrDefault(service, Map.of());
      assertThat(known).as(service).containsAll(here.keySet());
      text.append("\n## ").append(service).append(": ").append(here.size()).append(" of ").append(known.size())
          .append("\n\n| operation | |\n|---|---|\n");
      known.stream().filter(name -> here.containsKey(name) || service.equals("mgn")).forEach(name -> {
        var operation = here.get(name);
        text.append("| ").append(name).append(" | ")
            .append(operation == null ? "refused" : operation.changing() ? "changes" : "reads").append(" |\n");
      });
      if (!service.equals("mgn") && here.size() < known.size()) {
        text.append("\nThe others are refused.\n");
      }
    });
    return text.toString();
  }
}
