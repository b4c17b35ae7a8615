package dev.convoy.lab.world;

import dev.convoy.events.cmdb.ServerDeclared;
import dev.convoy.lab.aws.cloud.HostedZone;
import dev.convoy.lab.aws.cloud.RecordSet;
import dev.convoy.lab.fleetplan.LabNetwork;
import dev.convoy.lab.names.NameHook;
import dev.convoy.lab.names.NameServer;
import dev.convoy.lab.run.LabFailure;
import dev.convoy.lab.run.LabOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Names that some servers of the lab have besides those of Route 53: in a zone on a DNS server that launch-service reaches by a hook.
 * Each question is a process of its own, so they are few.
 */
final class HookedNames {

  private static final String HOOK = "lab";
  private static final int NAMED_PER_HOOKED = 50;
  private static final String DOMAIN = "dc.";

  private HookedNames() {}

  /** Another build may not know of hooks. */
  static boolean areThere(LabOptions options) {
    return options.versions().otherClassPath().isEmpty();
  }

  /** Domain of an account behind the hook, as environments.yml has it. */
  static String zones(int account) {
    return ", " + DOMAIN + LabNetwork.domain(account) + ": \"hook:" + HOOK + "\"";
  }

  /** The same servers, where the first of each account that has a name, and each fiftieth, has a second one there. */
  static List<ServerDeclared> in(List<ServerDeclared> declarations) {
    var accounts = new HashSet<String>();
    var named = new ArrayList<String>();
    var changed = new ArrayList<ServerDeclared>();
    for (var declared : declarations) {
      boolean has = !declared.getDnsNames().isEmpty();
      boolean first = has && accounts.add(declared.getAccount());
      if (has) {
        named.add(declared.getServerId());
      }
      changed.add(first || has && named.size() % NAMED_PER_HOOKED == 0 ? hooked(declared) : declared);
    }
    return List.copyOf(changed);
  }

  private static ServerDeclared hooked(ServerDeclared declared) {
    var name = declared.getDnsNames().getFirst();
    var label = name.indexOf('.');
    return ServerDeclared.newBuilder(declared)
        .setDnsNames(List.of(name, name.substring(0, label + 1) + DOMAIN + name.substring(label + 1))).build();
  }

  /** Whether a name lies there. */
  static boolean has(String name) {
    return IntStream.range(0, LabNetwork.accounts()).anyMatch(account -> name.endsWith("." + DOMAIN + LabNetwork.domain(account)));
  }

  /** The server, on which the names lead to the sources until somebody leads them elsewhere. */
  static NameServer serve(List<ServerDeclared> declarations, Map<String, String> addresses, long ttl, Path ledger, LabOptions options) {
    var zones = IntStream.range(0, options.accounts()).mapToObj(LabNetwork::domain).map(domain -> DOMAIN + domain)
        .map(domain -> new HostedZone.State(domain, domain, false, records(declarations, addresses, ttl, domain))).toList();
    var server = new NameServer(zones, ledger, options.speed(), options.seed(), Clock.systemUTC());
    switch (options.faults()) {
      case none -> server.disturb(0, 0);
      case light -> server.disturb(0.02, 0.02);
      case heavy, storm -> server.disturb(0.2, 0.1);
    }
    return server;
  }

  private static List<RecordSet> records(List<ServerDeclared> declarations, Map<String, String> addresses, long ttl, String domain) {
    return declarations.stream().flatMap(each -> each.getDnsNames().stream().filter(name -> name.endsWith("." + domain))
        .flatMap(name -> Stream.ofNullable(addresses.get(each.getServerId())).map(address ->
            RecordSet.simple(name, "A", ttl, List.of(address)))))
        .sorted(Comparator.comparing(RecordSet::name)).toList();
  }

  /** Settings of launch-service. */
  static Map<String, String> settings(Path conf, LabOptions options) {
    try {
      var program = NameHook.write(conf.resolve("name-hook"), options.ports().awsUrl().resolve("/_lab/names"));
      return Map.of("convoy.launch.name-hooks." + HOOK + ".program", program.toAbsolutePath().toString());
    } catch (IOException e) {
      throw new LabFailure("[CVY-9334] lab: the hook for names was not written to " + conf + ": " + e.getMessage() + "; check the disk", e);
    }
  }
}
