package dev.convoy.lab.aws.cloud;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An EC2 launch template, which MGN makes for each source server. Guarded by the lock of its {@link Region}. */
public final class LaunchTemplate {

  /**
   * A version.
   *
   * @param data RequestLaunchTemplateData with the member names of the query protocol; lists as arrays
   */
  public record Version(int number, Instant createdAt, String description, ObjectNode data) {}

  private long sequence;
  private String id = "";
  private String name = "";
  private String serverId = "";
  private int defaultVersion;
  private @Nullable Instant defaultReadAt;
  private List<Version> versions = new ArrayList<>();
  private Map<String, String> tags = new LinkedHashMap<>();
  private @Nullable String createdBy;
  private @Nullable String clientToken;

  private LaunchTemplate() {}

  static LaunchTemplate create(long sequence, String id, String name, String serverId) {
    var template = new LaunchTemplate();
    template.sequence = sequence;
    template.id = id;
    template.name = name;
    template.serverId = serverId;
    return template;
  }

  /**
   * CreateLaunchTemplate of somebody: it belongs to no source server.
   *
   * @param by ARN of the caller
   * @param token of the request, by which it is known when it comes again; empty for none
   */
  static LaunchTemplate createdBy(String by, String token, long sequence, String id, String name) {
    var template = create(sequence, id, name, "");
    template.createdBy = by;
    template.clientToken = token;
    return template;
  }

  /** ARN of whom it was created by; null for MGN. */
  public @Nullable String createdBy() {
    return createdBy;
  }

  /** Whether a request with this token created it. */
  public boolean madeFor(String token) {
    return !token.isEmpty() && token.equals(clientToken);
  }

  /** Order of creation. */
  public long sequence() {
    return sequence;
  }

  public String id() {
    return id;
  }

  public String name() {
    return name;
  }

  /** The source server that it belongs to; empty for one that MGN did not create. */
  public String serverId() {
    return serverId;
  }

  public List<Version> versions() {
    return versions;
  }

  public Map<String, String> tags() {
    return tags;
  }

  public int defaultVersion() {
    return defaultVersion;
  }

  public int latestVersion() {
    return versions.getLast().number();
  }

  /** Adds a version. */
  public Version add(Instant now, String description, ObjectNode data) {
    var version = new Version(versions.isEmpty() ? 1 : latestVersion() + 1, now, description, data);
    versions.add(version);
    return version;
  }

  /** ModifyLaunchTemplate. The version must exist. */
  public void setDefault(int number) {
    defaultVersion = version(number).number();
    defaultReadAt = null;
  }

  /** Somebody was answered what a version says. */
  public void read(Version version, Instant now) {
    if (version.number() == defaultVersion) {
      defaultReadAt = now;
    }
  }

  /** When somebody was last answered what the default version says; null for not since it became the default. */
  public @Nullable Instant defaultReadAt() {
    return defaultReadAt;
  }

  /** Subnet of the default version; empty for none. */
  public String subnetId() {
    return networkInterface().path("SubnetId").asString("");
  }

  /** Security groups of the default version; empty for the subnet's own. */
  public List<String> securityGroupIds() {
    var nic = networkInterface().path("SecurityGroupId");
    var groups = nic.isEmpty() ? version(defaultVersion).data().path("SecurityGroupId") : nic;
    return groups.valueStream().map(JsonNode::asString).toList();
  }

  private JsonNode networkInterface() {
    return version(defaultVersion).data().path("NetworkInterface").path(0);
  }

  /** The version of a number that exists. */
  public Version version(int number) {
    return versions.get(number - 1);
  }

  /** A version by number, {@code $Default} or {@code $Latest}; null if there is none. */
  public @Nullable Version find(String reference) {
    return switch (reference) {
      case "$Default" -> version(defaultVersion);
      case "$Latest" -> versions.getLast();
      default -> versions.stream().filter(v -> Integer.toString(v.number()).equals(reference)).findFirst().orElse(null);
    };
  }

  /** Tags that the data gives to instances. */
  static Map<String, String> instanceTags(JsonNode data) {
    var tags = new LinkedHashMap<String, String>();
    data.path("TagSpecification").valueStream()
        .filter(s -> s.path("ResourceType").asString("").equals("instance"))
        .flatMap(s -> s.path("Tag").valueStream())
        .forEach(t -> tags.put(t.path("Key").asString(""), t.path("Value").asString("")));
    return tags;
  }
}
