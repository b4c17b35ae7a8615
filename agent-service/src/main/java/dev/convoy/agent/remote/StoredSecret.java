package dev.convoy.agent.remote;

import org.jspecify.annotations.Nullable;

/**
 * Which secret of AWS Secrets Manager, and how it is got at.
 *
 * @param id its name or ARN
 * @param versionStage label of the version: {@code AWSCURRENT}, {@code AWSPREVIOUS} or one of your own
 * @param region where it is
 * @param roleArn role to assume; null = the credentials of the process
 */
public record StoredSecret(String id, String versionStage, String region, @Nullable String roleArn) {

  /** The version that Secrets Manager gives out unless told otherwise. */
  public static final String CURRENT = "AWSCURRENT";
}
