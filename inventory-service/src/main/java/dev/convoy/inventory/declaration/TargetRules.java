package dev.convoy.inventory.declaration;

import dev.convoy.events.cmdb.ServerDeclared;
import dev.convoy.events.common.DnsName;
import dev.convoy.events.common.DnsSettings;
import dev.convoy.events.common.TargetSettings;
import dev.convoy.inventory.environments.DeclaredAction;
import dev.convoy.inventory.environments.Environment;
import dev.convoy.inventory.environments.Patterns;
import dev.convoy.kit.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The half of a declaration that says where the server goes. */
final class TargetRules {

  /** EC2's limit of security groups on a network interface, raised to its most. */
  private static final int MOST_GROUPS = 16;
  private static final int MOST_SUBNETS = 16;

  /** EC2's limit of 50 tags, less those that Convoy and MGN write. */
  private static final int MOST_TAGS = 40;

  private static final int MOST_NAMES = 20;
  private static final int MOST_TAG_KEY = 128;
  private static final int MOST_TAG_VALUE = 256;

  private final Faults faults;

  TargetRules(Faults faults) {
    this.faults = faults;
  }

  /** The settings; null when there is no environment to fill them from. */
  @Nullable TargetSettings target(
      ServerDeclared declared, @Nullable Environment environment, DeclaredAction.Subject server) {
    ids(declared);
    var instanceType = faults.optional("instanceType", declared.getInstanceType(), Patterns.INSTANCE_TYPE,
        "give an EC2 instance type such as m5.large");
    var profile = faults.optional("instanceProfile", declared.getInstanceProfile(), Patterns.INSTANCE_PROFILE,
        "give the name of an instance profile, not its ARN");
    var privateIp = faults.optional("privateIp", declared.getPrivateIp(), Patterns.IPV4, "give an IPv4 address");
    tags(declared.getTags());
    faults.each("dnsNames", declared.getDnsNames(), MOST_NAMES, Patterns.DNS_NAME,
        "give a full host name such as web.example.com");
    if (environment == null) {
      return null;
    }
    var defaults = environment.defaults();
    var tags = new TreeMap<>(defaults.tags());
    tags.putAll(declared.getTags());
    return TargetSettings.newBuilder()
        .setEnvironment(environment.name())
        .setAccount(environment.account())
        .setRegion(environment.region())
        .setRoleArn(environment.roleArn())
        .setStagingSubnetId(environment.stagingSubnetId())
        .setStagingSecurityGroupIds(environment.stagingSecurityGroupIds())
        .setReplicationServerInstanceType(environment.replicationServerInstanceType())
        .setEbsEncryptionKeyArn(environment.ebsEncryptionKeyArn())
        .setTestSubnetId(testSubnet(declared, environment))
        .setTestSecurityGroupIds(or(declared.getTestSecurityGroupIds(), environment.testSecurityGroupIds()))
        .setTargetSubnetId(or(declared.getSubnetIds(), environment.targetSubnets()).getFirst())
        .setTargetSecurityGroupIds(or(declared.getSecurityGroupIds(), environment.targetSecurityGroupIds()))
        .setInstanceType(instanceType == null ? defaults.instanceType() : instanceType)
        .setInstanceProfile(profile == null ? defaults.instanceProfile() : profile)
        .setPrivateIp(privateIp)
        .setTenancy(tenancy(declared.getTenancy(), defaults.tenancy()))
        .setTags(Map.copyOf(tags))
        .setDns(dns(declared, environment))
        .setPostLaunchActions(environment.actionsOf(server))
        .build();
  }

  private void ids(ServerDeclared declared) {
    var subnet = "subnet ids look like subnet-0123456789abcdef0";
    var group = "security group ids look like sg-0123456789abcdef0";
    faults.each("subnetIds", declared.getSubnetIds(), MOST_SUBNETS, Patterns.SUBNET, subnet);
    faults.each("securityGroupIds", declared.getSecurityGroupIds(), MOST_GROUPS, Patterns.SECURITY_GROUP, group);
    faults.each("testSubnetIds", declared.getTestSubnetIds(), MOST_SUBNETS, Patterns.SUBNET, subnet);
    faults.each("testSecurityGroupIds", declared.getTestSecurityGroupIds(), MOST_GROUPS, Patterns.SECURITY_GROUP, group);
  }

  /** Every name needs a zone: one that cannot be switched would be found out in the outage. */
  private @Nullable DnsSettings dns(ServerDeclared declared, Environment environment) {
    var names = declared.getDnsNames().stream().filter(name -> DeclarationRules.isForm(Patterns.DNS_NAME, name))
        .map(name -> name.toLowerCase(Locale.ROOT)).distinct().toList();
    var zones = environment.dns();
    var found = new ArrayList<DnsName>();
    for (var name : names) {
      var zone = zones == null ? null : zones.zoneOf(name);
      if (zone == null) {
        faults.add("dnsNames", name, "lies in no zone of environment " + environment.name(),
            zones == null ? "list the hosted zones of the environment under dns in environments.yml, or leave the name out"
                : "use a name in " + zones.zones().keySet().stream().sorted().toList() + ", list its zone under dns, or leave it out");
      } else {
        found.add(new DnsName(name, zone));
      }
    }
    return zones == null || found.isEmpty() ? null : new DnsSettings(found, zones.ttlSeconds(),
        zones.roleArn() == null ? environment.roleArn() : zones.roleArn());
  }

  /** Safety rule 1: no test in a network that its environment does not declare isolated. */
  private String testSubnet(ServerDeclared declared, Environment environment) {
    for (var subnet : declared.getTestSubnetIds()) {
      if (!environment.testSubnets().contains(subnet) && DeclarationRules.isForm(Patterns.SUBNET, subnet)) {
        faults.add("testSubnetIds", subnet, "is not declared isolated by environment " + environment.name(),
            "use one of its testSubnets " + environment.testSubnets() + ", or leave it out");
      }
    }
    for (var subnet : declared.getSubnetIds()) {
      if (environment.testSubnets().contains(subnet)) {
        faults.add("subnetIds", subnet, "is an isolated test subnet of environment " + environment.name(),
            "use one of its targetSubnets " + environment.targetSubnets() + ", or leave it out");
      }
    }
    return or(declared.getTestSubnetIds(), environment.testSubnets()).getFirst();
  }

  private String tenancy(@Nullable String declared, @Nullable String ofEnvironment) {
    var word = declared != null && !declared.isBlank() ? declared : ofEnvironment;
    if (word == null) {
      return "default";
    }
    var tenancy = Vocabulary.of(Vocabulary.TENANCIES, word);
    if (tenancy == null) {
      faults.add("tenancy", word, "is not a tenancy", "one of Shared, Dedicated, Dedicated host");
    }
    return tenancy == null ? "default" : tenancy;
  }

  private void tags(Map<String, String> tags) {
    if (tags.size() > MOST_TAGS) {
      faults.add("tags", String.valueOf(tags.size()), "has more than " + MOST_TAGS + " entries", "leave some out");
    }
    tags.forEach((key, value) -> {
      if (key.isBlank() || key.length() > MOST_TAG_KEY || value.length() > MOST_TAG_VALUE) {
        faults.add("tags", key, "is too long or without a name",
            "a name of 1 to 128 characters, a value of at most 256");
      }
      if (!Printable.is(key) || !Printable.is(value)) {
        faults.add("tags", key, "has characters that cannot be shown", "write name and value in plain text");
      }
      if (key.toLowerCase(Locale.ROOT).startsWith("aws:") || key.startsWith("convoy:")) {
        faults.add("tags", key, "begins with a reserved prefix", "do not begin with aws: or convoy:");
      }
    });
  }

  private static List<String> or(List<String> declared, List<String> usual) {
    return declared.isEmpty() ? usual : List.copyOf(declared);
  }
}
