package dev.convoy.agent.host;

import java.util.Arrays;
import java.util.Optional;

/** What must hold on a host before the agent is installed (MGN user guide), with the code and the remedy of each. */
public enum Prerequisite {
  /** Highest rights. */
  ROOT("root", "CVY-2201", "let the user of the credential become root, or make it an administrator"),
  /** Operating system that MGN takes. */
  OS("os", "CVY-2202", "plan another strategy than Rehost for this server"),
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
  OTHER_AGENT("other-agent", "CVY-2215", "remove the other replication agent");

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

  /** The prerequisite that a check stands for. */
  public static Optional<Prerequisite> of(String check) {
    return Arrays.stream(values()).filter(known -> known.check.equals(check)).findFirst();
  }
}
