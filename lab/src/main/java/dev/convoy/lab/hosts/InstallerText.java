package dev.convoy.lab.hosts;

import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the AWS Replication Agent's installer prints with {@code --no-prompt} (reference: aws-api.md 4.5 and 4.7). */
final class InstallerText {
  private static final long GIB = 1L << 30;

  private InstallerText() {}

  static String begun(@Nullable String region) {
    return "The installation of the AWS Replication Agent has started.\nAWS Region Name: " + region + "\n";
  }

  static String succeeded(SimulatedHost host, @Nullable String region, String sourceServerId, int active) {
    return installed(host, region)
        + "The following is the source server ID: " + sourceServerId + ".\n"
        + "You now have " + active + " active source server" + (active == 1 ? "" : "s")
        + " out of a total quota of 150.\n"
        + "Learn more about increasing source servers limit at "
        + "https://docs.aws.amazon.com/mgn/latest/ug/MGN-service-limits.html\n"
        + "The AWS Replication Agent was successfully installed.\n";
  }

  /** As it ends when what it prints is cut off before the line with the id. */
  static String nameless(SimulatedHost host, @Nullable String region) {
    return installed(host, region);
  }

  /** As it ends when only what it does last fails. */
  static String failedLast(SimulatedHost host, @Nullable String region) {
    return installed(host, region) + "Installation failed.\n";
  }

  private static String installed(SimulatedHost host, @Nullable String region) {
    return begun(region) + volumes(host)
        + step(host, "Downloading the AWS Replication Agent onto the source server...")
        + step(host, "Installing the AWS Replication Agent onto the source server...")
        + step(host, "Syncing the source server with the Application Migration Service Console...");
  }

  /** A call to the service that was refused; the installer shows botocore's text. */
  static String refused(@Nullable String region, String code, String message) {
    return begun(region) + "botocore.exceptions.ClientError: An error occurred (" + code
        + ") when calling the GetAgentInstallationAssetsForMgn operation: " + message + "\n";
  }

  static String noCredentials(@Nullable String region) {
    return begun(region) + "botocore.exceptions.NoCredentialsError: Unable to locate credentials\n";
  }

  static String unreachable(@Nullable String region) {
    return begun(region) + "urlopen error [Errno 10060] Connection times out\n";
  }

  static String noSpace(@Nullable String region) {
    return begun(region) + "OSError: [Errno 28] No space left on device\n";
  }

  /** As it ends on a host without what the kernel driver is built with (the guide of Elastic Disaster Recovery). */
  static String noDriver(SimulatedHost host, @Nullable String region) {
    return begun(region) + volumes(host)
        + step(host, "Downloading the AWS Replication Agent onto the source server...")
        + "Installing the AWS Replication Agent onto the source server...\n"
        + "Could not configure the AWS Replication Agent kernel driver build.\n";
  }

  /** A failure on the host itself after the download; the installer prints what it was called with. */
  static String broken(SimulatedHost host, Installation given) {
    return begun(given.region()) + volumes(host)
        + step(host, "Downloading the AWS Replication Agent onto the source server...")
        + "Installing the AWS Replication Agent onto the source server...\n"
        + "Installation failed.\n"
        + "Called with: {'aws_access_key_id': '" + given.accessKeyId() + "', 'aws_secret_access_key': '"
        + given.secretAccessKey() + "', 'aws_session_token': '" + given.sessionToken() + "'}\n";
  }

  private static String volumes(SimulatedHost host) {
    String line = host.windows() ? "Disk to replicate identified: " : "Identified volume for replication: ";
    return (host.windows()
        ? "Verifying that the source server has enough free disk space to install the AWS Replication Agent. "
            + "(a minimum of 2 GB of free disk space is required)\n"
        : "")
        + "Identifying volumes for replication.\n"
        + host.disks().stream()
            .map(disk -> line + disk.deviceName() + " of size " + disk.bytes() / GIB + " GiB\n")
            .collect(Collectors.joining())
        + "All volumes for replication were successfully identified.\n";
  }

  private static String step(SimulatedHost host, String what) {
    return what + (host.windows() ? " Finished.\n" : " \nFinished.\n");
  }
}
