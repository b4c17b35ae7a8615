package dev.convoy.replication.preflight;

import dev.convoy.replication.preflight.PreflightGateway.Counted;
import dev.convoy.replication.preflight.PreflightGateway.Document;
import dev.convoy.replication.preflight.PreflightGateway.Key;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RulesTest {

  private static Target target(String type, String tenancy) {
    return new Target("111122223333", "eu-central-1", null, "subnet-a", List.of(), "t3.small", null, "subnet-b",
        List.of(), "subnet-c", List.of(), type, null, null, tenancy);
  }

  private static List<PlannedServer> servers(int count, String type, String tenancy, boolean bound, boolean launched) {
    return IntStream.range(0, count)
        .mapToObj(n -> new PlannedServer("s" + n, false, null, bound, launched, target(type, tenancy))).toList();
  }

  private static List<String> codes(Collection<Finding> findings) {
    return findings.stream().map(Finding::code).toList();
  }

  @Test
  void postLaunchActionsWithoutAnInstanceProfileAreNoted() {
    var findings = LaunchRules.unprofiled(List.of(acting("s1", null, "Join", "Report"), acting("s2", null, "Join", "Report"),
        acting("s3", "Managed", "Join"), acting("s4", null)));
    assertThat(findings).singleElement().satisfies(finding -> {
      assertThat(finding.code()).isEqualTo("CVY-3435");
      assertThat(finding.level()).isEqualTo(Finding.Level.NOTE);
      assertThat(finding.about()).isEqualTo("post-launch actions Join, Report");
      assertThat(finding.servers()).containsExactly("s1", "s2");
    });
  }

  private static PlannedServer acting(String id, @Nullable String profile, String... actions) {
    var target = new Target("111122223333", "eu-central-1", null, "subnet-a", List.of(), "t3.small", null, "subnet-b",
        List.of(), "subnet-c", List.of(), null, profile, null, "default", null,
        Stream.of(actions).map(name -> new Target.Action(name, null, null)).toList());
    return new PlannedServer(id, false, null, false, false, target);
  }

  @Test
  void aDocumentHasToBeThereAndForThePlatformOfItsServers() {
    var wanted = new SsmDocument("Report", "3");
    var both = List.of(family("lin-1", false), family("win-1", true), family("win-2", true));
    assertThat(LaunchRules.documents(both)).containsExactly(Map.entry(wanted, both));
    assertThat(LaunchRules.documents(List.of(acting("s1", null, "Join")))).as("whoever asks may not know it").isEmpty();
    assertThat(LaunchRules.document(wanted, both, new Document("Active", Set.of("Linux", "Windows")))).isEmpty();
    assertThat(LaunchRules.document(wanted, both, new Document("Active", Set.of()))).isEmpty();
    assertThat(LaunchRules.document(wanted, both, new Document("Active", Set.of("Linux", "MacOS")))).singleElement().satisfies(finding -> {
      assertThat(finding.code()).isEqualTo("CVY-3437");
      assertThat(finding.about()).isEqualTo("SSM document Report version 3");
      assertThat(finding.found()).isEqualTo("it is for Linux, MacOS");
      assertThat(finding.servers()).containsExactly("win-1", "win-2");
    });
    assertThat(LaunchRules.document(wanted, both, new Document("Failed", Set.of("Linux")))).singleElement()
        .satisfies(finding -> assertThat(finding.found()).isEqualTo("its status is Failed"));
    assertThat(LaunchRules.document(wanted, both, null)).singleElement().satisfies(finding -> {
      assertThat(finding.code()).isEqualTo("CVY-3436");
      assertThat(finding.servers()).containsExactly("lin-1", "win-1", "win-2");
    });
  }

  private static PlannedServer family(String id, boolean windows) {
    var target = new Target("111122223333", "eu-central-1", null, "subnet-a", List.of(), "t3.small", null, "subnet-b",
        List.of(), "subnet-c", List.of(), null, null, null, "default", null, List.of(new Target.Action("Report", "Report", "3")));
    return new PlannedServer(id, windows, null, false, false, target);
  }

  @Test
  void anAddressIsHeldByItsCidrButForTheFirstFourAndTheLast() {
    assertThat(List.of("10.0.0.4", "10.0.0.254", "10.0.0.100")).allMatch(a -> AddressRules.holds("10.0.0.0/24", a));
    assertThat(List.of("10.0.0.0", "10.0.0.3", "10.0.0.255", "10.0.1.4", "9.255.255.255", "10.0.0", "10.0.0.256",
        "10.0.0.x", "10.0.0.4.4")).noneMatch(a -> AddressRules.holds("10.0.0.0/24", a));
    assertThat(AddressRules.holds("200.0.0.0/16", "200.0.255.254")).isTrue();
    assertThat(AddressRules.holds("200.0.0.0", "200.0.0.5")).isFalse();
  }

  @Test
  void everyTypeCountsAgainstTheQuotaOfItsClass() {
    assertThat(List.of("a1.large", "c7gn.large", "d3en.xlarge", "h1.2xlarge", "i4i.large", "m5.large", "r6i.large",
        "t3.small", "z1d.large", "im4gn.large", "is4gen.large")).allMatch(t -> "L-1216C47A".equals(QuotaRules.vcpuQuota(t)));
    assertThat(List.of("x2idn.16xlarge", "g5.xlarge", "vt1.3xlarge", "p4d.24xlarge", "f1.2xlarge", "inf2.xlarge",
        "trn1.2xlarge", "dl1.24xlarge")).extracting(QuotaRules::vcpuQuota).containsExactly("L-7295265B", "L-DB2E81BA",
            "L-DB2E81BA", "L-417A185B", "L-74FC7D96", "L-1945791B", "L-2C3B7624", "L-6E869C2A");
    assertThat(List.of("u-6tb1.metal", "hpc7a.96xlarge", "mac2.metal")).allMatch(t -> QuotaRules.vcpuQuota(t) == null);
  }

  @Test
  void vcpusOfInstancesReplicationAndConversionServersAreCountedToTheLast() {
    var vcpus = Map.of("m5.xlarge", 4, "t3.small", 2);
    // 10 instances of 4, 2 replication servers and 10 conversion servers of 2, beside one of 4 that runs.
    var needed = 10 * 4 + 2 * 2 + 10 * 2;
    var ten = servers(10, "m5.xlarge", "default", false, false);
    assertThat(QuotaRules.vcpus(ten, Map.of("L-1216C47A", needed + 4.0), vcpus, Map.of("m5.xlarge", 1))).isEmpty();
    assertThat(QuotaRules.vcpus(ten, Map.of("L-1216C47A", needed + 3.0), vcpus, Map.of("m5.xlarge", 1))).singleElement()
        .satisfies(f -> {
          assertThat(f.found()).isEqualTo("4 of 67 are used");
          assertThat(f.needed()).isEqualTo("room for 64");
          assertThat(f.servers()).hasSize(10);
        });
    var onHosts = servers(10, "m5.xlarge", "host", true, false);
    assertThat(QuotaRules.vcpus(onHosts, Map.of("L-1216C47A", 20.0), vcpus, Map.of())).isEmpty();
    assertThat(QuotaRules.vcpus(ten, Map.of(), vcpus, Map.of())).isEmpty();
  }

  @Test
  void serversThatMgnCountsAlreadyNeedNoRoom() {
    var quotas = Map.of("L-9A599620", 150.0, "L-50980698", 4000.0);
    assertThat(QuotaRules.servers(servers(50, "m5.large", "default", false, false), quotas, new Counted(100, 100), 150))
        .isEmpty();
    assertThat(codes(QuotaRules.servers(servers(51, "m5.large", "default", false, false), quotas, new Counted(100, 3960),
        151))).containsExactly("CVY-3440", "CVY-3441", "CVY-3444");
    assertThat(QuotaRules.servers(servers(51, "m5.large", "default", true, false), quotas, new Counted(160, 4001), 150))
        .isEmpty();
  }

  @Test
  void aQuotaThatIsNotListedIsSaidAndNotTakenForEndless() {
    assertThat(QuotaRules.missing(Map.of("L-9A599620", 150.0, "L-50980698", 4000.0))).singleElement()
        .satisfies(f -> assertThat(f.about()).isEqualTo("quota L-1216C47A"));
  }

  @Test
  void whomIamSimulatesIsTheRoleBehindTheSession() {
    var session = "arn:aws:sts::111122223333:assumed-role/Convoy/i-0123";
    assertThat(AccountRules.principal(null, session)).isEqualTo("arn:aws:iam::111122223333:role/Convoy");
    assertThat(AccountRules.principal("arn:aws:iam::111122223333:role/path/X", session))
        .isEqualTo("arn:aws:iam::111122223333:role/path/X");
    assertThat(AccountRules.principal(null, "arn:aws:iam::111122223333:user/me"))
        .isEqualTo("arn:aws:iam::111122223333:user/me");
    assertThat(AccountRules.stranger("111122223333", session)).isNull();
  }

  @Test
  void aKeyHasToBeEnabledSymmetricAndOfTheRegion() {
    var arn = "arn:aws:kms:eu-central-1:111122223333:key/k";
    assertThat(AccountRules.key(arn, "eu-central-1", new Key("Enabled", "ENCRYPT_DECRYPT", "SYMMETRIC_DEFAULT"))).isEmpty();
    assertThat(AccountRules.key(arn, "eu-west-1", new Key("Disabled", "SIGN_VERIFY", "RSA_2048"))).singleElement()
        .satisfies(f -> assertThat(f.found())
            .isEqualTo("its state is Disabled; it is RSA_2048 for SIGN_VERIFY; it is not of region eu-west-1"));
  }

  @Test
  void aTargetThatIsNotOfItsAccountIsMalformed() {
    var good = target("m5.large", "default");
    assertThat(good.malformed()).isEmpty();
    for (var bad : List.of(
        new Target("1", "eu-central-1", null, "s", List.of(), "t", null, "s", List.of(), "s", List.of(), null, null, null, ""),
        new Target("111122223333", "evil.example", null, "s", List.of(), "t", null, "s", List.of(), "s", List.of(), null,
            null, null, ""),
        new Target("111122223333", "eu-central-1", "arn:aws:iam::999988887777:role/X", "s", List.of(), "t", null, "s",
            List.of(), "s", List.of(), null, null, null, ""))) {
      assertThat(bad.malformed()).as("%s", bad).isPresent();
    }
  }
}
