package dev.convoy.lab.aws.cloud;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the replication agent says of its host when it registers.
 *
 * @param userProvidedId null if none was given
 * @param mac with colons or dashes; null if unknown
 * @param ramBytes memory in bytes
 */
public record Agent(
    @Nullable String userProvidedId,
    String hostname,
    String fqdn,
    String ip,
    String os,
    List<Disk> disks,
    int cpus,
    long ramBytes,
    @Nullable String mac) {

  private static final long GIB = 1L << 30;

  /**
   * One disk.
   *
   * @param bytes its size
   */
  public record Disk(String deviceName, long bytes) {}

  public Agent {
    disks = List.copyOf(disks);
  }

  /** Size of all disks in bytes. */
  public long totalBytes() {
    return disks.stream().mapToLong(Disk::bytes).sum();
  }

  /** The instance type that MGN would recommend for this host. */
  public String recommendedInstanceType() {
    if (cpus <= 2 && ramBytes <= 4 * GIB) {
      return "c5.large";
    }
    if (cpus <= 2) {
      return ramBytes <= 8 * GIB ? "m5.large" : "r5.large";
    }
    return cpus <= 4 ? "m5.xlarge" : "m5.2xlarge";
  }
}
