package dev.convoy.agent.install;

import dev.convoy.agent.host.Prerequisite;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Error texts of the installer, as the troubleshooting pages of MGN and of Elastic Disaster Recovery, whose installer is
 * the same, quote them. What a prerequisite stands for keeps its code and remedy. Causes come before their consequences.
 */
final class InstallerErrors {

  /**
   * What an error text means.
   *
   * @param what in a few words
   * @param permanent true when another attempt cannot help before somebody has acted
   */
  record Known(String code, String what, String remedy, boolean permanent) {}

  private record Row(Pattern text, Known known) {}

  private static final String AGAIN = "; another attempt follows while any are left";

  private static final List<Row> ROWS = List.of(
      row("need to have root privileges", "it did not run as root", Prerequisite.ROOT),
      row("Signature (?:expired|not yet current)|RequestTimeTooSkewed", "AWS refused the time of its calls",
          Prerequisite.CLOCK_SKEW),
      row("ExpiredToken|RequestExpired|InvalidSignatureException|SignatureDoesNotMatch|UnrecognizedClientException"
          + "|InvalidClientTokenId|security token included in the request is (?:invalid|expired)"
          + "|Unable to locate credentials|NoCredentialsError", new Known("CVY-2317",
          "AWS refused its credentials", "every attempt gets fresh ones: look at the clock of the host, and at the instance"
              + " profile where no keys are handed over" + AGAIN, false)),
      row("UninitializedAccountException", new Known("CVY-2318", "MGN is not initialised in the account and region",
          "initialise MGN there (./convoy account check ACCOUNT REGION), then retry", true)),
      row("AccessDenied|is not authorized to perform|UnauthorizedOperation", new Known("CVY-2318",
          "AWS does not allow its calls", "give the installation role AWSApplicationMigrationAgentInstallationPolicy, and"
              + " see what a service control policy denies; then retry", true)),
      row("ServiceQuotaExceeded|exceed\\S* .{0,60}quota|maximum number of .{0,40}source servers", new Known(
          "CVY-2318", "the account has no room for another source server",
          "raise the quota of active source servers (L-9A599620), or finalize what has moved; then retry", true)),
      row("(?:registered|installed|associated|belongs?).{0,60}(?:another|other|different) (?:AWS )?account",
          "an agent of another account is installed", Prerequisite.FOREIGN_AGENT),
      row("CE_AgentDriver|ce_driver|CloudEndure (?:agent|driver)|Elastic Disaster Recovery agent",
          "another replication agent is installed", Prerequisite.OTHER_AGENT),
      row("CERTIFICATE_VERIFY_FAILED|certificate verify failed|SSLCertVerificationError|unable to get local issuer"
          + "|Could not establish trust relationship", new Known("CVY-2316",
          "the host does not trust the certificate that answers for AWS", "end the TLS interception for the endpoints of"
              + " AWS, or install the Amazon root certificates on the host; then retry", true)),
      row("urlopen error|Connection tim(?:es|ed) out|Could not connect to the endpoint URL|EndpointConnectionError"
          + "|ConnectTimeoutError|ProxyConnectionError|Network is unreachable|Name or service not known"
          + "|Temporary failure in name resolution|Unable to connect to the remote server", new Known("CVY-2315",
          "the host does not reach AWS", "open TCP 443 from the host to MGN and S3, or set convoy.agent.installer-proxy"
              + AGAIN, false)),
      row("No space left on device|not enough (?:free )?(?:disk )?space|There is not enough space on the disk"
          + "|insufficient (?:disk )?space", "there is too little room", Prerequisite.ROOT_SPACE),
      row("failed to map segment from shared object", "no program may run in /tmp", Prerequisite.TMP_EXEC),
      row("Could not get lock|Unable to (?:acquire|lock) .{0,30}dpkg|Another app is currently holding the yum lock"
          + "|System management is locked by", "the package manager is locked", Prerequisite.PACKAGE_LOCK),
      row("(?:not find|no matching|missing|not found|unable to (?:find|locate)|failed to (?:install|find)).{0,60}"
          + "(?:kernel[- ]headers|kernel-\\S*devel|linux-headers)|(?:kernel[- ]headers|kernel-\\S*devel|linux-headers)"
          + ".{0,60}(?:not found|missing|not available|not installed|could not be)", "kernel headers are missing",
          Prerequisite.KERNEL_HEADERS),
      row("kernel version is not supported|unsupported kernel", "its kernel is not supported", Prerequisite.KERNEL),
      row("GLIBC_\\S+ not found|app can't run on your PC|not a valid Win32 application", "its operating system is not"
          + " supported", Prerequisite.OS),
      row("python3?(?:\\.\\d+)?: (?:command )?not found|python3?.{0,3}: No such file or directory", "Python is missing",
          Prerequisite.PYTHON),
      row("\\.NET Framework", ".NET Framework is missing", Prerequisite.DOTNET),
      row("WMI (?:service )?is (?:not running|disabled|stopped)", "WMI does not run", Prerequisite.WMI),
      row("Key was rejected by service|Required key not available", "Secure Boot refused the agent's driver",
          Prerequisite.SECURE_BOOT),
      row("kernel driver build|compile the AWS Replication Agent kernel driver|could not insert module"
          + "|gcc was not found", new Known("CVY-2320", "the driver of the agent was not built or not loaded",
          "install gcc, make, perl and the headers of exactly the running kernel, and see what SELinux or endpoint"
              + " protection denies; then retry", true)),
      row("(?:getpwnam|system user permissions|sudoers).{0,80}", new Known("CVY-2322",
          "the user of the agent was not set up", "let root write /etc/passwd and /etc/sudoers (chattr -i), and check"
              + " sudoers with visudo -c; then retry", true)),
      row("(?:invalid|unknown|no such|not valid|nonexistent).{0,40}(?:device|disk|volume)s?\\b|--devices: ",
          new Known("CVY-2323", "it did not take the disks", "correct convoy.agent.installer-devices for the server, or"
              + " leave it out so that all disks are replicated; then retry", true)));

  private InstallerErrors() {}

  /** What the first known error in the output means; empty where none is known. */
  static Optional<Known> failure(String output) {
    return ROWS.stream().filter(row -> row.text().matcher(output).find()).map(Row::known).findFirst();
  }

  private static Row row(String text, Known known) {
    return new Row(Pattern.compile(text, Pattern.CASE_INSENSITIVE), known);
  }

  private static Row row(String text, String what, Prerequisite prerequisite) {
    return row(text, new Known(prerequisite.code(), what, prerequisite.remedy(), !prerequisite.passes()));
  }
}
