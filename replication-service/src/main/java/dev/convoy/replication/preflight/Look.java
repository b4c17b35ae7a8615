package dev.convoy.replication.preflight;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.worker.UnreachableException;
import dev.convoy.replication.account.AccountGateway;
import dev.convoy.replication.preflight.PreflightGateway.Subnet;
import dev.convoy.replication.server.ReadRefusedException;
import dev.convoy.replication.server.StagingSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** One look at one account and region. Reads once what several rules need. */
final class Look {

  private static final String EVERYTHING = "*";

  private final PreflightGateway gateway;
  private final AccountKey account;
  private final Preflight.Findings findings;
  private String principal = "";
  private Map<String, Double> quotas = Map.of();
  private Map<String, Subnet> subnets = Map.of();
  private Map<String, Integer> vcpus = Map.of();

  Look(PreflightGateway gateway, AccountKey account) {
    this.gateway = gateway;
    this.account = account;
    this.findings = new Preflight.Findings(account);
  }

  List<Finding> findings() {
    return findings.all();
  }

  /** True if AWS could not be asked about something just now. */
  boolean isIncomplete() {
    return findings.isIncomplete();
  }

  List<String> looked() {
    return findings.looked();
  }

  /** Does the rest if the services can act in the account at all. */
  void identified(Runnable rest) {
    var role = account.roleArn() == null ? "of the process" : account.roleArn();
    try {
      var identity = gateway.identity(account);
      var stranger = AccountRules.stranger(account.account(), identity);
      if (stranger != null) {
        findings.add(stranger);
        return;
      }
      principal = AccountRules.principal(account.roleArn(), identity);
      rest.run();
    } catch (ReadRefusedException e) {
      findings.add(AccountRules.notAssumable("CVY-3401", role, e.code()));
    } catch (UnreachableException e) {
      findings.incomplete();
      findings.add(AccountRules.notAssumable("CVY-3401", role, String.valueOf(e.getMessage())));
    }
  }

  /** MGN, permissions, key, installers. */
  void account(AccountGateway mgn, Preflight.Settings settings, Target target) {
    findings.part("MGN and its template", () ->
        AccountRules.mgn(mgn.view(account), staging(target, settings.privateRouting())));
    findings.part("permissions of the services", () -> AccountRules.permissions(principal,
        gateway.denied(account, principal, NeededActions.all(), EVERYTHING)));
    findings.part("assuming the role of installers", () -> installers(settings.installRole()));
  }

  private static StagingSettings staging(Target target, boolean privateRouting) {
    return new StagingSettings(target.stagingSubnetId(), target.stagingSecurityGroupIds(),
        target.replicationServerInstanceType(), target.ebsEncryptionKeyArn(), privateRouting);
  }

  private List<Finding> installers(String name) {
    var role = "arn:aws:iam::" + account.account() + ":role/" + name;
    try {
      gateway.assume(account, name);
    } catch (ReadRefusedException e) {
      return List.of(AccountRules.notAssumable("CVY-3413", role, e.code()));
    }
    return AccountRules.installer(role, gateway.denied(account, role, NeededActions.OF_INSTALLER, EVERYTHING));
  }

  /**
   * What servers need there.
   *
   * @param servers that count against quotas
   * @param placed servers whose networks and types are looked at; more than those when only one of several networks
   *     will be used
   */
  void placed(List<PlannedServer> servers, List<PlannedServer> placed, Preflight.Settings settings) {
    findings.part("quotas of MGN", () -> {
      var found = new ArrayList<>(jobs(servers));
      found.addAll(QuotaRules.servers(servers, quotas, gateway.counted(account), settings.maxReplicatingServers()));
      return found;
    });
    launchable(servers, placed);
    names(placed);
  }

  /** Zones, what may be done in them and what stands there. */
  private void names(List<PlannedServer> servers) {
    NameRules.byZone(servers).forEach((zone, names) -> {
      if (zone.isHooked()) {
        findings.add(NameRules.hooked(zone).of(names.values().stream().flatMap(Set::stream).distinct().toList()));
        return;
      }
      permissions(zone);
      meant(zone, names.keySet(), names.values().stream().flatMap(Set::stream).distinct().toList(), false);
      findings.part("names in zone " + zone.id(), () ->
          NameRules.judge(zone, names, gateway.names(account.by(zone.roleArn()), zone.id(), names.keySet())));
    });
  }

  /** @param missing whether it is said here that there is no such zone */
  private void meant(NameRules.Zone zone, Collection<String> names, Collection<String> servers, boolean missing) {
    findings.part("zone " + zone.id(), () -> {
      try {
        var found = gateway.zone(account.by(zone.roleArn()), zone.id());
        return found == null && !missing ? List.of()
            : NameRules.zone(zone, names, found).stream().map(finding -> finding.of(servers)).toList();
      } catch (ReadRefusedException e) {
        return List.of(NameRules.unseen(zone, e.code()).of(servers));
      }
    });
  }

  private void permissions(NameRules.Zone zone) {
    var role = zone.roleArn() == null ? principal : zone.roleArn();
    findings.part("permissions in zone " + zone.id(), () -> {
      var denied = new TreeSet<>(gateway.denied(account.by(zone.roleArn()), role, NameRules.ON_ZONE, zone.arn()));
      denied.addAll(gateway.denied(account.by(zone.roleArn()), role, NameRules.ON_CHANGE, NameRules.CHANGES));
      return NameRules.permissions(role, zone, denied);
    });
  }

  /**
   * Hosted zones of an environment.
   *
   * @param dns domains in place of names
   */
  void zones(Target.Dns dns) {
    dns.names().forEach(domain -> {
      var zone = new NameRules.Zone(domain.zoneId(), dns.roleArn());
      if (zone.isHooked()) {
        findings.add(NameRules.hooked(zone));
        return;
      }
      permissions(zone);
      findings.part("records of zone " + zone.id(), () ->
          gateway.names(account.by(dns.roleArn()), zone.id(), List.of(domain.name())) == null
              ? List.of(NameRules.missing(zone, List.of(domain.name()))) : List.of());
      meant(zone, List.of(domain.name()), List.of(), false);
    });
  }

  /** What servers that replicate need when they are launched. */
  void launchable(List<PlannedServer> servers) {
    findings.part("quotas of MGN", () -> jobs(servers));
    launchable(servers, servers);
    NameRules.byZone(servers).forEach((zone, names) -> {
      if (!zone.isHooked()) {
        meant(zone, names.keySet(), names.values().stream().flatMap(Set::stream).distinct().toList(), true);
      }
    });
  }

  private List<Finding> jobs(List<PlannedServer> servers) {
    quotas = gateway.quotas(account);
    var found = new ArrayList<>(QuotaRules.missing(quotas));
    found.addAll(QuotaRules.jobs(servers, quotas));
    return found;
  }

  private void launchable(List<PlannedServer> servers, List<PlannedServer> placed) {
    if (servers.stream().anyMatch(server -> server.target().dns() != null)) {
      findings.part("names of several servers", () -> NameRules.shared(servers));
    }
    networks(placed);
    launches(placed);
    findings.part("quotas of EC2", () -> vcpus(servers));
    keys(placed);
  }

  private void networks(List<PlannedServer> servers) {
    var uses = NetworkRules.uses(servers, quotas.getOrDefault(QuotaRules.IN_ALL_JOBS, 200.0).intValue());
    findings.part("subnets, security groups, free addresses", () -> {
      var groups = new TreeSet<String>();
      uses.forEach(use -> groups.addAll(use.groups().keySet()));
      subnets = gateway.subnets(account, uses.stream().map(NetworkRules.Use::subnetId).distinct().toList());
      return NetworkRules.judge(uses, subnets, gateway.securityGroups(account, groups));
    });
    var planned = AddressRules.planned(servers);
    if (!planned.isEmpty()) {
      findings.part("planned private addresses", () -> {
        var inUse = new LinkedHashMap<String, Set<String>>();
        planned.forEach((subnet, addresses) -> inUse.put(subnet, gateway.addressesInUse(account, subnet, addresses)));
        return AddressRules.judge(servers, subnets, inUse);
      });
    }
  }

  private void launches(List<PlannedServer> servers) {
    findings.part("instance types in their zones", () -> {
      var types = LaunchRules.types(servers);
      vcpus = gateway.vcpus(account, types);
      return LaunchRules.types(servers, vcpus.keySet(), gateway.zones(account, types), subnets);
    });
    LaunchRules.wanting(servers, server -> server.target().instanceProfile()).forEach((profile, ids) ->
        findings.part("instance profile " + profile, () -> profile(profile, ids)));
    if (servers.stream().anyMatch(server -> !server.target().postLaunchActions().isEmpty())) {
      findings.part("post-launch actions", () -> LaunchRules.unprofiled(servers));
    }
    LaunchRules.documents(servers).forEach((document, wanting) -> findings.part("SSM document " + document,
        () -> LaunchRules.document(document, wanting, gateway.document(account, document))));
    if (servers.stream().anyMatch(server -> server.target().tenancy().equals("host"))) {
      findings.part("Dedicated Hosts", () -> LaunchRules.hosts(servers, gateway.hosts(account), subnets));
    }
    if (servers.stream().anyMatch(PlannedServer::windows)) {
      findings.part("licences", () -> LaunchRules.licences(servers, gateway.bringsLicences(account)));
    }
  }

  private List<Finding> profile(String profile, Collection<String> servers) {
    var roles = gateway.rolesOfProfile(account, profile);
    if (roles == null || roles.isEmpty()) {
      return List.of(LaunchRules.noProfile(profile, servers));
    }
    var role = roles.getFirst();
    return AccountRules.passing(principal, profile, role,
        gateway.denied(account, principal, List.of("iam:PassRole"), role), servers);
  }

  private List<Finding> vcpus(List<PlannedServer> servers) {
    var running = gateway.running(account);
    var unknown = new LinkedHashSet<>(running.keySet());
    unknown.removeAll(vcpus.keySet());
    var all = new LinkedHashMap<>(vcpus);
    all.putAll(unknown.isEmpty() ? Map.of() : gateway.vcpus(account, unknown));
    return QuotaRules.vcpus(servers, quotas, all, running);
  }

  private void keys(List<PlannedServer> servers) {
    LaunchRules.wanting(servers, server -> server.target().ebsEncryptionKeyArn()).forEach((arn, ids) ->
        findings.part("EBS key " + arn, () -> {
          var key = gateway.key(account, arn);
          var found = new ArrayList<>(AccountRules.key(arn, account.region(), key));
          if (key != null) {
            found.addAll(AccountRules.keyUse(arn, principal,
                gateway.denied(account, principal, NeededActions.ON_KEY, arn)));
          }
          return found.stream().map(finding -> finding.of(ids)).toList();
        }));
  }
}
