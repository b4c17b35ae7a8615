package dev.convoy.agent.host;

import dev.convoy.events.common.OsFamily;
import java.util.Locale;

/** The installers of AWS, by the systems that they run on; one of the others does not run there. */
public enum InstallerFile {
  /** Linux. */
  LINUX("", "latest/linux/aws-replication-installer-init"),
  /** Windows Server 2012 R2 and later. */
  WINDOWS("", "latest/windows/AwsReplicationWindowsInstaller.exe"),
  /** Windows Server 2012 without R2. */
  WINDOWS_2012("_2012", "latest/windows_legacy/windows_2012_legacy/AwsReplicationWindows2012LegacyInstaller.exe"),
  /** Windows Server 2008 R2. */
  WINDOWS_2008("_2008", "latest/windows_legacy/AwsReplicationWindowsLegacyInstaller.exe");

  private final String age;
  private final String path;

  InstallerFile(String age, String path) {
    this.age = age;
    this.path = path;
  }

  /** That of most hosts of a family. */
  public static InstallerFile usual(OsFamily family) {
    return family == OsFamily.WINDOWS ? WINDOWS : LINUX;
  }

  /**
   * That of a host.
   *
   * @param version what a Windows host says of itself, such as {@code 6.2} or {@code 10.0}; anything else = the usual one
   */
  public static InstallerFile of(OsFamily family, String version) {
    if (family != OsFamily.WINDOWS) {
      return LINUX;
    }
    return switch (version) {
      case "6.0", "6.1" -> WINDOWS_2008;
      case "6.2" -> WINDOWS_2012;
      default -> WINDOWS;
    };
  }

  /** Word for names of files. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What the variables of its addresses end in. */
  String age() {
    return age;
  }

  /** Path below AWS's bucket, and below a mirror. */
  String path() {
    return path;
  }
}
