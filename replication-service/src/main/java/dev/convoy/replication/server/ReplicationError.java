package dev.convoy.replication.server;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The errors of MGN's {@code dataReplicationError}, with cause and remedy from the MGN user guide, common replication
 * errors. Codes are stable.
 */
public enum ReplicationError {
  AGENT_NOT_SEEN("CVY-3301", "MGN does not hear from the agent",
      "check outbound 443 to the MGN endpoint and the service aws-replication on the host; if that does not run, after a new"
          + " kernel for example, ./convoy server reinstall ID --reason TEXT"),
  SNAPSHOTS_FAILURE("CVY-3302", "MGN cannot take snapshots of the staging disks",
      "check IAM and service control policies for ec2:CreateSnapshot and whether EC2 throttles it"),
  NOT_CONVERGING("CVY-3303", "the source writes faster than its data is replicated",
      "raise the bandwidth, lift throttling, or choose a larger replication server or faster staging disks"),
  UNSTABLE_NETWORK("CVY-3304", "the network between the source and the replication server breaks off",
      "check packet loss and port 1500 between the source and the staging subnet"),
  FAILED_TO_CREATE_SECURITY_GROUP("CVY-3305", "the security group of the replication server was not created",
      "check IAM for ec2:CreateSecurityGroup and the quota of security groups of the VPC"),
  FAILED_TO_LAUNCH_REPLICATION_SERVER("CVY-3306", "the replication server was not launched",
      "check the EC2 quota of its instance type, the staging subnet and service control policies"),
  FAILED_TO_BOOT_REPLICATION_SERVER("CVY-3307", "the replication server did not boot",
      "check whether its instance type is offered in the zone of the staging subnet"),
  FAILED_TO_AUTHENTICATE_WITH_SERVICE("CVY-3308", "the replication server cannot authenticate with MGN",
      "let the staging subnet reach the MGN endpoint on 443 and DNS over TCP 53; check its IAM role"),
  FAILED_TO_DOWNLOAD_REPLICATION_SOFTWARE("CVY-3309", "the replication server cannot download its software",
      "let the staging subnet reach S3 on 443"),
  FAILED_TO_CREATE_STAGING_DISKS("CVY-3310", "the staging disks were not created",
      "grant the MGN role the use of the encryption key; check the EBS quotas"),
  FAILED_TO_ATTACH_STAGING_DISKS("CVY-3311", "the staging disks were not attached",
      "check the EBS quotas and the number of disks of the source"),
  FAILED_TO_PAIR_REPLICATION_SERVER_WITH_AGENT("CVY-3312", "the agent was not paired with its replication server",
      "check that both reach the MGN endpoint on 443"),
  FAILED_TO_CONNECT_AGENT_TO_REPLICATION_SERVER("CVY-3313", "the agent does not reach its replication server",
      "open port 1500 from the source to the staging subnet"),
  FAILED_TO_START_DATA_TRANSFER("CVY-3314", "the data transfer did not start",
      "check port 1500 from the source to the staging subnet, then retry"),
  UNSUPPORTED_VM_CONFIGURATION("CVY-3315", "the source's configuration is not supported",
      "compare its disks and operating system with MGN's requirements"),
  LAST_SNAPSHOT_JOB_FAILED("CVY-3316", "the last snapshot job failed",
      "check IAM for ec2:CreateSnapshot; it is repeated by MGN"),
  UNKNOWN("CVY-3317", "MGN reports an error that is not known here", "look the server up in the MGN console");

  private final String code;
  private final String cause;
  private final String remedy;

  ReplicationError(String code, String cause, String remedy) {
    this.code = code;
    this.cause = cause;
    this.remedy = remedy;
  }

  /** The error of that name; {@link #UNKNOWN} for one that AWS added since. */
  public static ReplicationError of(@Nullable String name) {
    return Arrays.stream(values()).filter(error -> error.name().equals(name)).findFirst().orElse(UNKNOWN);
  }

  public String code() {
    return code;
  }

  public String cause() {
    return cause;
  }

  public String remedy() {
    return remedy;
  }
}
