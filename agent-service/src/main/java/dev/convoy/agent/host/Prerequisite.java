package dev.convoy.agent.host;

import java.util.Arrays;
import java.util.Optional;

/** What is asked of a host before the agent is installed (MGN user guide), with the code and the remedy of each. */
public enum Prerequisite {
  /** Highest rights. */
  ROOT("root", "CVY-2201", "let the user of the credential become root, or make it an administrator"),
  /** Operating system that MGN takes. */
  OS("os", "CVY-2202", "plan another strategy than Rehost; if AWS lists it by now, add it to convoy.agent.checks.linux-systems"),
  /** 64-bit x86. */
  ARCH("arch", "CVY-2203", "plan another strategy than Rehost: MGN takes 64-bit x86 only"),
  /** Python of the Linux installer. */
  PYTHON("python", "CVY-2204", "install python3"),
  /** Windows PowerShell 5.1. */
  POWERSHELL("powershell", "CVY-2205", "install Windows Management Framework 5.1"),
  /** Space on the root file system or system drive. */
  ROOT_SPACE("root-space", "CVY-2206", "free space on the root file system or system drive"),
  /** Space for temporary files. */
  TMP_SPACE("tmp-space", "CVY-2207", "free space in /tmp or TEMP"),
  /** Space on a separate /boot. */
  BOOT_SPACE("boot-space", "CVY-2208", "free space on /boot, for instance of old kernels"),
  /** Programs may run in /tmp. */
  TMP_EXEC("tmp-exec", "CVY-2209", "mount /tmp without noexec while the agent is installed"),
  /** Memory. */
  RAM("ram", "CVY-2210", "free memory: the agent needs 300 MB"),
  /** The service endpoint. */
  MGN_443("mgn-443", "CVY-2211", "open TCP 443 to the MGN endpoint, without TLS interception"),
  /** The download. */
  S3_443("s3-443", "CVY-2212", "open TCP 443 to the S3 endpoint, without TLS interception"),
  /** The replication servers. */
  STAGING_1500("staging-1500", "CVY-2213", "open TCP 1500 to the staging subnet"),
  /** The clock: AWS refuses signatures that are 5 minutes off. */
  CLOCK_SKEW("clock-skew", "CVY-2214", "set the clock of the host, by NTP"),
  /** No agent that cannot live beside ours. */
  OTHER_AGENT("other-agent", "CVY-2215", "remove the other replication agent"),
  /** Kernel that the agent's driver can be built for. */
  KERNEL("kernel", "CVY-2216", "boot another kernel of the distribution, or plan another strategy than Rehost"),
  /** Names of the endpoints. */
  DNS("dns", "CVY-2217", "let the host resolve the endpoints: its DNS servers, or a private zone"),
  /** Headers of the running kernel, which the agent's driver is built with. */
  KERNEL_HEADERS("kernel-headers", "CVY-2218",
      "install kernel-devel or linux-headers of exactly the running kernel, or make their repository known to the host"),
  /** Secure Boot would not load the agent's driver. */
  SECURE_BOOT("secure-boot", "CVY-2219", "switch Secure Boot off in the firmware while the server is migrated"),
  /** The installer installs packages. Comes and goes. */
  PACKAGE_LOCK("package-lock", "CVY-2223", "wait for the package manager, or end what holds its lock"),
  /** An agent that another account's source server belongs to. */
  FOREIGN_AGENT("foreign-agent", "CVY-2224",
      "uninstall the agent if nobody needs that replication, or correct the account of the server"),
  /** .NET Framework 4.5 of the Windows installer. */
  DOTNET("dotnet", "CVY-2225", "install .NET Framework 4.5 or later"),
  /** TLS 1.2 for the download. */
  TLS_1_2("tls-1.2", "CVY-2226", "switch TLS 1.2 on for clients in SCHANNEL, then reboot"),
  /** Windows Management Instrumentation. */
  WMI("wmi", "CVY-2227", "start service Winmgmt, or repair its repository with winmgmt /salvagerepository"),
  /** A reboot that Windows waits for. */
  PENDING_REBOOT("pending-reboot", "CVY-2228", "reboot the server in a maintenance window"),
  /** Runbooks that the cutover and the way back will need; asked of the configuration. */
  RUNBOOK("runbook", "CVY-2229",
      "configure convoy.agent.runbooks.<name> for the family of the host, or declare another name"),
  /** Credentials that last for an installation; asked of AWS. */
  INSTALL_ROLE("install-role", "CVY-2319", "raise the MaxSessionDuration of the installation role, or lower convoy.agent.install-within"),
  /** Controls a directory. */
  DOMAIN_CONTROLLER("domain-controller", "CVY-2241", Prerequisite.DECIDE),
  /** Member of a cluster. */
  CLUSTER_NODE("cluster-node", "CVY-2242", Prerequisite.DECIDE),
  /** A database with log shipping, replicas or an availability group. */
  DATABASE_REPLICATION("database-replication", "CVY-2243", Prerequisite.DECIDE),
  /** Disks that others use too, or that come over the network. */
  SHARED_DISK("shared-disk", "CVY-2244", Prerequisite.DECIDE),
  /** More than one network card. */
  SEVERAL_CARDS("several-cards", "CVY-2245", Prerequisite.DECIDE),
  /** Routes by hand. */
  STATIC_ROUTES("static-routes", "CVY-2246", Prerequisite.DECIDE),
  /** A licence key that is plugged in. */
  DONGLE("dongle", "CVY-2247", Prerequisite.DECIDE);

  private static final String DECIDE =
      "decide by name: ./convoy server decide ID normal|exclude|without-test|without-rollback --reason TEXT; exclude"
          + " leaves it to people";

  private final String check;
  private final String code;
  private final String remedy;

  Prerequisite(String check, String code, String remedy) {
    this.check = check;
    this.code = code;
    this.remedy = remedy;
  }

  /** Name of the check, as the host states it. */
  public String check() {
    return check;
  }

  /** Stable error code. */
  public String code() {
    return code;
  }

  /** What to do when it does not hold. */
  public String remedy() {
    return remedy;
  }

  /** True for what ends by itself, so that it is asked for again. */
  public boolean passes() {
    return this == PACKAGE_LOCK;
  }

  /** The prerequisite that a check stands for. */
  public static Optional<Prerequisite> of(String check) {
    return Arrays.stream(values()).filter(known -> known.check.equals(check)).findFirst();
  }
}
