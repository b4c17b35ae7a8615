package dev.convoy.lab.aws;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.kit.aws.AwsClients;
import dev.convoy.kit.aws.AwsMode;
import dev.convoy.kit.aws.AwsSettings;
import dev.convoy.kit.aws.PlannedCall;
import dev.convoy.kit.aws.PlannedCalls;
import dev.convoy.kit.core.OperationId;
import dev.convoy.launch.adapter.mgn.Ec2ImageGateway;
import dev.convoy.launch.adapter.mgn.Ec2TargetGateway;
import dev.convoy.launch.adapter.mgn.Ec2TemplateGateway;
import dev.convoy.launch.adapter.mgn.MgnActionGateway;
import dev.convoy.launch.adapter.mgn.MgnJobGateway;
import dev.convoy.launch.adapter.mgn.MgnLaunchConfigurationGateway;
import dev.convoy.launch.adapter.mgn.MgnSourceServerGateway;
import dev.convoy.launch.jobs.JobKind;
import dev.convoy.launch.server.LaunchAction;
import dev.convoy.launch.server.Placement;
import dev.convoy.launch.settings.LaunchConfiguration;
import dev.convoy.replication.adapter.aws.AwsPreflightGateway;
import dev.convoy.replication.adapter.mgn.MgnAccountGateway;
import dev.convoy.replication.adapter.mgn.MgnSettingsGateway;
import dev.convoy.replication.adapter.mgn.MgnSourceServers;
import dev.convoy.replication.server.StagingSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Every call of the services that changes something, through their own adapters, in an account that is only observed. */
class ObserveModeTest {

  private static final AccountKey ACCOUNT = new AccountKey("111122223333", "eu-central-1",
      "arn:aws:iam::111122223333:role/ConvoyMigration");
  private static final StagingSettings STAGING = new StagingSettings("subnet-0000000a00", List.of("sg-0000000a00"),
      "t3.medium", null, true);
  private static final Placement PLACEMENT = new Placement("subnet-0000000b00", List.of("sg-0000000b00"), "m6i.large", null,
      null, "default", Map.of());

  private static final LaunchAction ACTION =
      new LaunchAction("Join", "AWS-RunShellScript", "$DEFAULT", 1001, 600, false, Map.of());

  private final AwsLab lab = AwsLab.fast();
  private final PlannedCalls planned = new PlannedCalls(Clock.systemUTC());
  private final AwsClients clients = new AwsClients(new AwsSettings(lab.simulator.endpoint(), Duration.ofSeconds(10),
      1000, 1000, Duration.ofMillis(50), Duration.ofMillis(5), Duration.ZERO, Duration.ofMillis(1), AwsMode.OBSERVE,
      List.of()), planned);

  @BeforeEach
  void credentialsOfTheProcess() {
    System.setProperty("aws.accessKeyId", "AKIALAB");
    System.setProperty("aws.secretAccessKey", "secret");
  }

  @AfterEach
  void end() {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
    clients.close();
    lab.close();
  }

  private Map<String, Supplier<Answer<?>>> changes(String id) {
    var accounts = new MgnAccountGateway(clients);
    var replicating = new MgnSourceServers(clients);
    var servers = new MgnSourceServerGateway(clients);
    var templates = new Ec2TemplateGateway(clients);
    var targets = new Ec2TargetGateway(clients);
    var configuration = new MgnLaunchConfigurationGateway(clients);
    var jobs = new MgnJobGateway(clients);
    var template = configuration.read(ACCOUNT, id).map(LaunchConfiguration::templateId).orElseThrow();
    var changes = new LinkedHashMap<String, Supplier<Answer<?>>>();
    changes.put("InitializeService", () -> accounts.initialize(ACCOUNT));
    changes.put("CreateReplicationConfigurationTemplate", () -> accounts.createTemplate(ACCOUNT, STAGING));
    changes.put("UpdateReplicationConfiguration", () -> new MgnSettingsGateway(clients).write(ACCOUNT, id, STAGING));
    changes.put("StartReplication", () -> replicating.start(ACCOUNT, id));
    changes.put("RetryDataReplication", () -> replicating.retry(ACCOUNT, id));
    changes.put("UpdateLaunchConfiguration",
        () -> configuration.write(ACCOUNT, id, configuration.read(ACCOUNT, id).orElseThrow()));
    var actions = new MgnActionGateway(clients);
    changes.put("PutSourceServerAction", () -> actions.put(ACCOUNT, id, ACTION));
    changes.put("RemoveSourceServerAction", () -> actions.remove(ACCOUNT, id, ACTION.id()));
    changes.put("CreateLaunchTemplateVersion",
        () -> templates.write(ACCOUNT, template, templates.versions(ACCOUNT, template).present(), PLACEMENT));
    changes.put("ModifyLaunchTemplate", () -> templates.makeDefault(ACCOUNT, template, 1));
    changes.put("StartTest", () -> jobs.start(ACCOUNT, JobKind.START_TEST, List.of(id), "batch-1"));
    changes.put("StartCutover", () -> jobs.start(ACCOUNT, JobKind.START_CUTOVER, List.of(id), "batch-2"));
    changes.put("TerminateTargetInstances", () -> jobs.start(ACCOUNT, JobKind.TERMINATE, List.of(id), "batch-3"));
    changes.put("ChangeServerLifeCycleState", () -> servers.changeLifecycle(ACCOUNT, id, "READY_FOR_CUTOVER"));
    changes.put("FinalizeCutover", () -> servers.finalizeCutover(ACCOUNT, id));
    changes.put("MarkAsArchived", () -> servers.archive(ACCOUNT, id));
    changes.put("StopInstances", () -> targets.stop(ACCOUNT, List.of("i-0123456789abcdef0")));
    changes.put("CreateSnapshots", () -> targets.snapshot(ACCOUNT, "i-0123456789abcdef0", "web-1",
        OperationId.of("web-1", "SnapshotTarget", 1, 1)));
    changes.put("CreateImage", () -> new Ec2ImageGateway(clients).create(ACCOUNT, "i-0123456789abcdef0", "web", "web-1",
        OperationId.of("web-1", "CreateImage", 1, 1)));
    return changes;
  }

  @Test
  void noChangingCallOfAnyAdapterComesIntoTheLedgerAndAllAreInThePlan() {
    lab.prepared();
    var id = lab.register("web-1");
    var before = lab.ledger().size();
    var changes = changes(id);
    changes.forEach((name, change) -> assertThat(change.get()).as(name).isInstanceOf(Answer.Throttled.class));
    assertThat(lab.ledger()).as("but the way in").filteredOn(call -> !call.path("operation").asString().equals("AssumeRole"))
        .hasSize(before);
    assertThat(planned.of(ACCOUNT.account(), ACCOUNT.region())).extracting(PlannedCall::operation)
        .containsExactlyInAnyOrderElementsOf(changes.keySet());
    assertThat(planned.of(ACCOUNT.account(), ACCOUNT.region()))
        .filteredOn(call -> call.operation().equals("StartReplication"))
        .allSatisfy(call -> assertThat(call.parameters()).contains(id));
  }

  @Test
  void readsAreAnsweredThroughTheAssumedRole() {
    lab.prepared();
    var id = lab.register("web-1");
    assertThat(new MgnSourceServers(clients).read(ACCOUNT, Set.of(id))).containsKey(id);
    assertThat(new MgnSettingsGateway(clients).read(ACCOUNT, id).subnetId()).isEqualTo("subnet-0000000a00");
    assertThat(new MgnJobGateway(clients).since(ACCOUNT, Instant.EPOCH)).isEmpty();
    var preflight = new AwsPreflightGateway(clients);
    assertThat(preflight.identity(ACCOUNT)).contains("ConvoyMigration");
    assertThat(preflight.quotas(ACCOUNT)).isNotEmpty();
    assertThat(preflight.counted(ACCOUNT).notArchived()).isEqualTo(1);
    assertThat(preflight.subnets(ACCOUNT, List.of("subnet-0000000a00"))).hasSize(1);
    assertThat(planned.of(ACCOUNT.account(), ACCOUNT.region())).isEmpty();
  }
}
