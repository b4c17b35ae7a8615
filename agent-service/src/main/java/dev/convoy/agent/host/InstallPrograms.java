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

  private InstallPrograms() {}

  /** For Linux. {@code credentials} null = the instance profile of the host. */
  public static ProgramSpec linux(InstallRequest request, @Nullable InstallCredentials credentials) {
    return spec(request, credentials, LINUX, InstallerFile.LINUX);
  }

  /** For Windows Server 2008 R2 and later; the host takes the installer of its age. {@code credentials} null = the instance profile of the host. */
  public static ProgramSpec windows(InstallRequest request, @Nullable InstallCredentials credentials) {
    return spec(request, credentials, WINDOWS,
        InstallerFile.WINDOWS, InstallerFile.WINDOWS_2012, InstallerFile.WINDOWS_2008);
  }

  /** The source server ids that the installer has stated, each once; one where all is well. */
  public static List<String> sourceServerIds(String output) {
    return SOURCE_SERVER.matcher(output).results().map(line -> line.group(1)).distinct().toList();
  }

  private static ProgramSpec spec(
      InstallRequest request, @Nullable InstallCredentials credentials, String program, InstallerFile... files) {
    Map<String, String> environment = new HashMap<>(Map.of(
        "CONVOY_SERVER_ID", request.serverId(),
        "CONVOY_REGION", request.region(),
        "AWS_REGION", request.region(),
        "CONVOY_S3_ENDPOINT", request.s3Endpoint(),
        "CONVOY_ENDPOINT", request.endpoint()));
    environment.putAll(request.options().environment());
    for (var file : files) {
      var addresses = addresses(request, file);
      environment.put("CONVOY_INSTALLER_URL" + file.age(), addresses.installer());
      environment.put("CONVOY_INSTALLER_SHA512_URL" + file.age(), addresses.sha512());
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

  /** Where an installer of a request is. */
  public static Addresses addresses(InstallRequest request, InstallerFile file) {
    return new Addresses(url(request, "", file.path()), url(request, "-hashes", file.path() + ".sha512"));
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
