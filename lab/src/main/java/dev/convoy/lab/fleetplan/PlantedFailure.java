package dev.convoy.lab.fleetplan;

import dev.convoy.events.common.Stage;
import dev.convoy.lab.hosts.PlantedFault;
import java.util.Map;
import java.util.Optional;

/**
 * A failure for good, as the seed plants it, with the one stage and reason at which its server must end parked. This
 * table is the only place that says so. All of them befall a server before its cutover, while its users are served by
 * the source.
 */
public enum PlantedFailure {
  /** The host presents another key than the pinned one (Linux: the lab pins no key of WinRM). */
  HOST_KEY_CHANGED("its host key was changed", Stage.BUILD_AUTHORIZED, "CVY-2106", PlantedFault.HOST_KEY_CHANGED),
  /** The user may not become root (Linux: on Windows it is a prerequisite). */
  SUDO_REFUSED("sudo is refused", Stage.BUILD_AUTHORIZED, "CVY-2103", PlantedFault.SUDO_DENIED),
  /** No room on the root disk. */
  ROOT_DISK_FULL("its root disk is full", Stage.BUILD_AUTHORIZED, "CVY-2206", PlantedFault.DISK_FULL),
  /** Every attempt of the installer ends with exit code 1. */
  INSTALLER_FAILS("its installer fails", Stage.PREREQUISITES_PASSED, "CVY-2221", PlantedFault.INSTALLER_FAILS),
  /** The agent never reaches its replication server, however often the replication is retried. */
  REPLICATION_STALLED("its replication stalls", Stage.REPLICATION_STARTED, "CVY-3313", "*", "stalled"),
  /** Every test launch ends in a failed conversion. */
  TEST_LAUNCH_FAILS("its test launch fails", Stage.TEST_AUTHORIZED, "CVY-4102", "StartTest", "conversionFailed"),
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

  /** For a person: {@code sudo is refused}. */
  public String what() {
    return what;
  }

  /** Stage that the server has reached when it is parked. */
  public Stage stage() {
    return stage;
  }

  /** Reason with which it is parked. */
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

  /** True when only a Linux host can have it. */
  boolean linuxOnly() {
    return this == HOST_KEY_CHANGED || this == SUDO_REFUSED;
  }
}
