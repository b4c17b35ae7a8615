package dev.convoy.inventory.intake;

import dev.convoy.events.cmdb.ServerDeclared;
import dev.convoy.inventory.declaration.Vocabulary;
import dev.convoy.inventory.environments.Environment;
import dev.convoy.inventory.environments.Environments;
import dev.convoy.kit.text.Printable;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a row into a declaration. Forms are checked by the rules for declarations, not here. */
final class RowShape {

  private static final int MAX_SHOWN = 40;

  private final Header header;
  private final String file;
  private final Environments environments;
  private final List<String> warnings;
  private final Map<String, String> spellings = new HashMap<>();

  RowShape(Header header, String file, Environments environments, List<String> warnings) {
    this.header = header;
    this.file = file;
    this.environments = environments;
    this.warnings = warnings;
  }

  ServerDeclared declaration(Row row) {
    required(row);
    var id = row.get(Column.SERVER_ID);
    return ServerDeclared.newBuilder()
        .setServerId(id == null ? row.text(Column.NAME) : id)
        .setName(row.text(Column.NAME))
        .setFqdn(row.text(Column.FQDN))
        .setOsFamily(row.text(Column.OS_FAMILY))
        .setOsVersion(row.text(Column.OS_VERSION))
        .setStrategy(strategy(row))
        .setWave(waveId(row.text(Column.WAVE)))
        .setApplication(application(row))
        .setTier(tier(row))
        .setAccount(row.text(Column.ACCOUNT))
        .setRegion(region(row))
        .setEnvironment(environment(row))
        .setAddress(row.get(Column.ADDRESS))
        .setPort(row.number(Column.PORT))
        .setSite(row.get(Column.SITE))
        .setCredential(row.get(Column.CREDENTIAL))
        .setHostKey(row.get(Column.HOST_KEY))
        .setQuiesceRunbook(row.get(Column.QUIESCE_RUNBOOK))
        .setResumeRunbook(row.get(Column.RESUME_RUNBOOK))
        .setSubnetIds(row.list(Column.SUBNETS))
        .setSecurityGroupIds(row.list(Column.SECURITY_GROUPS))
        .setTestSubnetIds(row.list(Column.TEST_SUBNETS))
        .setTestSecurityGroupIds(row.list(Column.TEST_SECURITY_GROUPS))
        .setInstanceType(row.get(Column.INSTANCE_TYPE))
        .setInstanceProfile(row.get(Column.INSTANCE_PROFILE))
        .setPrivateIp(row.get(Column.PRIVATE_IP))
        .setTenancy(row.get(Column.TENANCY))
        .setTags(row.tags())
        .setChecks(row.checks())
        .setDnsNames(row.list(Column.DNS_NAMES))
        .setMacAddress(row.get(Column.MAC_ADDRESS))
        .setEc2InstanceId(row.get(Column.EC2_INSTANCE_ID))
        .setOrigin(file + " line " + row.line())
        .build();
  }

  /** Wave and application may be missing in a declaration, but not in the form. */
  private void required(Row row) {
    for (var column : List.of(Column.WAVE, Column.APPLICATION)) {
      if (row.get(column) == null) {
        row.fault(column, "is missing", "give a name");
      }
    }
  }

  /** Names of applications match in any case; the first spelling counts. */
  private @Nullable String application(Row row) {
    var name = row.get(Column.APPLICATION);
    return name == null ? null : spellings.computeIfAbsent(name.toLowerCase(Locale.ROOT), ignored -> name);
  }

  /**
   * Names of waves match in any case and may hold blanks; ids become keys and paths.
   *
   * @return null when nothing of the name is left
   */
  static @Nullable String waveId(String name) {
    var id = name.strip().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-").replaceAll("^[^a-z0-9]+|-+$", "");
    return id.isEmpty() ? null : id;
  }

  private String strategy(Row row) {
    var strategy = row.get(Column.STRATEGY);
    return strategy == null && header.legacy() ? "Rehost" : strategy == null ? "" : strategy;
  }

  /** A tier is free text in the factory. */
  private @Nullable String tier(Row row) {
    var tier = row.get(Column.TIER);
    if (tier != null && Vocabulary.tier(tier) == null) {
      warnings.add("line " + row.line() + ": server_tier '" + Printable.line(tier, MAX_SHOWN)
          + "' is none of web, application, database; ignored");
      return null;
    }
    return tier;
  }

  /** The first form had no region: the account's only one is meant. */
  private String region(Row row) {
    if (!header.legacy() || row.get(Column.REGION) != null) {
      return row.text(Column.REGION).toLowerCase(Locale.ROOT);
    }
    var regions = environments.all().stream().filter(e -> e.account().equals(row.text(Column.ACCOUNT)))
        .map(Environment::region).distinct().toList();
    return regions.size() == 1 ? regions.getFirst() : "";
  }

  /** The factory's environment is free text; it counts when an environment has that name. */
  private @Nullable String environment(Row row) {
    var own = row.get(Column.ENVIRONMENT);
    var free = row.get(Column.SERVER_ENVIRONMENT);
    return own != null ? own : free != null && environments.isNamed(free) ? free : null;
  }
}
