package dev.convoy.kit.aws;

import org.jspecify.annotations.Nullable;

/**
 * An account and region, and how to get into it.
 *
 * @param account AWS account id, 12 digits
 * @param roleArn role to assume; null = the credentials of the process
 */
public record AccountKey(String account, String region, @Nullable String roleArn) {

  private static final int ACCOUNT_OF_ARN = 4;

  /** Limit key of all AWS operations of the account and region. */
  public String limitKey() {
    return account + "/" + region;
  }

  /**
   * The same region by another role, whose ARN names its account.
   *
   * @param other null = the credentials of the process
   */
  public AccountKey by(@Nullable String other) {
    var parts = other == null ? new String[0] : other.split(":", -1);
    return new AccountKey(parts.length > ACCOUNT_OF_ARN ? parts[ACCOUNT_OF_ARN] : account, region, other);
  }
}
