package dev.convoy.agent.host;

/**
 * Short-lived AWS credentials for the installer, of a role with AWSApplicationMigrationAgentInstallationPolicy.
 *
 * @param sessionToken empty for keys that need none
 */
public record InstallCredentials(String accessKeyId, String secretAccessKey, String sessionToken) {

  @Override
  public String toString() {
    return "InstallCredentials[***]";
  }
}
