package dev.convoy.inventory.intake;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Columns that are read: the attributes of AWS Cloud Migration Factory 4.5.1 that matter for a move, and Convoy's own.
 * The names in the file are those of the factory; {@code field} is the field of the declaration that a column fills.
 */
enum Column {
  WAVE("wave_name", "wave", "wave"),
  APPLICATION("app_name", "application", "application"),
  ACCOUNT("aws_accountid", "account"),
  REGION("aws_region", "region"),
  SERVER_ID("server_id", "serverId"),
  NAME("server_name", "name"),
  OS_FAMILY("server_os_family", "osFamily", "server_os"),
  OS_VERSION("server_os_version", "osVersion"),
  FQDN("server_fqdn", "fqdn"),
  TIER("server_tier", "tier", "tier"),
  SERVER_ENVIRONMENT("server_environment", "serverEnvironment"),
  STRATEGY("r_type", "strategy"),
  SUBNETS("subnet_ids", "subnetIds"),
  SECURITY_GROUPS("securitygroup_ids", "securityGroupIds"),
  TEST_SUBNETS("subnet_ids_test", "testSubnetIds"),
  TEST_SECURITY_GROUPS("securitygroup_ids_test", "testSecurityGroupIds"),
  INSTANCE_TYPE("instancetype", "instanceType"),
  INSTANCE_PROFILE("iamrole", "instanceProfile"),
  PRIVATE_IP("private_ip", "privateIp"),
  TENANCY("tenancy", "tenancy"),
  TAGS("tags", "tags"),
  ENVIRONMENT("environment", "environment"),
  ADDRESS("address", "address"),
  PORT("port", "port"),
  SITE("site", "site"),
  CREDENTIAL("credential", "credential"),
  HOST_KEY("host_key", "hostKey"),
  QUIESCE_RUNBOOK("quiesce_runbook", "quiesceRunbook"),
  RESUME_RUNBOOK("resume_runbook", "resumeRunbook"),
  CHECKS("checks", "checks"),
  DNS_NAMES("dns_names", "dnsNames"),
  MAC_ADDRESS("mac_address", "macAddress"),
  EC2_INSTANCE_ID("ec2_instance_id", "ec2InstanceId");

  /** What a row of a server that is to be moved cannot do without. */
  static final Set<Column> LEAST =
      EnumSet.of(WAVE, APPLICATION, ACCOUNT, REGION, NAME, OS_FAMILY, OS_VERSION, FQDN, STRATEGY);

  /** What the form of the time of CloudEndure did not have. */
  static final Set<Column> NOT_IN_LEGACY = EnumSet.of(REGION, STRATEGY);

  /** Attributes of the factory that mean nothing for Convoy. */
  static final Set<String> OF_THE_FACTORY = Set.of(
      "wave_id", "wave_status", "wave_start_time", "wave_end_time", "wave_servers_baseline", "wave_servers_forecast",
      "wave_apps_baseline", "wave_apps_forecast", "app_id", "secret_name", "target_instance_id", "secondary_private_ip",
      "migration_status", "replication_status", "dedicated_host_id", "network_interface_id", "network_interface_id_test",
      "server_mgn_post_launch", "ebs_encrypted", "ebs_kms_key_id", "ebs_volume_type", "ebs_iops", "ebs_throughput",
      "termination_protection", "termination_protection_test", "ebs_optimized", "server_boot_mode_uefi",
      "license_configuration_arn", "host_resource_group_arn", "winrm_use_ssl", "tags_live", "tags_test",
      "mgn_replication_devices", "server_source_shutdown_exclude", "cloudendure_projectname", "database_id",
      "database_name", "database_type");

  private static final Map<String, Column> BY_NAME = Arrays.stream(values())
      .flatMap(column -> Stream.concat(Stream.of(column.header), column.aliases.stream())
          .map(name -> Map.entry(name, column)))
      .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  private static final Map<String, Column> BY_FIELD =
      Arrays.stream(values()).collect(Collectors.toMap(column -> column.field, Function.identity()));

  private final String header;
  private final String field;
  private final List<String> aliases;

  Column(String header, String field, String... aliases) {
    this.header = header;
    this.field = field;
    this.aliases = List.of(aliases);
  }

  /** Name in the file, lower case. */
  String header() {
    return header;
  }

  static @Nullable Column named(String lowerCase) {
    return BY_NAME.get(lowerCase);
  }

  static @Nullable Column filling(String field) {
    return BY_FIELD.get(field);
  }
}
