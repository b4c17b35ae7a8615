package dev.convoy.kit.aws;

import org.jspecify.annotations.Nullable;

/**
 * An account and region, and how to get into it.
 *
 * @param account AWS account id, 12 digits
 * @param roleArn role to assume; null = the credentials of the process
 */
public record AccountKey(String account, String region, @Nullable String roleArn) {

  /** Limit key of all AWS operations of the account and region. */
  public String limitKey() {
    return account + "/" + region;
  }
}
