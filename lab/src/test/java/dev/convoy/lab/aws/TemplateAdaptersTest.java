package dev.convoy.lab.aws;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.kit.aws.AwsClients;
import dev.convoy.kit.aws.AwsSettings;
import dev.convoy.kit.core.OperationHeader;
import dev.convoy.kit.worker.Acted;
import dev.convoy.kit.worker.Observation;
import dev.convoy.launch.adapter.mgn.Ec2TemplateGateway;
import dev.convoy.launch.adapter.mgn.MgnActionGateway;
import dev.convoy.launch.adapter.mgn.MgnLaunchConfigurationGateway;
import dev.convoy.launch.server.LaunchAction;
import dev.convoy.launch.server.LaunchOperation.ConfigureLaunch;
import dev.convoy.launch.server.LaunchOutcome;
import dev.convoy.launch.server.LaunchOutcome.LaunchConfigured;
import dev.convoy.launch.server.Placement;
import dev.convoy.launch.settings.ConfigureLaunchHandler;
import dev.convoy.launch.settings.FoundAction;
import dev.convoy.launch.settings.LaunchConfiguration;
import dev.convoy.launch.settings.TemplateVersions;
import dev.convoy.launch.source.SourceServerHandler.Times;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How often launch-service reads launch settings, and that what AWS answers to a write, and of many, is what it says of each. */
class TemplateAdaptersTest {

  private static final AccountKey ACCOUNT = new AccountKey("111122223333", "eu-central-1", null);
  private static final Placement TEST = new Placement("subnet-0000000b00", List.of("sg-0000000b00"), "m6i.large", null,
      null, "default", Map.of("app", "shop"));
  private static final int MORE_THAN_A_PAGE = 205;

  private final AwsLab lab = AwsLab.fast().prepared();
  private final AwsClients clients = new AwsClients(new AwsSettings(lab.simulator.endpoint(), Duration.ofSeconds(10),
      1000, 1000, Duration.ofMillis(50), Duration.ofMillis(5), Duration.ZERO, Duration.ofMillis(1)));
  private final Ec2TemplateGateway templates = new Ec2TemplateGateway(clients);
  private final Clock clock = Clock.systemUTC();
  private final ConfigureLaunchHandler configure = new ConfigureLaunchHandler(new MgnLaunchConfigurationGateway(clients),
      templates, new MgnActionGateway(clients), new Times(Duration.ofMillis(50), Duration.ofMillis(5)), clock);

  @BeforeEach
  void credentialsOfTheProcess() {
    System.setProperty("aws.accessKeyId", "AKIALAB");
    System.setProperty("aws.secretAccessKey", "secret");
  }

  @AfterEach
  void stop() {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
    clients.close();
    lab.close();
  }

  @Test
  void what_is_read_of_all_is_what_is_read_of_each() {
    var ids = List.of(template("web-1"), template("web-2"), template("web-3"));
    var before = templates.versions(ACCOUNT, ids.getFirst());
    assertThat(templates.write(ACCOUNT, ids.getFirst(), before.present(), TEST)).isInstanceOf(Answer.Ok.class);
    var all = templates.all(ACCOUNT, 3);
    assertThat(all).containsOnlyKeys(ids);
    ids.forEach(id -> assertThat(all.get(id)).isEqualTo(templates.versions(ACCOUNT, id)));
    assertThat(all.get(ids.getFirst())).extracting(TemplateVersions::present).isEqualTo(before.present());
    assertThat(all.get(ids.getFirst())).extracting(versions -> versions.latest().subnetId()).isEqualTo("subnet-0000000b00");
  }

  @Test
  void all_are_read_only_where_that_takes_fewer_calls_than_each() {
    for (var n = 1; n <= MORE_THAN_A_PAGE; n++) {
      var name = "other-" + n;
      lab.ec2.createLaunchTemplate(r -> r.launchTemplateName(name).launchTemplateData(d -> d.instanceType("m5.large")));
    }
    assertThat(templates.all(ACCOUNT, 1)).isEmpty();
    assertThat(reads()).isZero();
    assertThat(templates.all(ACCOUNT, 2)).isEmpty();
    assertThat(reads()).as("there is a second page").isEqualTo(1);
    assertThat(templates.all(ACCOUNT, 2)).isEmpty();
    assertThat(reads()).as("which is known by now").isEqualTo(1);
    assertThat(templates.all(ACCOUNT, 3)).hasSize(MORE_THAN_A_PAGE);
    assertThat(reads()).isEqualTo(3);
  }

  @Test
  void four_servers_are_read_together_before_and_two_and_two_as_they_were_written_whatever_was_throttled() throws InterruptedException {
    lab.door("PUT", "/_lab/faults", List.of(
        Map.of("operation", "UpdateLaunchConfiguration", "kind", "throttle", "count", 2),
        Map.of("operation", "CreateLaunchTemplateVersion", "kind", "throttle", "count", 2),
        Map.of("operation", "ModifyLaunchTemplate", "kind", "throttle", "count", 2)));
    var left = new ArrayList<ConfigureLaunch>();
    for (var name : List.of("web-1", "web-2", "web-3", "web-4")) {
      left.add(new ConfigureLaunch(new OperationHeader(name, "ConfigureLaunch", 1, 1, ACCOUNT.limitKey(), true, clock.instant(),
          "wave-1"), ACCOUNT, lab.register(name), TEST));
    }
    for (var looks = 0; looks < 10 && !left.isEmpty(); looks++) {
      var seen = configure.observe(left);
      for (var operation : List.copyOf(left)) {
        if (seen.get(operation.id()) instanceof Observation.Ended<LaunchOutcome>(var outcome)) {
          assertThat(outcome).isInstanceOf(LaunchConfigured.class);
          left.remove(operation);
        } else {
          assertThat(configure.act(List.of(operation)).get(operation.id())).isInstanceOfAny(Acted.Accepted.class, Acted.NotAccepted.class);
        }
      }
    }
    assertThat(left).isEmpty();
    assertThat(reads()).isEqualTo(3);
    assertThat(reads("mgn.GetLaunchConfiguration")).isEqualTo(4);
  }

  @Test
  void what_mgn_answers_to_a_write_is_what_it_is_asked_for_after() {
    var id = lab.register("web-1");
    var configurations = new MgnLaunchConfigurationGateway(clients);
    var template = configurations.read(ACCOUNT, id).orElseThrow().templateId();
    for (var wanted : List.of(new LaunchConfiguration(template, false, false, true),
        new LaunchConfiguration(template, true, true, false))) {
      assertThat(configurations.write(ACCOUNT, id, wanted)).isEqualTo(new Answer.Ok<>(wanted));
      assertThat(configurations.read(ACCOUNT, id)).contains(wanted);
    }
  }

  @Test
  void what_mgn_answers_to_a_written_action_is_what_it_lists_after() {
    var id = lab.register("web-1");
    var actions = new MgnActionGateway(clients);
    for (var parameters : List.of(Map.<String, List<LaunchAction.Reference>>of(),
        Map.of("commands", List.of(new LaunchAction.Reference("convoy.join", true), new LaunchAction.Reference("site", false))))) {
      var wanted = new LaunchAction("Join the domain", "AWS-RunShellScript", "$LATEST", 1001, 600, true, parameters);
      var stored = new FoundAction(wanted.id(), true, wanted);
      assertThat(actions.put(ACCOUNT, id, wanted)).isEqualTo(new Answer.Ok<>(stored));
      assertThat(actions.list(ACCOUNT, id)).containsExactly(stored);
    }
  }

  private String template(String name) {
    var id = lab.register(name);
    return lab.mgn.getLaunchConfiguration(r -> r.sourceServerID(id)).ec2LaunchTemplateID();
  }

  /** Calls of DescribeLaunchTemplateVersions. */
  private int reads() {
    return reads("ec2.DescribeLaunchTemplateVersions");
  }

  private int reads(String operation) {
    return lab.door("GET", "/_lab/counters", Map.of()).path(operation).asInt(0);
  }
}
