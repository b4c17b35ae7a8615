package dev.convoy.lab.aws;

import dev.convoy.kit.aws.AwsClients;
import dev.convoy.kit.aws.AwsSettings;
import dev.convoy.lab.aws.account.IdentityOperations;
import dev.convoy.lab.aws.account.KeyOperations;
import dev.convoy.replication.adapter.aws.AwsPreflightGateway;
import dev.convoy.replication.adapter.mgn.MgnAccountGateway;
import dev.convoy.replication.preflight.Finding;
import dev.convoy.replication.preflight.PlannedServer;
import dev.convoy.replication.preflight.Preflight;
import dev.convoy.replication.preflight.Report;
import dev.convoy.replication.preflight.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/** The checks of an account and of a wave on the simulator, with the real SDK: each planted fault is named, all at once. */
class PreflightTest {

  private static final String ACCOUNT = "111122223333";
  private static final String ROLE = "arn:aws:iam::111122223333:role/ConvoyMigration";
  private static final String KEY = "arn:aws:kms:eu-central-1:111122223333:key/" + KeyOperations.KEY_ID;

  private final AwsLab lab = AwsLab.fast();
  private final AwsClients clients = new AwsClients(new AwsSettings(lab.simulator.endpoint(), Duration.ofSeconds(10),
      1000, 1000, Duration.ofMillis(50), Duration.ofMillis(5), Duration.ZERO, Duration.ofMillis(1)));
  private final Preflight preflight = new Preflight(new AwsPreflightGateway(clients), new MgnAccountGateway(clients),
      new Preflight.Settings(150, true, "ConvoyAgentInstall"));
  private final Map<String, Object> oddity = new HashMap<>();

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

  /** What a test declares otherwise than usual. */
  private static final class Draft {
    private @Nullable String roleArn = ROLE;
    private String staging = "subnet-0000000a00";
    private String stagingGroup = "sg-0000000a00";
    private @Nullable String key = KEY;
    private String test = "subnet-0000000b00";
    private String testGroup = "sg-0000000b00";
    private String target = "subnet-0000000c00";
    private String targetGroup = "sg-0000000c00";
    private @Nullable String type = "m5.large";
    private @Nullable String profile = IdentityOperations.INSTANCE_PROFILE;
    private @Nullable String privateIp;
    private String tenancy = "default";
    private boolean windows;
    private @Nullable String application;
    private List<Target.Action> actions = List.of();

    private Target target() {
      return new Target(ACCOUNT, "eu-central-1", roleArn, staging, List.of(stagingGroup), "t3.small", key, test,
          List.of(testGroup), target, List.of(targetGroup), type, profile, privateIp, tenancy, null, actions);
    }
  }

  private static PlannedServer server(String id, Consumer<Draft> change) {
    var draft = new Draft();
    change.accept(draft);
    return new PlannedServer(id, draft.windows, draft.application, false, false, draft.target());
  }

  private Report account(int servers, Consumer<Draft> change) {
    return preflight.account(List.of(server("x", change).target()), servers);
  }

  private void plant(String what, Object value) {
    oddity.put(what, value);
    lab.door("PUT", "/_lab/oddities/" + ACCOUNT, oddity);
  }

  private void deny(String role, String... actions) {
    plant("denied", Map.of(role, List.of(actions)));
  }

  private void leaveFree(String subnet, int free) {
    lab.door("PUT", "/_lab/addresses",
        Map.of("account", ACCOUNT, "region", "eu-central-1", "subnetId", subnet, "leave", free));
  }

  private static List<String> codes(Report report) {
    return report.findings().stream().map(Finding::code).toList();
  }

  private static List<String> faults(Report report) {
    return report.findings().stream().filter(f -> f.level() == Finding.Level.FAULT).map(Finding::code).toList();
  }

  @Test
  void aReadyAccountHasNoFaultAndNothingIsChangedByLooking() {
    lab.prepared();
    var before = lab.ledger().size();
    var report = account(100, d -> { });
    assertThat(faults(report)).isEmpty();
    assertThat(report.looked()).containsExactly("MGN and its template", "permissions of the services",
        "assuming the role of installers", "quotas of MGN", "subnets, security groups, free addresses",
        "instance types in their zones", "instance profile " + IdentityOperations.INSTANCE_PROFILE, "quotas of EC2",
        "EBS key " + KEY);
    assertThat(lab.ledger().subList(before, lab.ledger().size()))
        .allSatisfy(line -> assertThat(line.path("operation").asString()).isEqualTo("AssumeRole"));
  }

  @Test
  void aNewAccountIsNoFaultBecauseTheFirstWaveInitializesIt() {
    var report = account(1, d -> { });
    assertThat(codes(report)).containsExactly("CVY-3403");
    assertThat(report.faults()).isZero();
    lab.mgn.initializeService(r -> { });
    assertThat(codes(account(1, d -> { }))).containsExactly("CVY-3404");
    lab.prepared();
    assertThat(codes(account(1, d -> d.key = null))).isEmpty();
    assertThat(codes(account(1, d -> d.staging = "subnet-0000000b00"))).contains("CVY-3406");
  }

  @Test
  void aRoleThatCannotBeAssumedIsOneFaultAndNothingElseIsGuessed() {
    deny("ConvoyMigration", "sts:AssumeRole");
    assertThat(codes(account(1, d -> { }))).containsExactly("CVY-3401");
    lab.door("PUT", "/_lab/credentials", Map.of("accessKeyId", "AKIALAB", "account", ACCOUNT));
    assertThat(codes(preflight.account(List.of(new Target("999988887777", "eu-central-1", null, "subnet-0000000a00",
        List.of(), "t3.small", null, "subnet-0000000b00", List.of(), "subnet-0000000c00", List.of(), null, null, null,
        "default")), 1))).containsExactly("CVY-3402");
  }

  @Test
  void everyFaultOfAnAccountIsNamedAtOnce() {
    lab.prepared();
    plant("keyStates", Map.of(KeyOperations.KEY_ID, "PendingDeletion"));
    plant("quotas", Map.of("L-9A599620", 100.0, "L-1216C47A", 5.0, "L-50980698", 50.0));
    plant("denied", Map.of("ConvoyMigration", List.of("mgn:StartTest", "ec2:CreateSnapshots", "iam:PassRole",
        "kms:CreateGrant", "ec2:DescribeSecurityGroups"), "ConvoyAgentInstall", List.of("sts:AssumeRole")));
    leaveFree("subnet-0000000a00", 2);
    leaveFree("subnet-0000000b00", 5);
    var report = account(120, d -> {
      d.target = "subnet-0123456789abcdef0";
      d.type = "m99.huge";
    });
    assertThat(faults(report)).containsExactlyInAnyOrder("CVY-3407", "CVY-3408", "CVY-3409", "CVY-3411", "CVY-3412",
        "CVY-3413", "CVY-3430", "CVY-3440", "CVY-3441", "CVY-3442", "CVY-3444");
    assertThat(named(report, "CVY-3408").found()).contains("ec2:CreateSnapshots", "ec2:DescribeSecurityGroups",
        "mgn:StartTest").doesNotContain("PassRole");
    assertThat(named(report, "CVY-3407").about()).isEqualTo("subnets, security groups, free addresses");
    assertThat(report.findings()).allSatisfy(f -> {
      assertThat(f.place()).isEqualTo("111122223333/eu-central-1");
      assertThat(List.of(f.about(), f.found(), f.needed(), f.remedy())).noneMatch(String::isBlank);
    });
  }

  @Test
  void networksThatAreMissingMixedOrFullAreNamed() {
    lab.prepared();
    leaveFree("subnet-0000000a00", 143);
    leaveFree("subnet-0000000b00", 119);
    var report = account(120, d -> {
      d.target = "subnet-0123456789abcdef0";
      d.testGroup = "sg-0000000c00";
      d.targetGroup = "sg-0123456789abcdef0";
    });
    assertThat(faults(report)).containsExactly("CVY-3420", "CVY-3421", "CVY-3422", "CVY-3423", "CVY-3423");
    assertThat(report.findings()).filteredOn(f -> f.code().equals("CVY-3423")).extracting(Finding::needed)
        .containsExactlyInAnyOrder("144 at a time", "120 at a time");
    leaveFree("subnet-0000000a00", 143);
    assertThat(faults(account(119, d -> { }))).isEmpty();
  }

  @Test
  void anInstallerRoleWithoutItsPolicyAndAKeyThatIsNotThereAreNamed() {
    lab.prepared();
    deny("ConvoyAgentInstall", "mgn:RegisterAgentForMgn");
    assertThat(faults(account(1, d -> d.key = KEY.replace("1234abcd", "00000000"))))
        .containsExactly("CVY-3410", "CVY-3414");
  }

  @Test
  void aWaveWithPlantedFaultsHasAllOfThemNamedByServer() {
    lab.prepared();
    lab.mgn.createLaunchConfigurationTemplate(r -> r.licensing(l -> l.osByol(true)));
    plant("quotas", Map.of("L-9A599620", 20.0, "L-7295265B", 64.0));
    leaveFree("subnet-0000000a00", 12);
    leaveFree("subnet-0000000b00", 20);
    lab.door("PUT", "/_lab/addresses", Map.of("account", ACCOUNT, "region", "eu-central-1", "subnetId",
        "subnet-0000000c00", "addresses", List.of("127.62.0.20")));
    var wave = new ArrayList<PlannedServer>();
    wave.add(server("web-01", d -> d.type = "m99.huge"));
    wave.add(server("web-02", d -> d.type = "x2idn.16xlarge"));
    wave.add(server("web-03", d -> d.profile = "nobody"));
    wave.add(server("web-04", d -> d.target = "subnet-0123456789abcdef0"));
    wave.add(server("web-05", d -> d.targetGroup = "sg-0123456789abcdef0"));
    wave.add(server("web-06", d -> d.targetGroup = "sg-0000000b00"));
    wave.add(server("web-07", d -> d.privateIp = "127.62.0.20"));
    wave.add(server("web-08", d -> d.privateIp = "127.61.0.20"));
    wave.add(server("web-09", d -> d.privateIp = "127.62.0.30"));
    wave.add(server("web-10", d -> d.privateIp = "127.62.0.30"));
    wave.add(server("web-11", d -> d.tenancy = "host"));
    wave.add(server("win-12", d -> d.windows = true));
    wave.add(server("win-13", d -> d.type = "x2idn.16xlarge"));
    wave.add(server("app-14", d -> d.actions = running("Example-Missing", null)));
    wave.add(server("app-15", d -> d.actions = running("AWS-InstallApplication", null)));
    IntStream.range(16, 38).forEach(n -> wave.add(server("app-" + n, d -> d.actions = running("AWS-RunShellScript", "$LATEST"))));
    var report = preflight.wave("w1", wave);
    var all = wave.stream().map(PlannedServer::serverId).sorted().toList();
    assertThat(report.findings()).extracting(f -> Map.entry(f.code(), f.servers())).containsExactlyInAnyOrder(
        Map.entry("CVY-3420", List.of("web-04")), Map.entry("CVY-3421", List.of("web-05")),
        Map.entry("CVY-3422", List.of("web-06")), Map.entry("CVY-3423", all), Map.entry("CVY-3423", all),
        Map.entry("CVY-3424", List.of("web-07")), Map.entry("CVY-3425", List.of("web-08")),
        Map.entry("CVY-3426", List.of("web-09", "web-10")), Map.entry("CVY-3430", List.of("web-01")),
        Map.entry("CVY-3431", List.of("web-02", "win-13")), Map.entry("CVY-3431", List.of("web-02", "win-13")),
        Map.entry("CVY-3432", List.of("web-03")), Map.entry("CVY-3433", List.of("web-11")),
        Map.entry("CVY-3434", List.of("win-12")), Map.entry("CVY-3436", List.of("app-14")), Map.entry("CVY-3437", List.of("app-15")),
        Map.entry("CVY-3440", all),
        Map.entry("CVY-3442", List.of("web-02", "win-13")), Map.entry("CVY-3444", all));
    assertThat(report.faults()).isEqualTo(19);
  }

  private static List<Target.Action> running(String document, @Nullable String version) {
    return List.of(new Target.Action("Report", document, version));
  }

  @Test
  void aDocumentOfAPostLaunchActionIsLookedForByNameAndVersionInItsAccount() {
    lab.prepared();
    plant("documents", Map.of("Example-Join", List.of("Windows")));
    var wave = List.of(
        server("lin-1", d -> d.actions = running("Example-Join", "$DEFAULT")),
        server("win-1", d -> {
          d.windows = true;
          d.actions = running("Example-Join", "1");
        }),
        server("lin-2", d -> d.actions = running("AWS-RunShellScript", "7")));
    var report = preflight.wave("w1", wave);
    assertThat(report.findings()).extracting(Finding::code, Finding::about, Finding::servers).containsExactlyInAnyOrder(
        tuple("CVY-3437", "SSM document Example-Join", List.of("lin-1")),
        tuple("CVY-3436", "SSM document AWS-RunShellScript version 7", List.of("lin-2")));
    assertThat(preflight.launches(wave)).hasValueSatisfying(findings -> assertThat(findings).extracting(Finding::code)
        .containsExactlyInAnyOrder("CVY-3436", "CVY-3437"));
    deny("ConvoyMigration", "ssm:DescribeDocument");
    assertThat(named(preflight.wave("w1", wave), "CVY-3407").about()).startsWith("SSM document ");
    assertThat(preflight.launches(wave)).as("what may not be read is no fault of a launch")
        .hasValueSatisfying(findings -> assertThat(findings).isEmpty());
  }

  @Test
  void aWaveThatFitsHasNoFaultAndOnesOwnServersAreNotCountedTwice() {
    lab.prepared();
    plant("quotas", Map.of("L-9A599620", 150.0));
    plant("hosts", List.of(Map.of("id", "h-00000001", "zone", "eu-central-1a", "instanceType", "m5.large", "free", 1)));
    var wave = new ArrayList<PlannedServer>();
    IntStream.range(0, 149).forEach(n -> wave.add(server("s-" + n, d -> { })));
    wave.add(server("s-host", d -> {
      d.tenancy = "host";
      d.privateIp = "127.62.0.40";
      d.windows = true;
    }));
    assertThat(preflight.wave("w1", wave).findings()).isEmpty();
    lab.door("PUT", "/_lab/addresses", Map.of("account", ACCOUNT, "region", "eu-central-1", "subnetId",
        "subnet-0000000c00", "addresses", List.of("127.62.0.40")));
    var moved = wave.stream().map(s -> new PlannedServer(s.serverId(), s.windows(), null, true, true, s.target())).toList();
    plant("quotas", Map.of("L-9A599620", 150.0, "L-50980698", 0.0));
    assertThat(preflight.wave("w1", moved).findings()).isEmpty();
  }

  @Test
  void aWaveThatReplicatesIsLookedAtAgainWithoutWhatIsSettledByThen() {
    lab.prepared();
    plant("quotas", Map.of("L-9A599620", 1.0, "L-50980698", 0.0, "L-1216C47A", 6.0));
    leaveFree("subnet-0000000c00", 1);
    var wave = new ArrayList<PlannedServer>();
    IntStream.range(0, 2).forEach(n -> wave.add(new PlannedServer("s-" + n, false, null, true, false, server("x", d -> { }).target())));
    wave.add(new PlannedServer("s-up", false, null, true, true, server("x", d -> d.type = "m99.huge").target()));
    var before = lab.ledger().size();
    assertThat(preflight.launches(wave)).hasValueSatisfying(findings -> assertThat(findings)
        .extracting(f -> Map.entry(f.code(), f.servers())).containsExactlyInAnyOrder(
            Map.entry("CVY-3423", List.of("s-0", "s-1", "s-up")), Map.entry("CVY-3430", List.of("s-up")),
            Map.entry("CVY-3442", List.of("s-0", "s-1"))));
    assertThat(lab.ledger().subList(before, lab.ledger().size()))
        .allSatisfy(line -> assertThat(line.path("operation").asString()).isEqualTo("AssumeRole"));
    deny("ConvoyMigration", "ec2:DescribeSubnets");
    assertThat(preflight.launches(wave)).as("what may not be read is no fault of a launch")
        .hasValueSatisfying(findings -> assertThat(findings).extracting(Finding::code).doesNotContain("CVY-3407"));
  }

  private static PlannedServer named(String id, String zone, String... names) {
    var dns = new Target.Dns(Stream.of(names).map(name -> new Target.Name(name, zone)).toList(), ROLE);
    return new PlannedServer(id, false, null, false, false, server(id, d -> { }).target().naming(dns));
  }

  @Test
  void namesAreReadInTheirZonesAndWhatMayBeDoneThereIsAskedWithoutChangingAnything() {
    lab.prepared();
    var many = IntStream.range(0, 130).mapToObj(n -> Map.of("name", "n" + n + ".example.com", "type", "A", "ttl", 60,
        "values", List.of("192.0.2.1"))).toList();
    var records = new ArrayList<Map<String, Object>>(many);
    records.add(Map.of("name", "www.example.com", "type", "CNAME", "ttl", 60, "values", List.of("n1.example.com")));
    lab.door("PUT", "/_lab/zones", Map.of("account", ACCOUNT, "id", "Z0LAB", "name", "example.com", "records", records));
    var before = lab.ledger().size();
    var few = preflight.wave("w1", List.of(named("a", "Z0LAB", "n1.example.com", "www.example.com", "none.example.com"),
        named("b", "Z0LAB", "n1.example.com"), named("c", "ZNONE", "n2.example.com")));
    assertThat(codes(few)).containsExactly("CVY-3540", "CVY-3541", "CVY-3543", "CVY-3544");
    var all = IntStream.range(0, 130).mapToObj(n -> named("s" + n, "Z0LAB", "n" + n + ".example.com")).toList();
    assertThat(codes(preflight.wave("w1", all))).as("more than a page").isEmpty();
    assertThat(lab.ledger().subList(before, lab.ledger().size()))
        .allSatisfy(line -> assertThat(line.path("operation").asString()).isEqualTo("AssumeRole"));
    deny("ConvoyMigration", "route53:ChangeResourceRecordSets");
    var denied = preflight.wave("w1", List.of(named("a", "Z0LAB", "n1.example.com")));
    assertThat(codes(denied)).containsExactly("CVY-3542");
    assertThat(named(denied, "CVY-3542").found()).endsWith("may not do route53:ChangeResourceRecordSets");
  }

  @Test
  void anApplicationThatOneJobCannotHoldIsNamed() {
    lab.prepared();
    var wave = IntStream.range(0, 201).mapToObj(n -> server("s-" + n, d -> d.application = "shop")).toList();
    assertThat(codes(preflight.wave("w1", wave))).contains("CVY-3443");
  }

  @Test
  void faultsOfAWaveOverSeveralAccountsAreNamedEachInItsPlace() {
    lab.prepared();
    var elsewhere = server("b", d -> d.roleArn = null).target();
    var wave = List.of(server("a", d -> { }), new PlannedServer("b", false, null, false, false,
        new Target("222233334444", "eu-central-1", "arn:aws:iam::222233334444:role/ConvoyMigration",
            elsewhere.stagingSubnetId(), List.of(), "t3.small", null, elsewhere.testSubnetId(), List.of(),
            elsewhere.targetSubnetId(), List.of(), null, null, null, "default")));
    assertThat(preflight.wave("w1", wave).findings()).singleElement().satisfies(f -> {
      assertThat(f.code()).isEqualTo("CVY-3401");
      assertThat(f.place()).isEqualTo("222233334444/eu-central-1");
      assertThat(f.servers()).containsExactly("b");
    });
  }

  private static Finding named(Report report, String code) {
    return report.findings().stream().filter(f -> f.code().equals(code)).findFirst().orElseThrow();
  }
}
