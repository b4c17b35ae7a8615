package dev.convoy.lab.aws.wire;

import com.sun.net.httpserver.HttpExchange;
import dev.convoy.lab.aws.cloud.HostedZones;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request as it came in, sorted by the credential scope of its signature. The signature itself is not verified.
 *
 * @param service signing name of the scope
 * @param region of the scope
 * @param accessKeyId of the credentials
 * @param sessionToken null for long-term credentials
 * @param operation name of the operation
 * @param json of a REST or JSON 1.1 service, with what the URI carries; empty else
 * @param query of a query service; empty else
 * @param target the operation was named by a header, as JSON services have it
 */
public record AwsRequest(
    String service, String region, String accessKeyId, @Nullable String sessionToken, String operation,
    ObjectNode json, Query query, boolean target) {

  private static final Pattern SCOPE =
      Pattern.compile("Credential=([^/,\\s]+)/(\\d{8})/([^/,\\s]+)/([^/,\\s]+)/aws4_request");
  private static final String TAGS = "/tags/";

  @Override
  public String toString() {
    return service + "." + operation + " by " + accessKeyId + ", ***";
  }

  /**
   * Reads a request.
   *
   * @throws AwsError if it is not signed or its body is not JSON
   */
  static AwsRequest read(HttpExchange exchange) throws IOException {
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var authorization = exchange.getRequestHeaders().getFirst("Authorization");
    var scope = SCOPE.matcher(authorization == null ? "" : authorization);
    if (!scope.find()) {
      throw AwsError.of(403, "MissingAuthenticationTokenException", "Missing Authentication Token");
    }
    var token = exchange.getRequestHeaders().getFirst("X-Amz-Security-Token");
    var none = JsonNodeFactory.instance.objectNode();
    if (scope.group(4).equals("mgn")) {
      return new AwsRequest("mgn", scope.group(3), scope.group(1), token, restOperation(exchange),
          restBody(exchange, body), Query.parse(""), false);
    }
    if (scope.group(4).equals("route53")) {
      var path = exchange.getRequestURI().getRawPath();
      var given = Query.parse(Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), ""));
      return new AwsRequest("route53", HostedZones.REGION, scope.group(1), token,
          RestXml.operation(exchange.getRequestMethod(), path), RestXml.request(path, given, body), Query.parse(""), false);
    }
    var target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    if (target != null) {
      return new AwsRequest(scope.group(4), scope.group(3), scope.group(1), token,
          target.substring(target.indexOf('.') + 1), parse(body), Query.parse(""), true);
    }
    var inUri = exchange.getRequestURI().getRawQuery();
    var query = Query.parse(body.isEmpty() && inUri != null ? inUri : body);
    return new AwsRequest(scope.group(4), scope.group(3), scope.group(1), token, query.get("Action"), none, query, false);
  }

  private static String restOperation(HttpExchange exchange) {
    var path = exchange.getRequestURI().getRawPath();
    if (!path.startsWith(TAGS)) {
      return path.substring(1);
    }
    return switch (exchange.getRequestMethod()) {
      case "GET" -> "ListTagsForResource";
      case "DELETE" -> "UntagResource";
      default -> "TagResource";
    };
  }

  /** The ARN in the path of tag operations arrives percent-encoded, slashes too. */
  private static ObjectNode restBody(HttpExchange exchange, String body) {
    var json = body.isBlank() ? JsonNodeFactory.instance.objectNode() : parse(body);
    var path = exchange.getRequestURI().getRawPath();
    if (exchange.getRequestMethod().equals("GET") && !path.startsWith(TAGS)) {
      page(json, exchange.getRequestURI().getRawQuery());
    }
    if (path.startsWith(TAGS)) {
      json.put("resourceArn", decode(path.substring(TAGS.length())));
      var query = exchange.getRequestURI().getRawQuery();
      if (query != null) {
        var keys = json.putArray("tagKeys");
        for (var pair : query.split("&", -1)) {
          if (pair.startsWith("tagKeys=")) {
            keys.add(decode(pair.substring("tagKeys=".length())));
          }
        }
      }
    }
    return json;
  }

  /** What a GET asks for besides its path. */
  private static void page(ObjectNode json, @Nullable String encoded) {
    var query = Query.parse(encoded == null ? "" : encoded);
    if (query.has("maxResults")) {
      var size = query.get("maxResults");
      json.put("maxResults", size.matches("-?\\d{1,9}") ? Integer.parseInt(size) : 0);
    }
    if (query.has("nextToken")) {
      json.put("nextToken", query.get("nextToken"));
    }
  }

  private static ObjectNode parse(String body) {
    try {
      if (JsonMapper.shared().readTree(body) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      throw AwsError.of(400, "SerializationException", "The body is not JSON: " + e.getOriginalMessage());
    }
    throw AwsError.of(400, "SerializationException", "The body is not a JSON object");
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
