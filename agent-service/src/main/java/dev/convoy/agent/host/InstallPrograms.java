package dev.convoy.agent.host;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Programs that download the installer of the replication agent, verify its SHA-512 and run it. Their texts are fixed;
 * every value comes by the environment, and no secret appears on a command line.
 */
public final class InstallPrograms {

  /** Exit code when the installer or its checksum could not be had. */
  public static final int EXIT_NOT_DOWNLOADED = 10;

  /** Exit code when the installer is not the published one; it was not run. */
  public static final int EXIT_NOT_PUBLISHED = 11;

  private static final Pattern SOURCE_SERVER =
      Pattern.compile("The following is the source server ID: (s-[0-9a-zA-Z]{17})(?![0-9a-zA-Z])");
  private static final String LINUX = HostScripts.read("/host/install-agent.sh");
  private static final String WINDOWS = HostScripts.read("/host/install-agent.ps1");
  private static final String LINUX_FILE = "latest/linux/aws-replication-installer-init";
  /** For 2008 R2 and for 2012 without R2; one of the others does not run there. */
  private static final String WINDOWS_2008_FILE = "latest/windows_legacy/AwsReplicationWindowsLegacyInstaller.exe";
  private static final String WINDOWS_2012_FILE =
      "latest/windows_legacy/windows_2012_legacy/AwsReplicationWindows2012LegacyInstaller.exe";
  private static final String WINDOWS_FILE = "latest/windows/AwsReplicationWindowsInstaller.exe";

  private InstallPrograms() {}

  /** For Linux. {@code credentials} null = the instance profile of the host. */
  public static ProgramSpec linux(InstallRequest request, @Nullable InstallCredentials credentials) {
    return spec(request, credentials, LINUX, LINUX_FILE);
  }

  /** For Windows Server 2008 R2 and later; the host takes the installer of its age. {@code credentials} null = the instance profile of the host. */
  public static ProgramSpec windows(InstallRequest request, @Nullable InstallCredentials credentials) {
    return spec(request, credentials, WINDOWS, WINDOWS_FILE);
  }

  /** The source server ids that the installer has stated, each once; one where all is well. */
  public static List<String> sourceServerIds(String output) {
    return SOURCE_SERVER.matcher(output).results().map(line -> line.group(1)).distinct().toList();
  }

  private static ProgramSpec spec(
      InstallRequest request, @Nullable InstallCredentials credentials, String program, String file) {
    Map<String, String> environment = new HashMap<>(Map.of(
        "CONVOY_SERVER_ID", request.serverId(),
        "CONVOY_REGION", request.region(),
        "AWS_REGION", request.region(),
        "CONVOY_S3_ENDPOINT", request.s3Endpoint(),
        "CONVOY_ENDPOINT", request.endpoint()));
    environment.putAll(request.options().environment());
    addresses(environment, request, "", file);
    if (file.equals(WINDOWS_FILE)) {
      addresses(environment, request, "_2012", WINDOWS_2012_FILE);
      addresses(environment, request, "_2008", WINDOWS_2008_FILE);
    }
    if (credentials != null) {
      environment.put("AWS_ACCESS_KEY_ID", credentials.accessKeyId());
      environment.put("AWS_SECRET_ACCESS_KEY", credentials.secretAccessKey());
      environment.put("AWS_SESSION_TOKEN", credentials.sessionToken());
    }
    return new ProgramSpec(ProgramSpec.Kind.INSTALL, program, environment, request.timeout());
  }

  /**
   * Where an installer and its checksum are.
   *
   * @param installer address of the installer
   * @param sha512 address of its checksum
   */
  public record Addresses(String installer, String sha512) {}

  /** Where the installer for Linux of a request is. */
  public static Addresses linuxAddresses(InstallRequest request) {
    return new Addresses(url(request, "", LINUX_FILE), url(request, "-hashes", LINUX_FILE + ".sha512"));
  }

  private static void addresses(Map<String, String> environment, InstallRequest request, String age, String file) {
    environment.put("CONVOY_INSTALLER_URL" + age, url(request, "", file));
    environment.put("CONVOY_INSTALLER_SHA512_URL" + age, url(request, "-hashes", file + ".sha512"));
  }

  private static String url(InstallRequest request, String suffix, String file) {
    return switch (request.source()) {
      case InstallerSource.Aws aws -> bucket(request, suffix) + file;
      case InstallerSource.Mirror mirror -> mirror.base() + "/" + file;
      case InstallerSource.Pushed pushed -> "";
    };
  }

  /** Buckets of the MGN user guide: by name of the bucket, or through a given endpoint by path. */
  private static String bucket(InstallRequest request, String suffix) {
    String region = request.region();
    String bucket = "aws-application-migration-service" + suffix + "-" + region;
    return request.s3Endpoint().isEmpty()
        ? "https://" + bucket + ".s3." + region + "." + Partition.of(region).suffix() + "/"
        : "https://" + request.s3Endpoint() + "/" + bucket + "/";
  }
}
