package dev.convoy.lab.aws;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The AWS CLI drives the simulator, and each answer is compared with the shapes of botocore's models. Most commands run
 * in one process, through the CLI's own parser, pages and waiters; a few in processes of their own. Skipped on a machine
 * without an AWS CLI that Python can drive.
 */
class AwsCliConformanceTest {

  private static final Path SCRIPTS = Path.of("src/test/resources/dev/convoy/lab/aws/conformance");

  /** botocore's names of services whose signing names are others. */
  private static final Map<String, String> NAMED_OTHERWISE = Map.of("servicequotas", "service-quotas", "monitoring", "cloudwatch");

  /** There is never anything to delete. */
  private static final Set<String> ALWAYS_REFUSED = Set.of("DeleteVcenterClient");

  private final AwsLab lab = AwsLab.fast();
  @TempDir
  private Path home;
  private AwsCli cli = new AwsCli(Path.of("aws"), Path.of("python3"));

  @BeforeEach
  void find() throws IOException, InterruptedException {
    var found = AwsCli.find();
    assumeTrue(found.isPresent(), "no AWS CLI of version 1 on the PATH, which brings botocore for Python: install awscli with pip");
    cli = found.get();
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  @Test
  void a_migration_driven_by_the_cli_meets_no_answer_that_differs_from_the_models() throws Exception {
    var report = report("conform.py");
    assertThat(report.path("faults").valueStream().map(JsonNode::asString)).isEmpty();
    assertThat(report.path("calls").asInt()).isGreaterThan(150);
    for (var service : List.of("mgn", "ec2", "sts", "iam", "kms", "ssm", "servicequotas", "secretsmanager", "route53",
        "monitoring")) {
      var seen = new TreeSet<String>();
      report.path("seen").path(NAMED_OTHERWISE.getOrDefault(service, service))
          .forEach(name -> seen.add(name.asString()));
      var simulated = new TreeSet<>(SimulatedOperationsTest.simulated(service));
      simulated.removeAll(ALWAYS_REFUSED);
      assertThat(seen).as("operations of " + service + " that were answered")
          .containsExactlyElementsOf(simulated);
    }
  }

  @Test
  void the_command_itself_prints_what_is_there_and_ends_with_an_error_for_a_refusal() throws Exception {
    lab.prepared().register("web-1");
    var found = cli.aws(lab.simulator.endpoint(), home, "mgn", "describe-source-servers", "--query", "items[].userProvidedID");
    assertThat(found.code()).as(found.err()).isZero();
    assertThat(JsonMapper.shared().readTree(found.out()).valueStream().map(JsonNode::asString)).containsExactly("web-1");

    var refused = cli.aws(lab.simulator.endpoint(), home, "mgn", "start-test", "--source-server-ids", "s-00000000000000000");
    assertThat(refused.code()).isGreaterThanOrEqualTo(254);
    assertThat(refused.err()).contains("(ValidationException)").contains("s-00000000000000000 does not exist");
  }

  private JsonNode report(String script) throws IOException, InterruptedException {
    var ended = cli.script(SCRIPTS.resolve(script), lab.simulator.endpoint(), home);
    assertThat(ended.code()).as(ended.err() + ended.out()).isZero();
    return JsonMapper.shared().readTree(ended.out());
  }
}
