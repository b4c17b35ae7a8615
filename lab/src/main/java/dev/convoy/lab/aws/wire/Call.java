package dev.convoy.lab.aws.wire;

import dev.convoy.lab.aws.cloud.Region;
import dev.convoy.lab.aws.cloud.Sessions;
import dev.convoy.lab.aws.cloud.SourceServer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A call while it is handled, under the lock of its region.
 *
 * @param json body of a REST-JSON call; empty object else
 * @param query parameters of a query call; none else
 */
public record Call(
    Operation operation, Region region, Sessions.Caller caller, ObjectNode json, Query query, Instant now) {

  /** A member of the JSON body as text; empty if it is missing. */
  public String text(String name) {
    return json.path(name).asString("");
  }

  /** A member of the JSON body as a list of texts; empty if it is missing. */
  public List<String> texts(String name) {
    return json.path(name).valueStream().map(JsonNode::asString).toList();
  }

  /** Ids of the source servers that the call is about, by their own ids or by their instances and templates. */
  public List<String> subjects() {
    var named = Stream.concat(Stream.of(text("sourceServerID")), texts("sourceServerIDs").stream());
    var tagged = Stream.of(text("resourceArn")).map(arn -> arn.substring(arn.lastIndexOf('/') + 1))
        .filter(id -> id.startsWith("s-"));
    var resources = resources().stream().map(this::owner);
    return Stream.of(named, tagged, resources).flatMap(s -> s).filter(s -> !s.isEmpty()).distinct().toList();
  }

  /** Ids of the EC2 resources that the call is about. */
  public List<String> resources() {
    return Stream.of(texts("InstanceIds").stream(), query.list("InstanceId").stream(), query.list("ResourceId").stream(),
        Stream.of("LaunchTemplateId", "InstanceSpecification.InstanceId", "InstanceId", "ImageId", "SourceImageId", "SnapshotId").map(query::get))
        .flatMap(s -> s).filter(s -> !s.isEmpty()).toList();
  }

  /** Tags that an EC2 call gives to what it makes. */
  public Map<String, String> tagged() {
    var tags = new LinkedHashMap<String, String>();
    query.tree("TagSpecification").valueStream().flatMap(each -> each.path("Tag").valueStream())
        .forEach(tag -> tags.put(tag.path("Key").asString(""), tag.path("Value").asString("")));
    return tags;
  }

  private String owner(String resource) {
    var instance = region.instance(resource);
    if (instance != null) {
      return instance.launch().serverId();
    }
    var template = region.launchTemplate(resource);
    return template == null ? "" : template.serverId();
  }

  /** The user-provided ids of the source servers that the call is about. */
  public List<String> userProvidedIds() {
    return subjects().stream().map(region::server).filter(s -> s != null)
        .map(SourceServer::agent).map(a -> a.userProvidedId()).filter(i -> i != null).toList();
  }

  /** The source server that the body names. @throws AwsError ResourceNotFoundException if there is none */
  public SourceServer server() {
    var id = text("sourceServerID");
    var server = region.server(id);
    if (server == null) {
      throw AwsError.notFound("SourceServer", id);
    }
    return server;
  }
}
