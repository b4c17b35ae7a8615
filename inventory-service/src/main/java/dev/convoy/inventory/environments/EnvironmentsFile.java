package dev.convoy.inventory.environments;

import dev.convoy.kit.core.HookedZone;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads environments.yml: a list of environments, either the whole document or under {@code environments:}. Every fault
 * is named at once.
 */
public final class EnvironmentsFile {

  private final List<String> faults = new ArrayList<>();

  private EnvironmentsFile() {}

  /**
   * Reads and checks the file.
   *
   * @throws EnvironmentsException naming the path and every fault with line, field and remedy
   */
  public static Environments load(Path path) {
    try (var reader = Files.newBufferedReader(path)) {
      return read(reader, path.toString());
    } catch (IOException e) {
      throw new EnvironmentsException(path.toString(), List.of("the file cannot be read (" + e
          + "); name a readable file by convoy.environments-file"));
    }
  }

  /** The same from any reader; {@code name} is for messages. */
  public static Environments read(Reader reader, String name) {
    var file = new EnvironmentsFile();
    try {
      var environments = file.list(new Yaml(new SafeConstructor(new LoaderOptions())).compose(reader));
      if (file.faults.isEmpty()) {
        return new Environments(environments);
      }
    } catch (YAMLException e) {
      file.faults.add("not YAML: " + String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
    }
    throw new EnvironmentsException(name, file.faults);
  }

  private List<Environment> list(@Nullable Node document) {
    var root = document;
    if (root instanceof MappingNode mapping && mapping.getValue().size() == 1
        && mapping.getValue().getFirst().getKeyNode() instanceof ScalarNode key
        && key.getValue().equals("environments")) {
      root = mapping.getValue().getFirst().getValueNode();
    }
    if (!(root instanceof SequenceNode sequence) || sequence.getValue().isEmpty()) {
      faults.add("line 1: no list of environments; begin with '- name: …'");
      return List.of();
    }
    var environments = new ArrayList<Environment>();
    var lines = new HashMap<String, Integer>();
    for (var item : sequence.getValue()) {
      if (item instanceof MappingNode mapping) {
        environments.add(environment(mapping, lines));
      } else {
        faults.add("line " + (item.getStartMark().getLine() + 1) + ": not an environment; write its fields one per line");
      }
    }
    return environments;
  }

  private Environment environment(MappingNode mapping, Map<String, Integer> lines) {
    var section = new YamlSection(mapping, faults);
    var subnets = "subnet ids look like subnet-0123456789abcdef0";
    var groups = "security group ids look like sg-0123456789abcdef0";
    var environment = new Environment(
        section.text("name", Patterns.NAME, "letters, digits, dot, dash, underscore; at most 64"),
        section.text("account", Patterns.ACCOUNT, "give the AWS account id, 12 digits, in quotes"),
        section.text("region", Patterns.REGION, "give an AWS region such as eu-central-1"),
        section.optional("roleArn", Patterns.ROLE_ARN, "give arn:aws:iam::<account>:role/<name>, or leave it out"),
        section.text("stagingSubnetId", Patterns.SUBNET, subnets),
        section.list("stagingSecurityGroupIds", 0, Patterns.SECURITY_GROUP, groups),
        section.text("replicationServerInstanceType", Patterns.INSTANCE_TYPE, "give an instance type such as t3.small"),
        section.optional("ebsEncryptionKeyArn", Patterns.KEY_ARN, "give arn:aws:kms:…:key/…, or leave it out"),
        section.list("testSubnets", 1, Patterns.SUBNET, "list the isolated subnets for tests; " + subnets),
        section.list("testSecurityGroupIds", 0, Patterns.SECURITY_GROUP, groups),
        section.list("targetSubnets", 1, Patterns.SUBNET, "list the subnets for cutover instances; " + subnets),
        section.list("targetSecurityGroupIds", 0, Patterns.SECURITY_GROUP, groups),
        defaults(section.section("defaults")),
        dns(section.section("dns")),
        ActionReader.read(section));
    section.nothingElse();
    crossChecks(section, environment, mapping, lines);
    return environment;
  }

  private void crossChecks(
      YamlSection section, Environment environment, MappingNode mapping, Map<String, Integer> lines) {
    int line = mapping.getStartMark().getLine() + 1;
    var earlier = lines.putIfAbsent(environment.name(), line);
    if (earlier != null) {
      section.fault("name", "'" + environment.name() + "' stands in line " + earlier + " too", "use another name");
    }
    for (var subnet : environment.testSubnets()) {
      if (environment.targetSubnets().contains(subnet)) {
        section.fault("testSubnets", subnet + " is a target subnet too", "tests need a subnet that reaches no user");
      }
    }
    var role = environment.roleArn();
    if (role != null && !role.contains("::" + environment.account() + ":")) {
      section.fault("roleArn", "belongs to another account than " + environment.account(), "name a role of the account");
    }
  }

  private static Environment.@Nullable Dns dns(@Nullable YamlSection section) {
    if (section == null) {
      return null;
    }
    var zones = section.map("zones", Patterns.HOST, "give a domain such as example.com", Patterns.ZONE,
        "give the id of a hosted zone such as Z0123456789ABCDEFGHIJ, or hook:NAME of a hook of launch-service");
    var role = section.optional("roleArn", Patterns.ROLE_ARN, "give arn:aws:iam::<account>:role/<name>, or leave it out");
    var ttl = section.optional("ttlSeconds", Patterns.TTL, "give 1 to 99999");
    section.nothingElse();
    if (zones.isEmpty()) {
      section.fault("zones", "is empty", "list the hosted zones as {example.com: Z0123456789ABCDEFGHIJ}");
    }
    return new Environment.Dns(zones.entrySet().stream().collect(Collectors.toUnmodifiableMap(
        zone -> zone.getKey().toLowerCase(Locale.ROOT), EnvironmentsFile::zoneId, (a, b) -> a)), role,
        ttl == null ? Environment.USUAL_TTL : Integer.parseInt(ttl));
  }

  /** A zone behind a hook is told apart from the others behind it by its domain. */
  private static String zoneId(Map.Entry<String, String> zone) {
    var hook = HookedZone.REFERENCE.matcher(zone.getValue());
    return hook.matches() ? new HookedZone(hook.group(1), zone.getKey().toLowerCase(Locale.ROOT)).zoneId() : zone.getValue();
  }

  private static Environment.Defaults defaults(@Nullable YamlSection section) {
    if (section == null) {
      return Environment.Defaults.NONE;
    }
    var name = "letters, digits, dot, dash, underscore; at most 64";
    var defaults = new Environment.Defaults(
        section.optional("site", Patterns.NAME, name),
        section.optional("linuxCredential", Patterns.NAME, name),
        section.optional("windowsCredential", Patterns.NAME, name),
        section.optional("quiesceRunbook", Patterns.NAME, name),
        section.optional("resumeRunbook", Patterns.NAME, name),
        section.optional("instanceType", Patterns.INSTANCE_TYPE, "give an instance type such as m5.large"),
        section.optional("instanceProfile", Patterns.INSTANCE_PROFILE, "give the name of an instance profile"),
        section.optional("tenancy", Patterns.TEXT, "Shared, Dedicated or Dedicated host"),
        section.map("tags"),
        section.sections("groups").stream().map(EnvironmentsFile::group).toList());
    section.nothingElse();
    return defaults;
  }

  private static Environment.Group group(YamlSection section) {
    var name = "letters, digits, dot, dash, underscore; at most 64";
    var group = new Environment.Group(
        section.list("sites", 0, Patterns.NAME, name),
        section.list("applications", 0, Patterns.APPLICATION, "at most 255 characters, none of / and |"),
        section.optional("linuxCredential", Patterns.NAME, name),
        section.optional("windowsCredential", Patterns.NAME, name),
        section.optional("quiesceRunbook", Patterns.NAME, name),
        section.optional("resumeRunbook", Patterns.NAME, name));
    section.nothingElse();
    if (group.sites().isEmpty() && group.applications().isEmpty()) {
      section.fault("groups", "has one that names neither sites nor applications", "write what holds for all under defaults");
    }
    return group;
  }
}
