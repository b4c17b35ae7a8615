package dev.convoy.lab.hosts;

import java.time.Instant;

/** The answer to the verb {@code check}: prerequisites and profile. Endpoints are believed, not connected to. */
final class HostChecks {
  private static final long MIB = 1L << 20;
  private static final long FULL_DISK_MIB = 180;

  private final SimulatedHost host;
  private final HostAnswer answer = new HostAnswer();

  private HostChecks(SimulatedHost host) {
    this.host = host;
  }

  static String answer(SimulatedHost host, boolean agentInstalled, HostPayload payload, Instant now) {
    HostChecks checks = new HostChecks(host);
    checks.system();
    checks.space(payload);
    checks.endpoint("mgn-443", payload, "mgn-endpoint");
    checks.endpoint("s3-443", payload, "s3-endpoint");
    checks.endpoint("staging-1500", payload, "staging-endpoint");
    checks.otherAgent(agentInstalled);
    checks.profile();
    return checks.answer.scalar("host-time", now.getEpochSecond()).end();
  }

  private void system() {
    boolean root = !host.has(PlantedFault.SUDO_DENIED);
    answer.check("root", root, root ? (host.windows() ? "administrator" : "uid 0") : "not an administrator")
        .check("os", true, host.osVersion())
        .check("arch", true, "x86_64");
    if (host.windows()) {
      answer.check("powershell", true, "5.1");
    } else {
      answer.check("python", true, "Python 3.10.12");
    }
  }

  private void space(HostPayload payload) {
    boolean full = host.has(PlantedFault.DISK_FULL);
    long root = full ? FULL_DISK_MIB : host.disks().getFirst().bytes() / MIB / 3;
    long small = full ? FULL_DISK_MIB : 4096;
    atLeast("root-space", root, payload.number("min-root-mib", 0));
    atLeast("tmp-space", small, payload.number("min-tmp-mib", 0));
    atLeast("boot-space", full ? FULL_DISK_MIB : 400, payload.number("min-boot-mib", 0));
    answer.check("tmp-exec", true, "exec");
    atLeast("ram", host.ramBytes() / MIB / 2, payload.number("min-ram-mib", 0));
  }

  private void atLeast(String name, long free, long needed) {
    answer.check(name, free >= needed, free + " MiB free, " + needed + " MiB needed");
  }

  private void endpoint(String name, HostPayload payload, String key) {
    payload.get(key).ifPresent(endpoint -> answer.check(name, true, endpoint));
  }

  /** Only a foreign agent is in the way; installing over an AWS one keeps the server. */
  private void otherAgent(boolean agentInstalled) {
    if (agentInstalled) {
      answer.warn("other-agent", "an AWS replication agent is installed; installing over it keeps the server");
    } else {
      answer.check("other-agent", true, "none");
    }
  }

  private void profile() {
    long root = host.disks().getFirst().bytes() / MIB;
    answer.scalar("hostname", host.fqdn())
        .scalar("os", host.osVersion())
        .scalar("kernel", kernel(host))
        .scalar("mounts", (host.windows() ? "C: " : "/ ") + root + " MiB")
        .scalar("ports", switch (host.role()) {
          case "web" -> "80\n443";
          case "db" -> host.windows() ? "1433" : "5432";
          default -> "8080";
        })
        .scalar("services", service(host));
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
