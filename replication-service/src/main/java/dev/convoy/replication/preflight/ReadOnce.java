package dev.convoy.replication.preflight;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AddressRecord;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What was read once is not asked for again: several waves whose servers go to one account are judged by one look at it. For
 * one thread, and for that look only. What could not be read is asked for again.
 */
final class ReadOnce implements PreflightGateway {

  private final PreflightGateway gateway;
  private final Map<AccountKey, String> identities = new HashMap<>();
  private final Map<AccountKey, Map<String, Double>> quotas = new HashMap<>();
  private final Map<AccountKey, Map<String, Integer>> running = new HashMap<>();
  private final Map<AccountKey, List<Host>> hosts = new HashMap<>();
  private final Map<AccountKey, Boolean> licences = new HashMap<>();
  private final ById<Subnet> subnets = new ById<>();
  private final ById<SecurityGroup> groups = new ById<>();
  private final ById<Integer> vcpus = new ById<>();
  private final ById<Set<String>> zones = new ById<>();
  private final Map<Named, Optional<List<String>>> profiles = new HashMap<>();
  private final Map<Wanted, Optional<Document>> documents = new HashMap<>();
  private final Map<Named, Optional<Key>> keys = new HashMap<>();
  private final Map<Named, Optional<HostedZone>> hostedZones = new HashMap<>();
  private final Map<Judged, Set<String>> denied = new HashMap<>();

  private record Named(AccountKey account, String name) {}

  private record Wanted(AccountKey account, SsmDocument document) {}

  private record Judged(AccountKey account, String principalArn, Set<String> actions, String resource) {}

  /** Things that are asked for by ids, many at once. Those that do not exist are known too. */
  private static final class ById<V> {
    private final Set<Named> asked = new HashSet<>();
    private final Map<Named, V> known = new HashMap<>();

    Map<String, V> get(AccountKey account, Collection<String> ids, BiFunction<AccountKey, Collection<String>, Map<String, V>> read) {
      var news = ids.stream().distinct().filter(id -> !asked.contains(new Named(account, id))).toList();
      if (!news.isEmpty()) {
        read.apply(account, news).forEach((id, value) -> known.put(new Named(account, id), value));
        news.forEach(id -> asked.add(new Named(account, id)));
      }
      var found = new HashMap<String, V>();
      ids.forEach(id -> Optional.ofNullable(known.get(new Named(account, id))).ifPresent(value -> found.put(id, value)));
      return found;
    }
  }

  ReadOnce(PreflightGateway gateway) {
    this.gateway = gateway;
  }

  @Override
  public String identity(AccountKey account) {
    return identities.computeIfAbsent(account, gateway::identity);
  }

  @Override
  public Map<String, Double> quotas(AccountKey account) {
    return quotas.computeIfAbsent(account, gateway::quotas);
  }

  @Override
  public Counted counted(AccountKey account) {
    return gateway.counted(account);
  }

  @Override
  public Map<String, Subnet> subnets(AccountKey account, Collection<String> ids) {
    return subnets.get(account, ids, gateway::subnets);
  }

  @Override
  public Map<String, SecurityGroup> securityGroups(AccountKey account, Collection<String> ids) {
    return groups.get(account, ids, gateway::securityGroups);
  }

  @Override
  public Map<String, Integer> vcpus(AccountKey account, Collection<String> types) {
    return vcpus.get(account, types, gateway::vcpus);
  }

  @Override
  public Map<String, Set<String>> zones(AccountKey account, Collection<String> types) {
    return zones.get(account, types, gateway::zones);
  }

  @Override
  public Map<String, Integer> running(AccountKey account) {
    return running.computeIfAbsent(account, gateway::running);
  }

  @Override
  public @Nullable List<String> rolesOfProfile(AccountKey account, String name) {
    return profiles.computeIfAbsent(new Named(account, name), key -> Optional.ofNullable(gateway.rolesOfProfile(account, name)))
        .orElse(null);
  }

  @Override
  public @Nullable Document document(AccountKey account, SsmDocument wanted) {
    return documents.computeIfAbsent(new Wanted(account, wanted), key -> Optional.ofNullable(gateway.document(account, wanted)))
        .orElse(null);
  }

  @Override
  public List<Host> hosts(AccountKey account) {
    return hosts.computeIfAbsent(account, gateway::hosts);
  }

  @Override
  public Set<String> addressesInUse(AccountKey account, String subnetId, Collection<String> addresses) {
    return gateway.addressesInUse(account, subnetId, addresses);
  }

  @Override
  public @Nullable Key key(AccountKey account, String arn) {
    return keys.computeIfAbsent(new Named(account, arn), key -> Optional.ofNullable(gateway.key(account, arn))).orElse(null);
  }

  @Override
  public boolean bringsLicences(AccountKey account) {
    return licences.computeIfAbsent(account, gateway::bringsLicences);
  }

  @Override
  public Set<String> denied(AccountKey account, String principalArn, Collection<String> actions, String resource) {
    return denied.computeIfAbsent(new Judged(account, principalArn, Set.copyOf(actions), resource),
        asked -> gateway.denied(account, principalArn, actions, resource));
  }

  @Override
  public @Nullable HostedZone zone(AccountKey account, String zoneId) {
    return hostedZones.computeIfAbsent(new Named(account, zoneId), key -> Optional.ofNullable(gateway.zone(account, zoneId)))
        .orElse(null);
  }

  @Override
  public @Nullable Map<String, AddressRecord> names(AccountKey account, String zoneId, Collection<String> names) {
    return gateway.names(account, zoneId, names);
  }

  @Override
  public void assume(AccountKey account, String roleName) {
    gateway.assume(account, roleName);
  }
}
