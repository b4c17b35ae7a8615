package dev.convoy.lab.fleetplan;

import dev.convoy.events.common.OsFamily;
import dev.convoy.events.common.Stage;
import dev.convoy.lab.hosts.PlantedFault;
import java.util.Map;
import java.util.Optional;

/**
 * A failure for good, as the seed plants it, with the one stage and reason at which its server must end parked. This
 * table is the only place that says so. All of them befall a server before its cutover, while its users are served by
 * the source.
 */
public enum PlantedFailure implements PlannedPark {
  /** Nothing listens on it. */
  UNREACHABLE("it is not reachable", Stage.BUILD_AUTHORIZED, "CVY-2101", PlantedFault.UNREACHABLE),
  /** It takes longer to answer than a session may last. */
  TOO_SLOW("it is too slow to answer", Stage.BUILD_AUTHORIZED, "CVY-2108", PlantedFault.STANDS_STILL),
  /** Its WinRM serves nobody. */
  WINRM_BROKEN("its WinRM is broken", Stage.BUILD_AUTHORIZED, "CVY-2110", PlantedFault.WINRM_BROKEN),
  /** The host presents another key than the pinned one (Linux: the lab pins no key of WinRM). */
  HOST_KEY_CHANGED("its host key was changed", Stage.BUILD_AUTHORIZED, "CVY-2106", PlantedFault.HOST_KEY_CHANGED),
  /** The user may not become root (Linux: on Windows it is a prerequisite). */
  SUDO_REFUSED("sudo is refused", Stage.BUILD_AUTHORIZED, "CVY-2103", PlantedFault.SUDO_DENIED),
  /** No room on the root disk. */
  ROOT_DISK_FULL("its root disk is full", Stage.BUILD_AUTHORIZED, "CVY-2206", PlantedFault.DISK_FULL),
  /** Its operating system is not taken by MGN. */
  OS_UNSUPPORTED("its operating system is not taken by MGN", Stage.BUILD_AUTHORIZED, "CVY-2202", PlantedFault.OS_UNSUPPORTED),
  /** It has 32 bits. */
  ARCH_UNSUPPORTED("it has 32 bits", Stage.BUILD_AUTHORIZED, "CVY-2203", PlantedFault.ARCH_UNSUPPORTED),
  /** Its kernel is not supported. */
  KERNEL_UNSUPPORTED("its kernel is not supported", Stage.BUILD_AUTHORIZED, "CVY-2216", PlantedFault.KERNEL_UNSUPPORTED),
  /** It has no Python. */
  PYTHON_MISSING("it has no Python", Stage.BUILD_AUTHORIZED, "CVY-2204", PlantedFault.PYTHON_MISSING),
  /** Its Python is too old for the installer. */
  PYTHON_OLD("its Python is too old", Stage.BUILD_AUTHORIZED, "CVY-2204", PlantedFault.PYTHON_OLD),
  /** Its PowerShell is too old. */
  POWERSHELL_OLD("its PowerShell is too old", Stage.BUILD_AUTHORIZED, "CVY-2205", PlantedFault.POWERSHELL_OLD),
  /** No program may run in its /tmp. */
  TMP_NOEXEC("no program may run in its /tmp", Stage.BUILD_AUTHORIZED, "CVY-2209", PlantedFault.TMP_NOEXEC),
  /** Its memory is full. */
  MEMORY_FULL("its memory is full", Stage.BUILD_AUTHORIZED, "CVY-2210", PlantedFault.MEMORY_FULL),
  /** It does not reach MGN. */
  MGN_UNREACHABLE("it does not reach MGN", Stage.BUILD_AUTHORIZED, "CVY-2211", PlantedFault.MGN_UNREACHABLE),
  /** It does not reach S3. */
  S3_UNREACHABLE("it does not reach S3", Stage.BUILD_AUTHORIZED, "CVY-2212", PlantedFault.S3_UNREACHABLE),
  /** It does not resolve the endpoints. */
  DNS_BROKEN("it does not resolve the endpoints", Stage.BUILD_AUTHORIZED, "CVY-2217", PlantedFault.DNS_BROKEN),
  /** Its clock is wrong. */
  CLOCK_WRONG("its clock is wrong", Stage.BUILD_AUTHORIZED, "CVY-2214", PlantedFault.CLOCK_WRONG),
  /** It has no headers of its kernel. */
  HEADERS_MISSING("it has no headers of its kernel", Stage.BUILD_AUTHORIZED, "CVY-2218", PlantedFault.HEADERS_MISSING),
  /** It boots with Secure Boot. */
  SECURE_BOOT("it boots with Secure Boot", Stage.BUILD_AUTHORIZED, "CVY-2219", PlantedFault.SECURE_BOOT),
  /** Its package manager is locked. */
  PACKAGES_LOCKED("its package manager is locked", Stage.BUILD_AUTHORIZED, "CVY-2223", PlantedFault.PACKAGES_LOCKED),
  /** Another replication agent is installed. */
  OTHER_AGENT("another replication agent is installed", Stage.BUILD_AUTHORIZED, "CVY-2215", PlantedFault.OTHER_AGENT),
  /** Its agent belongs to another account. */
  FOREIGN_AGENT("its agent belongs to another account", Stage.BUILD_AUTHORIZED, "CVY-2224", PlantedFault.FOREIGN_AGENT),
  /** It has no .NET Framework. */
  DOTNET_MISSING("it has no .NET Framework", Stage.BUILD_AUTHORIZED, "CVY-2225", PlantedFault.DOTNET_MISSING),
  /** Its TLS 1.2 is off. */
  TLS_OFF("its TLS 1.2 is off", Stage.BUILD_AUTHORIZED, "CVY-2226", PlantedFault.TLS_OFF),
  /** Its WMI is broken. */
  WMI_BROKEN("its WMI is broken", Stage.BUILD_AUTHORIZED, "CVY-2227", PlantedFault.WMI_BROKEN),
  /** It waits for a reboot. */
  REBOOT_PENDING("it waits for a reboot", Stage.BUILD_AUTHORIZED, "CVY-2228", PlantedFault.REBOOT_PENDING),
  /** It is a domain controller. */
  DOMAIN_CONTROLLER("it is a domain controller", Stage.BUILD_AUTHORIZED, "CVY-2241", PlantedFault.DOMAIN_CONTROLLER),
  /** It is a cluster node. */
  CLUSTER_NODE("it is a cluster node", Stage.BUILD_AUTHORIZED, "CVY-2242", PlantedFault.CLUSTER_NODE),
  /** Its database ships its log. */
  DATABASE_REPLICATION("its database ships its log", Stage.BUILD_AUTHORIZED, "CVY-2243", PlantedFault.DATABASE_REPLICATION),
  /** It has a shared disk. */
  SHARED_DISK("it has a shared disk", Stage.BUILD_AUTHORIZED, "CVY-2244", PlantedFault.SHARED_DISK),
  /** It has several network cards. */
  SEVERAL_CARDS("it has several network cards", Stage.BUILD_AUTHORIZED, "CVY-2245", PlantedFault.SEVERAL_CARDS),
  /** It has static routes. */
  STATIC_ROUTES("it has static routes", Stage.BUILD_AUTHORIZED, "CVY-2246", PlantedFault.STATIC_ROUTES),
  /** It has a licence key. */
  DONGLE("it has a licence key", Stage.BUILD_AUTHORIZED, "CVY-2247", PlantedFault.DONGLE),
  /** Every attempt of the installer ends with exit code 1. */
  INSTALLER_FAILS("its installer fails", Stage.PREREQUISITES_PASSED, "CVY-2221", PlantedFault.INSTALLER_FAILS),
  /** The installer ends late: the driver of the agent cannot be built. */
  DRIVER_NOT_BUILT("the driver of its agent cannot be built", Stage.PREREQUISITES_PASSED, "CVY-2320",
      PlantedFault.DRIVER_NOT_BUILT),
  /** The installer does not end by itself. */
  INSTALLER_HANGS("its installer hangs", Stage.PREREQUISITES_PASSED, "CVY-2301", PlantedFault.INSTALLER_HANGS),
  /** Every attempt of the installer ends well and names no source server. */
  INSTALLER_NAMELESS("its installer names no source server", Stage.PREREQUISITES_PASSED, "CVY-2310", PlantedFault.INSTALLER_NAMELESS),
  /** The agent never reaches its replication server, however often the replication is retried. */
  REPLICATION_STALLED("its replication stalls", Stage.REPLICATION_STARTED, "CVY-3313", "*", "stalled"),
  /** Every test launch ends in a failed conversion. */
  TEST_LAUNCH_FAILS("its test launch fails", Stage.TEST_AUTHORIZED, "CVY-4102", "StartTest", "conversionFailed"),
  /** The post-launch action of its test fails, which must succeed; the lab declares it for Linux. */
  ACTION_FAILS("its post-launch action fails", Stage.TEST_AUTHORIZED, "CVY-4121", "StartTest", "actionFailed"),
  /** The health page of its instances answers 503. */
  TARGET_UNHEALTHY("its target is never healthy", Stage.TEST_LAUNCHED, "CVY-5103", PlantedFault.NONE);

  private final String what;
  private final Stage stage;
  private final String code;
  private final PlantedFault hostFault;
  private final String awsOperation;
  private final String awsKind;

  PlantedFailure(String what, Stage stage, String code, PlantedFault hostFault) {
    this(what, stage, code, hostFault, "", "");
  }

  PlantedFailure(String what, Stage stage, String code, String awsOperation, String awsKind) {
    this(what, stage, code, PlantedFault.NONE, awsOperation, awsKind);
  }

  PlantedFailure(
      String what, Stage stage, String code, PlantedFault hostFault, String awsOperation, String awsKind) {
    this.what = what;
    this.stage = stage;
    this.code = code;
    this.hostFault = hostFault;
    this.awsOperation = awsOperation;
    this.awsKind = awsKind;
  }

  @Override
  public String what() {
    return what;
  }

  @Override
  public Stage stage() {
    return stage;
  }

  @Override
  public String code() {
    return code;
  }

  /** What is wrong with the source host; {@code NONE} when the host is well. */
  PlantedFault hostFault() {
    return hostFault;
  }

  /** The rule for the simulator's faults, without the servers that it befalls; empty when AWS is well. */
  public Optional<Map<String, Object>> awsFault() {
    return awsKind.isEmpty() ? Optional.empty() : Optional.of(Map.of("operation", awsOperation, "kind", awsKind));
  }

  /** True if hosts of this family can have it. */
  public boolean befalls(OsFamily family) {
    return (family == OsFamily.LINUX || this != HOST_KEY_CHANGED && this != SUDO_REFUSED && !ofActions()) && hostFault.befalls(family);
  }

  /** True if only a server can have it for which a post-launch action is declared. */
  boolean ofActions() {
    return this == ACTION_FAILS;
  }
}
