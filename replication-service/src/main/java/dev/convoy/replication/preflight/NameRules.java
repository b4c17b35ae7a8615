package dev.convoy.replication.preflight;

import dev.convoy.kit.aws.AddressRecord;
import dev.convoy.kit.core.HookedZone;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Names that are to lead to the targets. */
final class NameRules {

  /** On the zone. */
  static final List<String> ON_ZONE = List.of("route53:ChangeResourceRecordSets", "route53:ListResourceRecordSets");
  /** On what becomes of a change. */
  static final List<String> ON_CHANGE = List.of("route53:GetChange");
  static final String CHANGES = "arn:aws:route53:::change/*";

  /** A zone and the role for it. */
  record Zone(String id, @Nullable String roleArn) {
    /** Only launch-service has the hook: it is not looked at here. */
    boolean isHooked() {
      return HookedZone.of(id).isPresent();
    }

    String arn() {
      return "arn:aws:route53:::hostedzone/" + id;
    }
  }

  private NameRules() {}

  /** Names by zone, each with its servers. */
  static Map<Zone, Map<String, Set<String>>> byZone(Collection<PlannedServer> servers) {
    var zones = new LinkedHashMap<Zone, Map<String, Set<String>>>();
    for (var server : servers) {
      var dns = server.target().dns();
      if (dns != null) {
        dns.names().forEach(name -> zones.computeIfAbsent(new Zone(name.zoneId(), dns.roleArn()), zone -> new TreeMap<>())
            .computeIfAbsent(name.name().toLowerCase(Locale.ROOT), key -> new TreeSet<>()).add(server.serverId()));
      }
    }
    return zones;
  }

  /** A name leads to one server only. */
  static List<Finding> shared(Collection<PlannedServer> servers) {
    var owners = new TreeMap<String, Set<String>>();
    byZone(servers).values().forEach(names -> names.forEach((name, ids) ->
        owners.computeIfAbsent(name, key -> new TreeSet<>()).addAll(ids)));
    servers.forEach(server -> Objects.requireNonNullElse(server.namesElsewhere(), Map.<String, List<String>>of())
        .forEach((name, others) -> owners.computeIfAbsent(name, key -> new TreeSet<>(Set.of(server.serverId()))).addAll(others)));
    var found = new ArrayList<Finding>();
    owners.forEach((name, ids) -> {
      if (ids.size() > 1) {
        found.add(Finding.fault("CVY-3543", "name " + name, "it is declared for " + String.join(", ", ids),
            "a name for each: whoever is cut over last would take it from the others", "leave it out of dnsNames of all but one")
            .of(ids));
      }
    });
    return found;
  }

  /** @param records null = there is no such zone */
  static List<Finding> judge(Zone zone, Map<String, Set<String>> names, @Nullable Map<String, AddressRecord> records) {
    var all = names.values().stream().flatMap(Set::stream).distinct().toList();
    if (records == null) {
      return List.of(missing(zone, names.keySet()).of(all));
    }
    var found = new ArrayList<Finding>();
    names.forEach((name, servers) -> {
      var record = Objects.requireNonNull(records.get(name), name);
      if (record.foreign() != null) {
        found.add(Finding.fault("CVY-3541", "name " + name + " in zone " + zone.id(), "it has " + record.foreign(),
            "one simple A record with one value, or none", "give it one, or leave it out of dnsNames").of(servers));
      } else if (record.address() == null) {
        found.add(Finding.note("CVY-3544", "name " + name + " in zone " + zone.id(), "it does not exist",
            "nothing: it is created with the cutover and taken away by a rollback", "see that it is spelt as users do").of(servers));
      }
    });
    return found;
  }

  /**
   * Whether a zone is the one that is meant.
   *
   * @param names that it is to hold, or domains
   * @param found null = there is no such zone
   */
  static List<Finding> zone(Zone zone, Collection<String> names, PreflightGateway.@Nullable HostedZone found) {
    if (found == null) {
      return List.of(missing(zone, names));
    }
    var others = names.stream().map(name -> name.toLowerCase(Locale.ROOT))
        .filter(name -> !name.equals(found.domain()) && !name.endsWith("." + found.domain())).sorted().toList();
    if (!others.isEmpty()) {
      return List.of(Finding.fault("CVY-3546", "hosted zone " + zone.id() + " of " + String.join(", ", others),
          "it holds " + found.domain(), "a zone that holds them", "correct zones under dns in environments.yml"));
    }
    return found.isPrivate() ? List.of(Finding.note("CVY-3547", "hosted zone " + zone.id() + " of " + found.domain(),
        "it is private: only its VPCs ask it", "users that ask from these VPCs, or through a resolver that forwards to them",
        "name the public zone of " + found.domain() + " under dns in environments.yml if users ask that")) : List.of();
  }

  /** The zone itself may not be looked at; what it says of its names may be. */
  static Finding unseen(Zone zone, String code) {
    return Finding.note("CVY-3548", "hosted zone " + zone.id(), "GetHostedZone says " + code
        + ", so that it is not known which domain it holds", "route53:GetHostedZone for the role",
        "set up the role anew from deploy/aws/convoy-roles.yml");
  }

  static Finding hooked(Zone zone) {
    return Finding.note("CVY-3545", "zone " + zone.id(), "it is behind a hook of launch-service, which was not asked",
        "its names to be read by the hook when the cutover is authorized, before the outage",
        "run the hook by hand to see that it reads them; see operating.md, Names on other DNS servers");
  }

  static Finding missing(Zone zone, Collection<String> names) {
    return Finding.fault("CVY-3540", "hosted zone " + zone.id() + " of " + String.join(", ", names),
        "there is no such zone" + (zone.roleArn() == null ? "" : " in the account of " + zone.roleArn()), "a zone that holds them",
        "correct zones or roleArn under dns in environments.yml");
  }

  static List<Finding> permissions(String principal, Zone zone, Set<String> denied) {
    return denied.isEmpty() ? List.of() : List.of(Finding.fault("CVY-3542", "hosted zone " + zone.id(),
        principal + " may not do " + String.join(", ", denied.stream().sorted().toList()), "to read and change its records",
        "name the zone in ZoneArns of deploy/aws/convoy-roles.yml in its account"));
  }
}
