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
  private static final String WINDOWS_FILE = "latest/windows/AwsReplicationWindowsInstaller.exe";

  private InstallPrograms() {}

  /** For Linux. {@code credentials} null = the instance profile of the host. */
  public static ProgramSpec linux(InstallRequest request, @Nullable InstallCredentials credentials) {
    return spec(request, credentials, LINUX, LINUX_FILE);
  }

  /** For Windows Server 2012 R2 and later. {@code credentials} null = the instance profile of the host. */
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
        "CONVOY_ENDPOINT", request.endpoint(),
        "CONVOY_INSTALLER_URL", url(request, "", file),
        "CONVOY_INSTALLER_SHA512_URL", url(request, "-hashes", file + ".sha512")));
    if (credentials != null) {
      environment.put("AWS_ACCESS_KEY_ID", credentials.accessKeyId());
      environment.put("AWS_SECRET_ACCESS_KEY", credentials.secretAccessKey());
      environment.put("AWS_SESSION_TOKEN", credentials.sessionToken());
    }
    return new ProgramSpec(ProgramSpec.Kind.INSTALL, program, environment, request.timeout());
  }

  /** Buckets of the MGN user guide: by name of the bucket, or through a given endpoint by path. */
  private static String url(InstallRequest request, String suffix, String file) {
    String bucket = "aws-application-migration-service" + suffix + "-" + request.region();
    return request.s3Endpoint().isEmpty()
        ? "https://" + bucket + ".s3." + request.region() + "." + Partition.of(request.region()).suffix() + "/" + file
        : "https://" + request.s3Endpoint() + "/" + bucket + "/" + file;
  }
}
