package dev.convoy.replication.preflight;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AddressRecord;
import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.kit.worker.UnreachableException;
import dev.convoy.replication.account.AccountGateway;
import dev.convoy.replication.account.AccountView;
import dev.convoy.replication.server.ReadRefusedException;
import dev.convoy.replication.server.StagingSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** An account in which all is well, with subnets a to d of 20 free addresses. */
public final class FakeCloud implements PreflightGateway {

  /** Names of hosted zones. */
  public final Map<String, Map<String, AddressRecord>> zones = new HashMap<>();

  /** What else is to be known of hosted zones; one that is not here holds {@code example.com}, if there is one. */
  public final Map<String, HostedZone> hosted = new HashMap<>();

  /** The role may not ask for zones. */
  public boolean zonesHidden;

  /** Instance types cannot be read. */
  public boolean unreadable;

  /** What was read, in order, with what was asked for. */
  public final List<String> reads = new ArrayList<>();

  /** MGN, initialized and without a template. */
  public AccountGateway mgn() {
    return new AccountGateway() {
      @Override
      public AccountView view(AccountKey account) {
        return new AccountView.WithoutTemplate();
      }

      @Override
      public Answer<Boolean> initialize(AccountKey account) {
        throw new AssertionError("a check changes nothing");
      }

      @Override
      public Answer<StagingSettings> createTemplate(AccountKey account, StagingSettings settings) {
        throw new AssertionError("a check changes nothing");
      }
    };
  }

  @Override
  public String identity(AccountKey account) {
    return "arn:aws:sts::" + account.account() + ":assumed-role/Convoy/x";
  }

  @Override
  public Map<String, Double> quotas(AccountKey account) {
    reads.add("quotas");
    return Map.of("L-9A599620", 150.0, "L-50980698", 4000.0, "L-1216C47A", 1000.0);
  }

  @Override
  public Counted counted(AccountKey account) {
    return new Counted(0, 0);
  }

  @Override
  public Map<String, Subnet> subnets(AccountKey account, Collection<String> ids) {
    reads.add("subnets " + new TreeSet<>(ids));
    var subnets = new TreeMap<String, Subnet>();
    ids.stream().filter(id -> id.length() == "subnet-a".length())
        .forEach(id -> subnets.put(id, new Subnet(id, "vpc-1", "eu-central-1a", "10.0.0.0/24", 20)));
    return subnets;
  }

  @Override
  public Map<String, SecurityGroup> securityGroups(AccountKey account, Collection<String> ids) {
    return Map.of();
  }

  @Override
  public Map<String, Integer> vcpus(AccountKey account, Collection<String> types) {
    reads.add("vcpus " + new TreeSet<>(types));
    if (unreadable) {
      throw new UnreachableException("RequestLimitExceeded", null, new IllegalStateException());
    }
    var vcpus = new HashMap<String, Integer>();
    types.forEach(type -> vcpus.put(type, 2));
    return vcpus;
  }

  @Override
  public Map<String, Set<String>> zones(AccountKey account, Collection<String> types) {
    reads.add("zones " + new TreeSet<>(types));
    var zones = new HashMap<String, Set<String>>();
    types.forEach(type -> zones.put(type, Set.of("eu-central-1a")));
    return zones;
  }

  @Override
  public Map<String, Integer> running(AccountKey account) {
    reads.add("running");
    return Map.of();
  }

  @Override
  public List<String> rolesOfProfile(AccountKey account, String name) {
    return List.of("arn:aws:iam::" + account.account() + ":role/" + name);
  }

  @Override
  public @Nullable Document document(AccountKey account, SsmDocument wanted) {
    return wanted.name().startsWith("AWS-") ? new Document("Active", Set.of("Linux")) : null;
  }

  @Override
  public List<Host> hosts(AccountKey account) {
    return List.of();
  }

  @Override
  public Set<String> addressesInUse(AccountKey account, String subnetId, Collection<String> addresses) {
    return Set.of();
  }

  @Override
  public @Nullable Key key(AccountKey account, String arn) {
    return null;
  }

  @Override
  public boolean bringsLicences(AccountKey account) {
    return false;
  }

  @Override
  public Set<String> denied(AccountKey account, String principalArn, Collection<String> actions, String resource) {
    return Set.of();
  }

  @Override
  public @Nullable HostedZone zone(AccountKey account, String zoneId) {
    if (zonesHidden) {
      throw new ReadRefusedException("AccessDenied", "not allowed", new IllegalStateException());
    }
    return zones.containsKey(zoneId) ? hosted.getOrDefault(zoneId, new HostedZone("example.com", false)) : null;
  }

  @Override
  public @Nullable Map<String, AddressRecord> names(AccountKey account, String zoneId, Collection<String> names) {
    return zones.get(zoneId);
  }

  @Override
  public void assume(AccountKey account, String roleName) {}
}
