package dev.convoy.launch.adapter.mgn;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsCalls;
import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.kit.aws.AwsClients;
import dev.convoy.launch.server.Placement;
import dev.convoy.launch.settings.TemplateGateway;
import dev.convoy.launch.settings.TemplateVersion;
import dev.convoy.launch.settings.TemplateVersions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateInstanceNetworkInterfaceSpecification;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateTagSpecification;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateTagSpecificationRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.ResponseLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.Tag;

/** EC2 launch templates through the AWS SDK. */
public final class Ec2TemplateGateway implements TemplateGateway {

  private static final int PAGE = 200;

  private final AwsClients clients;
  /** How many pages all templates of an account take; so many at least where they were not all read. */
  private final Map<AccountKey, Integer> pages = new ConcurrentHashMap<>();

  public Ec2TemplateGateway(AwsClients clients) {
    this.clients = clients;
  }

  @Override
  public Map<String, Long> defaultVersions(AccountKey account, Collection<String> templateIds) {
    var found = new HashMap<String, Long>();
    var wanted = new ArrayList<>(Set.copyOf(templateIds));
    for (int i = 0; i < wanted.size(); i += PAGE) {
      var some = wanted.subList(i, Math.min(wanted.size(), i + PAGE));
      AwsCalls.read(() -> clients.ec2Reader(account).describeLaunchTemplatesPaginator(r -> r.launchTemplateIds(some))
          .launchTemplates().stream().toList())
          .forEach(template -> found.put(template.launchTemplateId(), template.defaultVersionNumber()));
    }
    return found;
  }

  /** Where the newest is the default, EC2 may name it once or twice. */
  @Override
  public TemplateVersions versions(AccountKey account, String templateId) {
    var found = AwsCalls.read(() -> clients.ec2Reader(account)
        .describeLaunchTemplateVersions(r -> r.launchTemplateId(templateId).versions("$Default", "$Latest"))
        .launchTemplateVersions());
    return versions(found)
        .orElseThrow(() -> new IllegalStateException("launch template " + templateId + " has no default version"));
  }

  private static Optional<TemplateVersions> versions(List<LaunchTemplateVersion> found) {
    var latest = found.stream().max(Comparator.comparingLong(LaunchTemplateVersion::versionNumber));
    return found.stream().filter(version -> Boolean.TRUE.equals(version.defaultVersion())).findFirst()
        .map(present -> new TemplateVersions(version(present), version(latest.orElse(present))));
  }

  /** In what order EC2 lists them is not documented: only all pages together say what is the newest of a template. */
  @Override
  public Map<String, TemplateVersions> all(AccountKey account, int templates) {
    if (pages.getOrDefault(account, 1) >= templates) {
      return Map.of();
    }
    var listed = clients.ec2Reader(account)
        .describeLaunchTemplateVersionsPaginator(r -> r.versions("$Default", "$Latest").maxResults(PAGE)).iterator();
    var found = new ArrayList<LaunchTemplateVersion>();
    var read = 0;
    while (listed.hasNext()) {
      read++;
      if (read == templates) {
        pages.put(account, read);
        return Map.of();
      }
      found.addAll(AwsCalls.read(listed::next).launchTemplateVersions());
    }
    pages.put(account, read);
    return byTemplate(found);
  }

  private static Map<String, TemplateVersions> byTemplate(List<LaunchTemplateVersion> found) {
    var all = new HashMap<String, TemplateVersions>();
    found.stream().filter(version -> version.launchTemplateData() != null)
        .collect(Collectors.groupingBy(LaunchTemplateVersion::launchTemplateId))
        .forEach((template, versions) -> versions(versions).ifPresent(each -> all.put(template, each)));
    return all;
  }

  private static TemplateVersion version(LaunchTemplateVersion version) {
    var data = version.launchTemplateData();
    var network = data.networkInterfaces().stream().findFirst().orElse(null);
    var placement = data.placement();
    var tenancy = placement == null ? null : placement.tenancyAsString();
    return new TemplateVersion(
        version.versionNumber(),
        network == null || network.subnetId() == null ? "" : network.subnetId(),
        groups(data, network),
        data.instanceTypeAsString(),
        data.iamInstanceProfile() == null ? null : data.iamInstanceProfile().name(),
        network == null ? null : network.privateIpAddress(),
        tenancy == null ? "default" : tenancy,
        tags(data.tagSpecifications()));
  }

  private static Set<String> groups(
      ResponseLaunchTemplateData data, @Nullable LaunchTemplateInstanceNetworkInterfaceSpecification network) {
    return Set.copyOf(network == null ? data.securityGroupIds() : network.groups());
  }

  private static Map<String, Map<String, String>> tags(List<LaunchTemplateTagSpecification> specifications) {
    var tags = new LinkedHashMap<String, Map<String, String>>();
    for (var specification : specifications) {
      tags.put(specification.resourceTypeAsString(), specification.tags().stream()
          .collect(Collectors.toMap(Tag::key, tag -> tag.value() == null ? "" : tag.value(), (a, b) -> b)));
    }
    return tags;
  }

  /** Lists replace those of the source version as a whole, so tags that are to stay are written again. */
  @Override
  public Answer<TemplateVersion> write(AccountKey account, String templateId, TemplateVersion over, Placement placement) {
    var data = RequestLaunchTemplateData.builder()
        .networkInterfaces(n -> n.deviceIndex(0).subnetId(placement.subnetId()).groups(placement.securityGroupIds())
            .privateIpAddress(placement.privateIp()))
        .placement(p -> p.tenancy(placement.tenancy()))
        .tagSpecifications(tagSpecifications(over.tags(), placement.tags()));
    if (placement.instanceType() != null) {
      data.instanceType(placement.instanceType());
    }
    if (placement.instanceProfile() != null) {
      data.iamInstanceProfile(p -> p.name(placement.instanceProfile()));
    }
    return AwsCalls.change(() -> version(clients.ec2Writer(account).createLaunchTemplateVersion(r -> r
        .launchTemplateId(templateId).sourceVersion(Long.toString(over.number())).launchTemplateData(data.build()))
        .launchTemplateVersion()));
  }

  private static List<LaunchTemplateTagSpecificationRequest> tagSpecifications(
      Map<String, Map<String, String>> present, Map<String, String> wanted) {
    var all = new LinkedHashMap<>(present);
    var ofInstance = new LinkedHashMap<>(present.getOrDefault("instance", Map.of()));
    ofInstance.putAll(wanted);
    all.put("instance", ofInstance);
    return all.entrySet().stream().filter(entry -> !entry.getValue().isEmpty())
        .map(entry -> LaunchTemplateTagSpecificationRequest.builder().resourceType(entry.getKey())
            .tags(entry.getValue().entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build()).toList()).build())
        .toList();
  }

  @Override
  public Answer<Long> makeDefault(AccountKey account, String templateId, long version) {
    return AwsCalls.change(() -> clients.ec2Writer(account)
        .modifyLaunchTemplate(r -> r.launchTemplateId(templateId).defaultVersion(Long.toString(version)))
        .launchTemplate().defaultVersionNumber());
  }
}
