package dev.convoy.lab.hosts;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.convoy.events.common.OsFamily;
import java.util.EnumSet;
import java.util.List;

/** What is wrong with a host, or special about it, for good. */
public enum PlantedFault {
  @JsonProperty("none")
  NONE,
  /** Nothing listens on its port. */
  @JsonProperty("unreachable")
  UNREACHABLE,
  /** No credential is accepted. */
  @JsonProperty("authRefused")
  AUTH_REFUSED,
  /** Presents another host key than the pinned one (Linux only). */
  @JsonProperty("hostKeyChanged")
  HOST_KEY_CHANGED,
  /** The user may not act as root or administrator. */
  @JsonProperty("sudoDenied")
  SUDO_DENIED,
  /** Too little free space: the check says so and an installation fails. */
  @JsonProperty("diskFull")
  DISK_FULL,
  /** The installer ends with exit code 1. */
  @JsonProperty("installerFails")
  INSTALLER_FAILS,
  /** The installer ends with exit code 1 after the agent was registered and runs; the next attempt finds it there. */
  @JsonProperty("installerFailsLast")
  INSTALLER_FAILS_LAST,
  /** The installer ends with exit code 1 when it comes to the driver of the agent. */
  @JsonProperty("driverNotBuilt")
  DRIVER_NOT_BUILT(OsFamily.LINUX, "", ""),
  /** The installer never ends by itself; its time-out ends it with exit code 124. */
  @JsonProperty("installerHangs")
  INSTALLER_HANGS,
  /** Everything takes ten times as long. */
  @JsonProperty("slow")
  SLOW,
  /** Takes longer for any command than a session may last. */
  @JsonProperty("standsStill")
  STANDS_STILL,
  /** Its WinRM service listens and serves nobody. */
  @JsonProperty("winRmBroken")
  WINRM_BROKEN(OsFamily.WINDOWS, "", ""),
  /** The installer ends well and prints no source server id; MGN does not know the server. */
  @JsonProperty("installerNameless")
  INSTALLER_NAMELESS,
  /** A distribution or Windows that MGN does not take. */
  @JsonProperty("osUnsupported")
  OS_UNSUPPORTED("os", "an old release, one that MGN takes needed"),
  /** 32 bits. */
  @JsonProperty("archUnsupported")
  ARCH_UNSUPPORTED("arch", "i686 with 32 bits, x86_64 with 64 needed"),
  /** A kernel that the agent cannot be built for. */
  @JsonProperty("kernelUnsupported")
  KERNEL_UNSUPPORTED(OsFamily.LINUX, "kernel", "4.9.256, which the agent cannot be built for"),
  /** No Python. */
  @JsonProperty("pythonMissing")
  PYTHON_MISSING(OsFamily.LINUX, "python", "no python, 2.4 or later of 2, or any of 3 needed"),
  /** A Python that the installer does not run with. */
  @JsonProperty("pythonOld")
  PYTHON_OLD(OsFamily.LINUX, "python", "python 2.3, 2.4 or later of 2, or any of 3 needed"),
  /** No PowerShell 5.1. */
  @JsonProperty("powershellOld")
  POWERSHELL_OLD(OsFamily.WINDOWS, "powershell", "4.0, 5.1 needed"),
  /** Programs may not run in /tmp. */
  @JsonProperty("tmpNoexec")
  TMP_NOEXEC(OsFamily.LINUX, "tmp-exec", "/tmp is mounted noexec"),
  /** No memory left. */
  @JsonProperty("memoryFull")
  MEMORY_FULL("ram", "120 MiB memory available, 300 MiB needed"),
  /** A firewall before MGN. */
  @JsonProperty("mgnUnreachable")
  MGN_UNREACHABLE("mgn-443", "no connection to the MGN endpoint within 3 s"),
  /** A firewall before S3. */
  @JsonProperty("s3Unreachable")
  S3_UNREACHABLE("s3-443", "no connection to the S3 endpoint within 3 s"),
  /** A firewall before the staging subnet. */
  @JsonProperty("stagingUnreachable")
  STAGING_UNREACHABLE("staging-1500", "no connection to the staging subnet within 3 s"),
  /** Names that do not resolve. */
  @JsonProperty("dnsBroken")
  DNS_BROKEN("dns", "no address for the MGN endpoint"),
  /** A clock that is an hour off. */
  @JsonProperty("clockWrong")
  CLOCK_WRONG("clock-skew", "the clock of the host is 3600 s off, at most 300 needed"),
  /** No headers of the running kernel. */
  @JsonProperty("headersMissing")
  HEADERS_MISSING(OsFamily.LINUX, "kernel-headers", "none of the running kernel, and no repository known here has them"),
  /** Secure Boot. */
  @JsonProperty("secureBoot")
  SECURE_BOOT(OsFamily.LINUX, "secure-boot", "on, off needed: the agent's driver is not signed for this machine"),
  /** A package manager that never ends. */
  @JsonProperty("packagesLocked")
  PACKAGES_LOCKED(OsFamily.LINUX, "package-lock", "/var/lib/dpkg/lock-frontend is held, free needed"),
  /** The agent of CloudEndure. */
  @JsonProperty("otherAgent")
  OTHER_AGENT("other-agent", "the CloudEndure agent is installed"),
  /** An agent that replicates into another account. */
  @JsonProperty("foreignAgent")
  FOREIGN_AGENT,
  /** No .NET Framework 4.5. */
  @JsonProperty("dotnetMissing")
  DOTNET_MISSING(OsFamily.WINDOWS, "dotnet", "release 0, 378389 (.NET Framework 4.5) needed"),
  /** TLS 1.2 is off. */
  @JsonProperty("tlsOff")
  TLS_OFF(OsFamily.WINDOWS, "tls-1.2", "client has Enabled = 0, on needed"),
  /** WMI does not answer. */
  @JsonProperty("wmiBroken")
  WMI_BROKEN(OsFamily.WINDOWS, "wmi", "Win32_OperatingSystem cannot be read, a sound repository needed"),
  /** Windows waits for a reboot. */
  @JsonProperty("rebootPending")
  REBOOT_PENDING(OsFamily.WINDOWS, "pending-reboot", "pending for Windows Update, none needed"),
  /** Controls a domain. */
  @JsonProperty("domainController")
  DOMAIN_CONTROLLER("domain-controller", "controller of corp.example"),
  /** Member of a cluster. */
  @JsonProperty("clusterNode")
  CLUSTER_NODE("cluster-node", "corosync"),
  /** A database that ships its log. */
  @JsonProperty("databaseReplication")
  DATABASE_REPLICATION("database-replication", "PostgreSQL walsender"),
  /** A disk over iSCSI. */
  @JsonProperty("sharedDisk")
  SHARED_DISK("shared-disk", "iSCSI session1"),
  /** Two network cards. */
  @JsonProperty("severalCards")
  SEVERAL_CARDS("several-cards", "eth0, eth1"),
  /** A route by hand. */
  @JsonProperty("staticRoutes")
  STATIC_ROUTES("static-routes", "10.9.0.0/16 via 10.0.0.254"),
  /** A licence key that is plugged in. */
  @JsonProperty("dongle")
  DONGLE("dongle", "USB 0529:0001"),
  /** Has no way to where the installer is: without one that is pushed its installation fails. */
  @JsonProperty("noDownload")
  NO_DOWNLOAD,
  /** A disk comes once the agent is installed, which replication does not hold. */
  @JsonProperty("diskAdded")
  DISK_ADDED,
  /** Takes the order to shut down and stays on. */
  @JsonProperty("staysOn")
  STAYS_ON,
  /** Listens on a port that its target does not. */
  @JsonProperty("portUnserved")
  PORT_UNSERVED;

  private final OsFamily only;
  private final String check;
  private final String detail;

  PlantedFault() {
    this("", "");
  }

  PlantedFault(String check, String detail) {
    this(OsFamily.UNKNOWN, check, detail);
  }

  PlantedFault(OsFamily only, String check, String detail) {
    this.only = only;
    this.check = check;
    this.detail = detail;
  }

  /** True if hosts of this family can have it. */
  public boolean befalls(OsFamily family) {
    return only == OsFamily.UNKNOWN || only == family;
  }

  /** Those that are no fault, but a kind of server that people decide about. */
  public static List<PlantedFault> decided() {
    return List.copyOf(EnumSet.range(DOMAIN_CONTROLLER, DONGLE));
  }

  /** True if this is what a check finds. */
  boolean isFoundBy(String asked) {
    return !check.isEmpty() && check.equals(asked);
  }

  /** What the check says of it. */
  String detail() {
    return detail;
  }
}
