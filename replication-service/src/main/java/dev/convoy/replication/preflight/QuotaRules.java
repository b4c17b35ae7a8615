package dev.convoy.replication.preflight;

import dev.convoy.replication.preflight.PreflightGateway.Counted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether the quotas leave room. Codes are those of the AWS General Reference for MGN and of Service Quotas for EC2; a vCPU
 * quota counts on-demand instances of a class of types.
 */
final class QuotaRules {

  static final String REPLICATING = "L-9A599620";
  static final String NOT_ARCHIVED = "L-50980698";
  static final String JOBS = "L-FE2EBE17";
  static final String IN_ONE_JOB = "L-F1FD732F";
  static final String IN_ALL_JOBS = "L-4FF77426";

  private static final String STANDARD = "L-1216C47A";
  private static final String RAISE = "have the quota raised in Service Quotas, or move servers to another wave or account";

  /** vCPUs that MGN's choice of type is taken to have, at least. */
  private static final int UNDECLARED = 2;

  /** vCPUs of a conversion server: m5.large. */
  private static final int CONVERSION = 2;

  private QuotaRules() {}

  /** Without these nothing can be said. */
  static List<Finding> missing(Map<String, Double> quotas) {
    return Stream.of(REPLICATING, NOT_ARCHIVED, STANDARD).filter(code -> !quotas.containsKey(code))
        .map(code -> AccountRules.unread("quota " + code, "Service Quotas does not list it")).toList();
  }

  /** The vCPU quota that a type counts against, by the beginning of its name; null = none that is looked at. */
  static @Nullable String vcpuQuota(String type) {
    var family = type.split("\\.", 2)[0];
    if (family.startsWith("u-") || family.startsWith("hpc") || family.startsWith("mac")) {
      return null;
    }
    if (family.startsWith("inf")) {
      return "L-1945791B";
    }
    if (family.startsWith("trn")) {
      return "L-2C3B7624";
    }
    if (family.startsWith("dl")) {
      return "L-6E869C2A";
    }
    return switch (family.charAt(0)) {
      case 'a', 'c', 'd', 'h', 'i', 'm', 'r', 't', 'z' -> STANDARD;
      case 'x' -> "L-7295265B";
      case 'g', 'v' -> "L-DB2E81BA";
      case 'p' -> "L-417A185B";
      case 'f' -> "L-74FC7D96";
      default -> null;
    };
  }

  /** Servers against MGN's quotas. {@code promised} is the setting of how many this service lets replicate. */
  static List<Finding> servers(
      Collection<PlannedServer> servers, Map<String, Double> quotas, Counted counted, int promised) {
    var found = new ArrayList<Finding>();
    var fresh = servers.stream().filter(server -> !server.bound()).map(PlannedServer::serverId).toList();
    room(found, "CVY-3440", "servers that replicate at a time", REPLICATING, quotas, counted.replicating(), fresh);
    room(found, "CVY-3441", "servers that are not archived", NOT_ARCHIVED, quotas, counted.notArchived(), fresh);
    var quota = quotas.get(REPLICATING);
    if (quota != null && quota < promised) {
      found.add(Finding.fault("CVY-3444", "convoy.replication.max-replicating-servers", promised + "",
          "at most " + whole(quota) + ", the quota " + REPLICATING, "lower the setting, or have the quota raised"));
    }
    return found;
  }

  private static void room(List<Finding> found, String code, String about, String quotaCode, Map<String, Double> quotas,
      int used, List<String> servers) {
    var quota = quotas.get(quotaCode);
    if (quota != null && !servers.isEmpty() && used + servers.size() > quota) {
      found.add(Finding.fault(code, "quota " + quotaCode + ", " + about,
          used + " of " + whole(quota) + " are used", "room for " + servers.size(), RAISE).of(servers));
    }
  }

  /** An application is launched in one job. */
  static List<Finding> jobs(Collection<PlannedServer> servers, Map<String, Double> quotas) {
    var most = Math.min(quotas.getOrDefault(IN_ONE_JOB, 200.0), quotas.getOrDefault(IN_ALL_JOBS, 200.0));
    var found = new ArrayList<Finding>();
    LaunchRules.wanting(servers, PlannedServer::group).forEach((group, ids) -> {
      if (ids.size() > most) {
        found.add(Finding.fault("CVY-3443", group, ids.size() + " servers are launched together",
            "at most " + whole(most) + " (quotas " + IN_ONE_JOB + ", " + IN_ALL_JOBS + ")",
            "split the application").of(ids));
      }
    });
    return found;
  }

  /**
   * vCPUs of one instance for each server, and of the replication and conversion servers of all.
   *
   * @param vcpus of types, by name
   * @param running instances by type
   */
  static List<Finding> vcpus(Collection<PlannedServer> servers, Map<String, Double> quotas, Map<String, Integer> vcpus,
      Map<String, Integer> running) {
    var used = new TreeMap<String, Integer>();
    running.forEach((type, count) -> add(used, type, count * vcpus.getOrDefault(type, UNDECLARED)));
    var wanted = new TreeMap<String, Integer>();
    var users = new TreeMap<String, List<String>>();
    servers.stream().filter(server -> !server.launched()).forEach(server -> {
      var type = server.target().instanceType();
      var counted = server.target().tenancy().equals("host") ? null : vcpuQuota(type == null ? "m5.large" : type);
      if (counted != null) {
        wanted.merge(counted, type == null ? UNDECLARED : vcpus.getOrDefault(type, UNDECLARED), Integer::sum);
        users.computeIfAbsent(counted, quota -> new ArrayList<>()).add(server.serverId());
      }
    });
    var launches = (int) servers.stream().filter(server -> !server.launched()).count();
    var conversions = Math.min(launches, quotas.getOrDefault(IN_ALL_JOBS, 200.0).intValue());
    wanted.merge(STANDARD, conversions * CONVERSION, Integer::sum);
    LaunchRules.wanting(servers.stream().filter(server -> !server.bound()).toList(),
        server -> server.target().replicationServerInstanceType()).forEach((type, ids) ->
            add(wanted, type, NetworkRules.replicationServers(ids.size()) * vcpus.getOrDefault(type, UNDECLARED)));
    var found = new ArrayList<Finding>();
    wanted.forEach((code, needed) -> {
      var quota = quotas.get(code);
      if (quota != null && used.getOrDefault(code, 0) + needed > quota) {
        found.add(Finding.fault("CVY-3442", "quota " + code + ", vCPUs of running on-demand instances",
            used.getOrDefault(code, 0) + " of " + whole(quota) + " are used", "room for " + needed, RAISE)
            .of(users.getOrDefault(code, List.of())));
      }
    });
    return found;
  }

  private static void add(Map<String, Integer> sums, String type, int vcpus) {
    var code = vcpuQuota(type);
    if (code != null) {
      sums.merge(code, vcpus, Integer::sum);
    }
  }

  private static String whole(double value) {
    return Long.toString((long) value);
  }
}
