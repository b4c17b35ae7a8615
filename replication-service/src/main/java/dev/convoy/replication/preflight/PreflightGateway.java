package dev.convoy.replication.preflight;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AddressRecord;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an account has. Nothing here changes anything. Every method throws
 * {@link dev.convoy.kit.worker.UnreachableException} if AWS cannot be asked now and
 * {@link dev.convoy.replication.server.ReadRefusedException} if it refuses for good.
 */
public interface PreflightGateway {

  /** A subnet; {@code free} is EC2's own count, which leaves out the five addresses that it keeps. */
  record Subnet(String id, String vpcId, String zone, String cidr, int free) {}

  record SecurityGroup(String id, String vpcId) {}

  /**
   * A KMS key.
   *
   * @param state Enabled, Disabled, PendingDeletion, …
   * @param usage ENCRYPT_DECRYPT, …
   * @param spec SYMMETRIC_DEFAULT, …
   */
  record Key(String state, String usage, String spec) {}

  /** A Dedicated Host and how many instances of its type still fit. */
  record Host(String zone, String instanceType, int free) {}

  /** Servers that MGN counts against its quotas. */
  record Counted(int replicating, int notArchived) {}

  /** ARN of whoever the services are in this account. */
  String identity(AccountKey account);

  /** Quotas in force of MGN and EC2, by code. */
  Map<String, Double> quotas(AccountKey account);

  Counted counted(AccountKey account);

  /** Those that exist, by id. */
  Map<String, Subnet> subnets(AccountKey account, Collection<String> ids);

  /** Those that exist, by id. */
  Map<String, SecurityGroup> securityGroups(AccountKey account, Collection<String> ids);

  /** vCPUs of the types that the region knows, by name. */
  Map<String, Integer> vcpus(AccountKey account, Collection<String> types);

  /** Zones of the region that offer a type, by its name. */
  Map<String, Set<String>> zones(AccountKey account, Collection<String> types);

  /** On-demand instances that run, counted by type. */
  Map<String, Integer> running(AccountKey account);

  /** Role ARNs of an instance profile; null = there is no such profile. */
  @Nullable List<String> rolesOfProfile(AccountKey account, String name);

  /**
   * A document of Systems Manager.
   *
   * @param status Active, Creating, Failed, …
   * @param platforms Linux, Windows, MacOS; empty = it does not say
   */
  record Document(String status, Set<String> platforms) {}

  /** Null if the account sees no such document in the region, or not this version of it. */
  @Nullable Document document(AccountKey account, SsmDocument wanted);

  /** Available Dedicated Hosts. */
  List<Host> hosts(AccountKey account);

  /** Which of the addresses are held by a network interface of the subnet. */
  Set<String> addressesInUse(AccountKey account, String subnetId, Collection<String> addresses);

  /** Null if there is no such key. */
  @Nullable Key key(AccountKey account, String arn);

  /** Whether the launch configuration template says that Windows licences are brought along; false without one. */
  boolean bringsLicences(AccountKey account);

  /**
   * Which of the actions a role or user may not do, by simulation of all policies that IAM evaluates for it: its own, its
   * boundary and those of the organization; not those of resources.
   *
   * @param resource ARN, or {@code *}
   */
  Set<String> denied(AccountKey account, String principalArn, Collection<String> actions, String resource);

  /**
   * A hosted zone.
   *
   * @param domain in lower case without a final dot
   * @param isPrivate it answers in its VPCs only
   */
  record HostedZone(String domain, boolean isPrivate) {}

  /** Null if there is no such zone. */
  @Nullable HostedZone zone(AccountKey account, String zoneId);

  /** What a hosted zone says of names; null if there is no such zone. */
  @Nullable Map<String, AddressRecord> names(AccountKey account, String zoneId, Collection<String> names);

  /** Assumes a role of the account as the agent's installation does, and forgets the credentials. */
  void assume(AccountKey account, String roleName);
}
