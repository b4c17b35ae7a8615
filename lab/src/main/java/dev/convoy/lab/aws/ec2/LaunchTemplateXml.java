package dev.convoy.lab.aws.ec2;

import dev.convoy.lab.aws.cloud.LaunchTemplate;
import dev.convoy.lab.aws.wire.Xml;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** Launch templates as EC2 answers them. */
final class LaunchTemplateXml {

  /** Lists that are called differently in requests and answers. */
  private static final Map<String, String> SETS = Map.of(
      "NetworkInterface", "networkInterfaceSet",
      "BlockDeviceMapping", "blockDeviceMappingSet",
      "TagSpecification", "tagSpecificationSet",
      "Tag", "tagSet",
      "SecurityGroup", "securityGroupSet",
      "PrivateIpAddresses", "privateIpAddressesSet",
      "Ipv6Addresses", "ipv6AddressesSet",
      "LicenseSpecification", "licenseSet");

  private LaunchTemplateXml() {}

  static Xml of(String element, LaunchTemplate template) {
    return Xml.node(element,
        Xml.leaf("launchTemplateId", template.id()),
        Xml.leaf("launchTemplateName", template.name()),
        Xml.leaf("createTime", template.versions().getFirst().createdAt()),
        Xml.leaf("createdBy", Objects.requireNonNullElse(template.createdBy(), "arn:aws:iam::mgn.amazonaws.com:role/service")),
        Xml.leaf("defaultVersionNumber", template.defaultVersion()),
        Xml.leaf("latestVersionNumber", template.latestVersion()),
        Ec2Xml.tags(template.tags()));
  }

  static Xml version(String element, LaunchTemplate template, LaunchTemplate.Version version) {
    return Xml.node(element,
        Xml.leaf("launchTemplateId", template.id()),
        Xml.leaf("launchTemplateName", template.name()),
        Xml.leaf("versionNumber", version.number()),
        Xml.leaf("versionDescription", version.description()),
        Xml.leaf("createTime", version.createdAt()),
        Xml.leaf("defaultVersion", version.number() == template.defaultVersion()),
        Xml.node("launchTemplateData", members(version.data(), false)));
  }

  private static List<Xml> members(JsonNode structure, boolean inInterface) {
    return structure.properties().stream().map(e -> member(e.getKey(), e.getValue(), inInterface)).toList();
  }

  private static Xml member(String name, JsonNode value, boolean inInterface) {
    if (name.equals("SecurityGroupId")) {
      return inInterface ? list("groupSet", "groupId", value) : list("securityGroupIdSet", "item", value);
    }
    if (value.isArray()) {
      return list(SETS.getOrDefault(name, lower(name) + "Set"), "item", value, name.equals("NetworkInterface"));
    }
    return value.isObject() ? Xml.node(lower(name), members(value, false)) : Xml.leaf(lower(name), value.asString());
  }

  private static Xml list(String set, String item, JsonNode values) {
    return list(set, item, values, false);
  }

  private static Xml list(String set, String item, JsonNode values, boolean interfaces) {
    return Xml.node(set, values.valueStream()
        .map(v -> v.isObject() ? Xml.node(item, members(v, interfaces)) : Xml.leaf(item, v.asString())).toList());
  }

  private static String lower(String name) {
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }
}
