package dev.convoy.replication.adapter.aws;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AddressRecord;
import dev.convoy.kit.aws.AwsCalls;
import dev.convoy.kit.aws.AwsClients;
import dev.convoy.replication.preflight.PreflightGateway;
import dev.convoy.replication.preflight.SsmDocument;
import dev.convoy.replication.server.ReadRefusedException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.model.ContextEntry;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.kms.model.NotFoundException;
import software.amazon.awssdk.services.mgn.model.DataReplicationState;
import software.amazon.awssdk.services.mgn.model.SourceServer;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.servicequotas.model.ServiceQuota;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.InvalidDocumentException;
import software.amazon.awssdk.services.ssm.model.InvalidDocumentVersionException;

/** {@link PreflightGateway} on AWS. Reads what EC2 has in {@link Ec2Capacity}. */
public final class AwsPreflightGateway implements PreflightGateway {

  private static final List<String> QUOTAS_OF = List.of("mgn", "ec2");

  /** States in which MGN does not count a server as replicating. */
  private static final Set<DataReplicationState> IDLE =
      Set.of(DataReplicationState.STOPPED, DataReplicationState.DISCONNECTED);

  /** Least that STS gives. */
  private static final int SECONDS = 900;
  /** Names of a zone that are read one by one. */
  private static final int FEW = 20;
  private static final String MOST_SETS = "100";

  private final AwsClients clients;
  private final Ec2Capacity ec2;

  public AwsPreflightGateway(AwsClients clients) {
    this.clients = clients;
    this.ec2 = new Ec2Capacity(clients);
  }

  static <T> T read(Supplier<T> call) {
    try {
      return AwsCalls.read(call);
    } catch (AwsServiceException e) {
      throw new ReadRefusedException(AwsCalls.code(e), String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public String identity(AccountKey account) {
    return read(() -> clients.stsReader(account).getCallerIdentity().arn());
  }

  @Override
  public void assume(AccountKey account, String roleName) {
    try (var sts = clients.sts(account.region())) {
      read(() -> sts.assumeRole(request -> request.roleArn("arn:aws:iam::" + account.account() + ":role/" + roleName)
          .roleSessionName("convoy-check").durationSeconds(SECONDS)).assumedRoleUser());
    }
  }

  /** Quotas that were never raised may be listed as defaults only. */
  @Override
  public Map<String, Double> quotas(AccountKey account) {
    var quotas = new HashMap<String, Double>();
    Consumer<ServiceQuota> note = quota -> quotas.put(quota.quotaCode(), quota.value());
    for (var service : QUOTAS_OF) {
      read(() -> clients.quotasReader(account).listAWSDefaultServiceQuotasPaginator(r -> r.serviceCode(service))
          .quotas().stream().toList()).forEach(note);
      read(() -> clients.quotasReader(account).listServiceQuotasPaginator(r -> r.serviceCode(service))
          .quotas().stream().toList()).forEach(note);
    }
    return quotas;
  }

  @Override
  public Counted counted(AccountKey account) {
    try {
      var servers = read(() -> clients.mgnReader(account)
          .describeSourceServersPaginator(r -> r.filters(f -> f.isArchived(false)).maxResults(1000)).items().stream()
          .map(AwsPreflightGateway::replicates).toList());
      return new Counted((int) servers.stream().filter(each -> each).count(), servers.size());
    } catch (ReadRefusedException e) {
      if (e.code().equals("UninitializedAccountException")) {
        return new Counted(0, 0);
      }
      throw e;
    }
  }

  private static boolean replicates(SourceServer server) {
    var info = server.dataReplicationInfo();
    return info != null && info.dataReplicationState() != null && !IDLE.contains(info.dataReplicationState());
  }

  @Override
  public boolean bringsLicences(AccountKey account) {
    try {
      return read(() -> clients.mgnReader(account).describeLaunchConfigurationTemplatesPaginator(r -> r.maxResults(1000))
          .items().stream().anyMatch(template -> template.licensing() != null
              && Boolean.TRUE.equals(template.licensing().osByol())));
    } catch (ReadRefusedException e) {
      if (e.code().equals("UninitializedAccountException")) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public Map<String, Subnet> subnets(AccountKey account, Collection<String> ids) {
    return ec2.subnets(account, ids);
  }

  @Override
  public Map<String, SecurityGroup> securityGroups(AccountKey account, Collection<String> ids) {
    return ec2.securityGroups(account, ids);
  }

  @Override
  public Map<String, Integer> vcpus(AccountKey account, Collection<String> types) {
    return ec2.vcpus(account, types);
  }

  @Override
  public Map<String, Set<String>> zones(AccountKey account, Collection<String> types) {
    return ec2.zones(account, types);
  }

  @Override
  public Map<String, Integer> running(AccountKey account) {
    return ec2.running(account);
  }

  @Override
  public List<Host> hosts(AccountKey account) {
    return ec2.hosts(account);
  }

  @Override
  public Set<String> addressesInUse(AccountKey account, String subnetId, Collection<String> addresses) {
    return ec2.addressesInUse(account, subnetId, addresses);
  }

  @Override
  public @Nullable List<String> rolesOfProfile(AccountKey account, String name) {
    return read(() -> {
      try {
        return clients.iamReader(account).getInstanceProfile(r -> r.instanceProfileName(name)).instanceProfile().roles()
            .stream().map(Role::arn).toList();
      } catch (NoSuchEntityException e) {
        return null;
      }
    });
  }

  @Override
  public @Nullable Document document(AccountKey account, SsmDocument wanted) {
    try (var ssm = clients.reader(SsmClient.builder(), account)) {
      return read(() -> {
        try {
          var found = ssm.describeDocument(r -> r.name(wanted.name()).documentVersion(wanted.version())).document();
          return new Document(Objects.requireNonNullElse(found.statusAsString(), ""), Set.copyOf(found.platformTypesAsStrings()));
        } catch (InvalidDocumentException | InvalidDocumentVersionException e) {
          return null;
        }
      });
    }
  }

  @Override
  public @Nullable HostedZone zone(AccountKey account, String zoneId) {
    try {
      var zone = read(() -> clients.route53Reader(account).getHostedZone(r -> r.id(zoneId)).hostedZone());
      var domain = zone.name().toLowerCase(Locale.ROOT);
      return new HostedZone(domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain,
          zone.config() != null && Boolean.TRUE.equals(zone.config().privateZone()));
    } catch (ReadRefusedException e) {
      if (e.code().equals("NoSuchHostedZone")) {
        return null;
      }
      throw e;
    }
  }

  /** One by one where they are few, else all of the zone: Route 53 lets an account ask five times a second. */
  @Override
  public @Nullable Map<String, AddressRecord> names(AccountKey account, String zoneId, Collection<String> names) {
    try {
      var zone = names.size() <= FEW ? null : read(() -> clients.route53Reader(account)
          .listResourceRecordSetsPaginator(r -> r.hostedZoneId(zoneId).maxItems(MOST_SETS)).resourceRecordSets().stream().toList());
      var found = new HashMap<String, AddressRecord>();
      for (var name : names) {
        found.put(name, AddressRecord.of(name, zone != null ? zone : read(() -> clients.route53Reader(account)
            .listResourceRecordSets(r -> r.hostedZoneId(zoneId).startRecordName(name).startRecordType(RRType.A).maxItems(MOST_SETS))
            .resourceRecordSets())));
      }
      return found;
    } catch (ReadRefusedException e) {
      if (e.code().equals("NoSuchHostedZone")) {
        return null;
      }
      throw e;
    }
  }

  @Override
  public @Nullable Key key(AccountKey account, String arn) {
    return read(() -> {
      try {
        var key = clients.kmsReader(account).describeKey(r -> r.keyId(arn)).keyMetadata();
        return new Key(Objects.requireNonNullElse(key.keyStateAsString(), ""),
            Objects.requireNonNullElse(key.keyUsageAsString(), ""), Objects.requireNonNullElse(key.keySpecAsString(), ""));
      } catch (NotFoundException e) {
        return null;
      }
    });
  }

  /** The conditions under which Convoy and MGN make the calls, so that a policy may ask for them. */
  @Override
  public Set<String> denied(AccountKey account, String principalArn, Collection<String> actions, String resource) {
    var conditions = Map.of("iam:PassedToService", "ec2.amazonaws.com", "iam:AWSServiceName", "mgn.amazonaws.com",
        "ec2:CreateAction", "CreateSnapshots", "aws:ResourceTag/AWSApplicationMigrationServiceManaged", "mgn.amazonaws.com");
    var contexts = new ArrayList<ContextEntry>();
    conditions.forEach((key, value) -> contexts.add(context(key, "string", value)));
    contexts.add(context("kms:GrantIsForAWSResource", "boolean", "true"));
    return new HashSet<>(read(() -> clients.iamReader(account).simulatePrincipalPolicyPaginator(r -> r
        .policySourceArn(principalArn).actionNames(actions).resourceArns(resource).contextEntries(contexts))
        .evaluationResults().stream()
        .filter(result -> result.evalDecision() != PolicyEvaluationDecisionType.ALLOWED)
        .map(result -> result.evalActionName()).toList()));
  }

  private static ContextEntry context(String key, String type, String value) {
    return ContextEntry.builder().contextKeyName(key).contextKeyType(type).contextKeyValues(value).build();
  }
}
