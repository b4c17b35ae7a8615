package dev.convoy.lab.aws;

import dev.convoy.lab.aws.account.IdentityOperations;
import dev.convoy.lab.aws.account.KeyOperations;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.LocationType;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.NotFoundException;
import software.amazon.awssdk.services.mgn.MgnClient;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;
import software.amazon.awssdk.services.servicequotas.model.IllegalArgumentException;
import software.amazon.awssdk.services.servicequotas.model.NoSuchResourceException;
import software.amazon.awssdk.services.sts.model.StsException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The reads that a check of an account makes, by the real SDK. */
class AccountReadsTest {

  private static final String ACCOUNT = "111122223333";
  private static final String MIGRATION = "arn:aws:iam::111122223333:role/ConvoyMigration";

  private final AwsLab lab = AwsLab.fast().prepared();
  private final ServiceQuotasClient quotas = lab.configure(ServiceQuotasClient.builder(), AwsLab.KEY);
  private final IamClient iam = lab.configure(IamClient.builder(), AwsLab.KEY);
  private final KmsClient kms = lab.configure(KmsClient.builder(), AwsLab.KEY);

  @AfterEach
  void end() {
    quotas.close();
    iam.close();
    kms.close();
    lab.close();
  }

  @Test
  void quotasThatWereNeverRaisedAreListedAmongTheDefaultsOnly() {
    plant(Map.of("quotas", Map.of("L-9A599620", 300.0)));
    var applied = quotas.listServiceQuotasPaginator(r -> r.serviceCode("mgn").maxResults(1)).quotas().stream().toList();
    assertThat(applied).extracting(q -> q.quotaCode()).containsExactly("L-9A599620", "L-50980698");
    assertThat(applied.getFirst().value()).isEqualTo(300);
    assertThat(applied.getFirst().adjustable()).isTrue();
    var defaults = quotas.listAWSDefaultServiceQuotasPaginator(r -> r.serviceCode("mgn").maxResults(3)).quotas().stream();
    assertThat(defaults).hasSize(7).anySatisfy(q -> {
      assertThat(q.quotaCode()).isEqualTo("L-9A599620");
      assertThat(q.value()).isEqualTo(150);
    });
    assertThat(quotas.getServiceQuota(r -> r.serviceCode("mgn").quotaCode("L-9A599620")).quota().value()).isEqualTo(300);
    assertThatThrownBy(() -> quotas.getServiceQuota(r -> r.serviceCode("mgn").quotaCode("L-FE2EBE17")))
        .isInstanceOf(NoSuchResourceException.class);
    assertThatThrownBy(() -> quotas.listServiceQuotas(r -> r.serviceCode("nothing")))
        .isInstanceOf(NoSuchResourceException.class);
    assertThatThrownBy(() -> quotas.listServiceQuotas(r -> r.serviceCode("mgn").maxResults(1000)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatASimulationDeniesTheCallIsDeniedToo() {
    plant(Map.of("denied", Map.of("ConvoyMigration", List.of("mgn:DescribeJobs", "ec2:DescribeSubnets"))));
    var results = iam.simulatePrincipalPolicyPaginator(r -> r.policySourceArn(MIGRATION)
        .actionNames("mgn:DescribeJobs", "ec2:DescribeSubnets", "mgn:StartTest").resourceArns("*"))
        .evaluationResults().stream().toList();
    assertThat(results).extracting(r -> r.evalDecision()).containsExactly(PolicyEvaluationDecisionType.EXPLICIT_DENY,
        PolicyEvaluationDecisionType.EXPLICIT_DENY, PolicyEvaluationDecisionType.ALLOWED);
    assertThat(results.getFirst().evalResourceName()).isEqualTo("*");
    var role = lab.assume(ACCOUNT, "ConvoyMigration");
    try (var mgn = lab.configure(MgnClient.builder(), role);
        var ec2 = lab.configure(Ec2Client.builder(), role)) {
      assertThatThrownBy(() -> mgn.describeJobs(r -> { })).hasMessageContaining("is not authorized to perform: mgn:DescribeJobs");
      assertThatThrownBy(() -> ec2.describeSubnets()).isInstanceOfSatisfying(Ec2Exception.class,
          e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("UnauthorizedOperation"));
      assertThat(mgn.describeSourceServers(r -> { }).items()).isEmpty();
    }
  }

  @Test
  void installersMayInstallAndNothingElseAndUnknownRolesAreNotFound() {
    var role = "arn:aws:iam::111122223333:role/ConvoyAgentInstall";
    assertThat(iam.simulatePrincipalPolicy(r -> r.policySourceArn(role).actionNames("mgn:RegisterAgentForMgn",
        "mgn:StartTest")).evaluationResults()).extracting(r -> r.evalDecisionAsString())
        .containsExactly("allowed", "implicitDeny");
    assertThatThrownBy(() -> iam.simulatePrincipalPolicy(r -> r.policySourceArn(role + "s").actionNames("mgn:StartTest")))
        .isInstanceOf(NoSuchEntityException.class);
  }

  @Test
  void aLongListOfActionsComesInPages() {
    var actions = IntStream.range(0, 230).mapToObj(n -> "mgn:Action" + n).toList();
    assertThat(iam.simulatePrincipalPolicyPaginator(r -> r.policySourceArn(MIGRATION).actionNames(actions))
        .evaluationResults().stream().map(r -> r.evalActionName())).containsExactlyElementsOf(actions);
  }

  @Test
  void aRoleWhoseAssumptionIsDeniedCannotBeAssumed() {
    plant(Map.of("denied", Map.of("ConvoyAgentInstall", List.of("sts:AssumeRole"))));
    assertThatThrownBy(() -> lab.assume(ACCOUNT, "ConvoyAgentInstall")).isInstanceOfSatisfying(StsException.class,
        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied"));
  }

  @Test
  void instanceProfilesHaveTheirRoles() {
    assertThat(iam.getInstanceProfile(r -> r.instanceProfileName(IdentityOperations.INSTANCE_PROFILE)).instanceProfile()
        .roles()).singleElement().satisfies(role -> assertThat(role.arn())
            .isEqualTo("arn:aws:iam::111122223333:role/" + IdentityOperations.INSTANCE_PROFILE));
    assertThatThrownBy(() -> iam.getInstanceProfile(r -> r.instanceProfileName("nobody")))
        .isInstanceOf(NoSuchEntityException.class);
  }

  @Test
  void keysAreEnabledUnlessPlantedOtherwise() {
    var arn = "arn:aws:kms:eu-central-1:111122223333:key/" + KeyOperations.KEY_ID;
    assertThat(kms.describeKey(r -> r.keyId(arn)).keyMetadata().keyState()).isEqualTo(KeyState.ENABLED);
    plant(Map.of("keyStates", Map.of(KeyOperations.KEY_ID, "PendingDeletion")));
    var key = kms.describeKey(r -> r.keyId(KeyOperations.KEY_ID)).keyMetadata();
    assertThat(key.keyState()).isEqualTo(KeyState.PENDING_DELETION);
    assertThat(key.enabled()).isFalse();
    assertThat(key.arn()).isEqualTo(arn);
    assertThatThrownBy(() -> kms.describeKey(r -> r.keyId(arn.replace("1234abcd", "00000000"))))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void addressesThatSomebodyElseHoldsAreNotFree() {
    var taken = "127.62.0.20";
    lab.door("PUT", "/_lab/addresses", Map.of("account", ACCOUNT, "region", "eu-central-1", "subnetId",
        "subnet-0000000c00", "addresses", List.of(taken)));
    assertThat(lab.ec2.describeNetworkInterfaces(r -> r.filters(f -> f.name("addresses.private-ip-address")
        .values(taken, "127.62.0.21"))).networkInterfaces()).singleElement().satisfies(nic -> {
          assertThat(nic.privateIpAddress()).isEqualTo(taken);
          assertThat(nic.subnetId()).isEqualTo("subnet-0000000c00");
        });
    lab.door("PUT", "/_lab/addresses", Map.of("account", ACCOUNT, "region", "eu-central-1", "subnetId",
        "subnet-0000000c00", "leave", 3));
    assertThat(lab.ec2.describeSubnets(r -> r.subnetIds("subnet-0000000c00")).subnets().getFirst()
        .availableIpAddressCount()).isEqualTo(3);
    lab.door("PUT", "/_lab/addresses", Map.of("account", ACCOUNT, "region", "eu-central-1", "subnetId",
        "subnet-0000000c00", "leave", 50));
    assertThat(lab.ec2.describeSubnets(r -> r.subnetIds("subnet-0000000c00")).subnets().getFirst()
        .availableIpAddressCount()).isEqualTo(50);
  }

  @Test
  void typesAreOfferedByZoneAndHostsHaveRoom() {
    assertThat(lab.ec2.describeInstanceTypeOfferings(r -> r.locationType(LocationType.AVAILABILITY_ZONE)
        .filters(f -> f.name("instance-type").values("x2idn.16xlarge", "m5.large"))).instanceTypeOfferings())
        .extracting(o -> o.instanceTypeAsString() + " " + o.location()).containsExactlyInAnyOrder(
            "m5.large eu-central-1a", "m5.large eu-central-1b", "x2idn.16xlarge eu-central-1b");
    assertThat(lab.ec2.describeHosts(r -> { }).hosts()).isEmpty();
    plant(Map.of("hosts", List.of(Map.of("id", "h-00000001", "zone", "eu-central-1a", "instanceType", "m5.large",
        "free", 7))));
    assertThat(lab.ec2.describeHosts(r -> r.filter(f -> f.name("state").values("available"))).hosts()).singleElement()
        .satisfies(host -> assertThat(host.availableCapacity().availableInstanceCapacity().getFirst().availableCapacity())
            .isEqualTo(7));
  }

  private void plant(Map<String, ?> oddity) {
    lab.text("PUT", "/_lab/oddities/" + ACCOUNT, oddity);
    assertThat(Set.copyOf(lab.door("GET", "/_lab/oddities/" + ACCOUNT, Map.of()).propertyNames())).containsAll(oddity.keySet());
  }
}
