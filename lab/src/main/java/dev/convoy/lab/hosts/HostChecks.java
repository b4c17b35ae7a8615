package dev.convoy.lab.hosts;

import dev.convoy.lab.targets.TargetFleet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The answer to the verb {@code check}: prerequisites and profile. Endpoints are believed, not connected to. */
final class HostChecks {
  private static final long MIB = 1L << 20;
  private static final long FULL_DISK_MIB = 180;
  private static final int HIGHEST_PORT = 65_535;
  private static final String OWN = "own.";
  /** No account of the lab knows it. */
  private static final String FOREIGN_SOURCE_SERVER = "s-ffffffffffffffff0";
  private static final List<String> LINUX = List.of("kernel", "python", "tmp-exec", "kernel-headers", "secure-boot",
      "package-lock");
  private static final List<String> WINDOWS = List.of("powershell", "wmi", "dotnet", "tls-1.2", "pending-reboot");
  private static final List<String> TRAITS = List.of("domain-controller", "cluster-node", "database-replication",
      "shared-disk", "several-cards", "static-routes", "dongle");

  private final SimulatedHost host;
  private final @Nullable String sourceServerId;
  private final HostAnswer answer = new HostAnswer();

  private HostChecks(SimulatedHost host, @Nullable String sourceServerId) {
    this.host = host;
    this.sourceServerId = sourceServerId;
  }

  /** @param sourceServerId MGN's id once the agent is installed */
  static String answer(SimulatedHost host, @Nullable String sourceServerId, HostPayload payload, Instant now) {
    HostChecks checks = new HostChecks(host, sourceServerId);
    checks.system();
    checks.space(payload);
    checks.endpoint("mgn-443", payload, "mgn-endpoint");
    checks.endpoint("s3-443", payload, "s3-endpoint");
    checks.endpoint("staging-1500", payload, "staging-endpoint");
    checks.say("dns", "all names resolved");
    checks.otherAgent();
    TRAITS.forEach(checks::trait);
    payload.names(OWN).forEach(own -> checks.answer.check(own, true, "believed"));
    checks.profile();
    if (host.fault().isFoundBy("clock-skew")) {
      checks.say("clock-skew", "");
    }
    return checks.answer.scalar("host-time", now.getEpochSecond()).end();
  }

  /** The answer to the verb {@code agent}; an agent of the lab runs once it is installed. */
  static String agent(SimulatedHost host, @Nullable String sourceServerId) {
    String id = host.has(PlantedFault.FOREIGN_AGENT) ? FOREIGN_SOURCE_SERVER : sourceServerId;
    boolean other = host.has(PlantedFault.OTHER_AGENT);
    return new HostAnswer()
        .scalar("agent", other ? "cloudendure" : id == null ? "none" : "mgn")
        .scalar("agent-running", id == null ? "no" : "yes")
        .scalar("agent-source-servers", id == null ? "" : id)
        .scalar("hostname", host.fqdn())
        .scalar("windows-version", host.windows() ? "10.0" : "")
        .end();
  }

  private void say(String check, String holds) {
    boolean broken = host.fault().isFoundBy(check);
    answer.check(check, !broken, broken ? host.fault().detail() : holds);
  }

  private void trait(String check) {
    if (host.fault().isFoundBy(check)) {
      answer.decide(check, host.fault().detail());
    } else {
      answer.check(check, true, "none");
    }
  }

  private void system() {
    boolean root = !host.has(PlantedFault.SUDO_DENIED);
    answer.check("root", root, root ? (host.windows() ? "administrator" : "uid 0") : "not an administrator");
    say("os", host.osVersion());
    say("arch", "x86_64 with 64 bits");
    (host.windows() ? WINDOWS : LINUX).forEach(check -> say(check, "holds"));
  }

  private void space(HostPayload payload) {
    boolean full = host.has(PlantedFault.DISK_FULL);
    long root = full ? FULL_DISK_MIB : host.disks().getFirst().bytes() / MIB / 3;
    long small = full ? FULL_DISK_MIB : 4096;
    atLeast("root-space", root, payload.number("min-root-mib", 0));
    atLeast("tmp-space", small, payload.number("min-tmp-mib", 0));
    atLeast("boot-space", full ? FULL_DISK_MIB : 400, payload.number("min-boot-mib", 0));
    if (host.fault().isFoundBy("ram")) {
      say("ram", "");
    } else {
      atLeast("ram", host.ramBytes() / MIB / 2, payload.number("min-ram-mib", 0));
    }
  }

  private void atLeast(String name, long free, long needed) {
    answer.check(name, free >= needed, free + " MiB free, " + needed + " MiB needed");
  }

  private void endpoint(String name, HostPayload payload, String key) {
    payload.get(key).ifPresent(endpoint -> say(name, endpoint + " answers"));
  }

  /** Only a foreign agent is in the way; installing over one of this account keeps the server. */
  private void otherAgent() {
    String id = host.has(PlantedFault.FOREIGN_AGENT) ? FOREIGN_SOURCE_SERVER : sourceServerId;
    if (id == null) {
      say("other-agent", "none");
    } else {
      answer.warn("other-agent", "an AWS replication agent is installed; one of this server and account is adopted")
          .scalar("agent-source-servers", id);
    }
  }

  private void profile() {
    long root = host.disks().getFirst().bytes() / MIB;
    answer.scalar("hostname", host.fqdn())
        .scalar("os", host.osVersion())
        .scalar("kernel", kernel(host))
        .scalar("mounts", (host.windows() ? "C: " : "/ ") + root + " MiB")
        .scalar("ports", ports())
        .scalar("services", service(host))
        .scalar("enabled", service(host))
        .scalar("disks", disks())
        .scalar("addresses", host.address())
        .scalar("time-zone", host.windows() ? "W. Europe Standard Time" : "Europe/Berlin")
        .scalar("packages", "openssl 3.0.2");
  }

  /** Those of its own access, and those that its target serves. */
  private String ports() {
    int offset = host.port() - (host.windows() ? SourceFleet.WINRM_PORT : SourceFleet.SSH_PORT);
    var ports = new ArrayList<>(List.of(host.windows() ? 3389 : 22, TargetFleet.TCP_PORT + offset,
        TargetFleet.HTTP_PORT + offset));
    if (host.has(PlantedFault.PORT_UNSERVED)) {
      ports.add(SourceFleet.UNSERVED_PORT + offset);
    }
    return ports.stream().filter(port -> port <= HIGHEST_PORT).map(String::valueOf).collect(Collectors.joining("\n"));
  }

  private String disks() {
    String disks = host.disks().stream().map(disk -> disk.deviceName() + " " + disk.bytes())
        .collect(Collectors.joining("\n"));
    return sourceServerId == null || !host.has(PlantedFault.DISK_ADDED) ? disks
        : disks + "\n" + (host.windows() ? "c:9 " : "/dev/sdz ") + (1L << 30);
  }

  static String kernel(SimulatedHost host) {
    return host.windows() ? "10.0.20348" : "5.15.0-91-generic";
  }

  private static String service(SimulatedHost host) {
    return switch (host.role()) {
      case "web" -> host.windows() ? "W3SVC" : "nginx.service";
      case "db" -> host.windows() ? "MSSQLSERVER" : "postgresql.service";
      default -> host.windows() ? "OrdersService" : "tomcat9.service";
    };
  }
}
