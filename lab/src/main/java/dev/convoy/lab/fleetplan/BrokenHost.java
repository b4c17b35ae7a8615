package dev.convoy.lab.fleetplan;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The ten ways in which a source host is broken that a fleet meets most, each with what people must be told when its server is
 * parked. Stage and code are those of its failure, no two have the same code, and the words count as well.
 */
public enum BrokenHost {
  /** Nothing listens on it. */
  UNREACHABLE(PlantedFailure.UNREACHABLE, "no connection to ", "check address, port, route and firewall of the host"),
  /** It takes longer to answer than a session may last. */
  SLOW(PlantedFailure.TOO_SLOW, "by the deadline", "look how loaded the host is"),
  /** It presents another key than the pinned one. */
  KEY(PlantedFailure.HOST_KEY_CHANGED, "which is not the known one", "find out why the key changed"),
  /** No room on the root disk. */
  DISK(PlantedFailure.ROOT_DISK_FULL, "180 MiB free", "free space on the root file system"),
  /** The user may not become root. */
  SUDO(PlantedFailure.SUDO_REFUSED, "sudo", "add NOPASSWD"),
  /** A Python that the installer does not run with. */
  PYTHON(PlantedFailure.PYTHON_OLD, "python 2.3", "install python3"),
  /** Its WinRM serves nobody. */
  WINRM(PlantedFailure.WINRM_BROKEN, "503", "winrm quickconfig"),
  /** The installer does not end by itself. */
  HANGS(PlantedFailure.INSTALLER_HANGS, "did not end in time", "what its installer waits for"),
  /** The installer fails after it was downloaded. */
  FAILS_LATE(PlantedFailure.INSTALLER_FAILS, "ended with exit code 1", "see the installer's log on the host"),
  /** The installer ends well and names no source server. */
  NAMELESS(PlantedFailure.INSTALLER_NAMELESS, "named no source server", "look whether the agent runs on the host");

  private final PlantedFailure failure;
  private final String evidence;
  private final String remedy;

  BrokenHost(PlantedFailure failure, String evidence, String remedy) {
    this.failure = failure;
    this.evidence = evidence;
    this.remedy = remedy;
  }

  /** The way that is planted as this failure. */
  public static Optional<BrokenHost> of(PlantedFailure failure) {
    return Arrays.stream(values()).filter(each -> each.failure == failure).findFirst();
  }

  /** What is planted. */
  public PlantedFailure failure() {
    return failure;
  }

  /** True when these words tell what is wrong and what to do about it. */
  public boolean isToldBy(String seen, String toDo) {
    return seen.contains(evidence) && toDo.contains(remedy);
  }

  /** What has to be told, for a person. */
  public String words() {
    return "\"" + evidence.strip() + "\" and \"" + remedy + "\"";
  }

  /** {@code fails-late}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
