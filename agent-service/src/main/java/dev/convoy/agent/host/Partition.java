package dev.convoy.agent.host;

/** Partitions of AWS: a role and an address of one mean nothing in another. */
public enum Partition {
  /** The usual one. */
  AWS("aws", "amazonaws.com"),
  /** Beijing and Ningxia. */
  CHINA("aws-cn", "amazonaws.com.cn"),
  /** GovCloud. */
  GOVERNMENT("aws-us-gov", "amazonaws.com");

  private final String id;
  private final String suffix;

  Partition(String id, String suffix) {
    this.id = id;
    this.suffix = suffix;
  }

  /** The partition of a region. */
  public static Partition of(String region) {
    return region.startsWith("cn-") ? CHINA : region.startsWith("us-gov-") ? GOVERNMENT : AWS;
  }

  /** As ARNs begin: {@code aws-cn}. */
  public String id() {
    return id;
  }

  /** As the names of its endpoints end. */
  public String suffix() {
    return suffix;
  }
}
