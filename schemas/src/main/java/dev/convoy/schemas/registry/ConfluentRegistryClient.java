package dev.convoy.schemas.registry;

import dev.convoy.schemas.registry.RegistryException.Kind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Client of the REST API that Confluent's registry, Apicurio ({@code /apis/ccompat/v7}), Karapace and Redpanda share.
 * Avro schemas without references to other subjects. What was answered once is kept: ids and schemas never change.
 */
public final class ConfluentRegistryClient implements SchemaRegistry {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private record SubjectSchema(String subject, Schema schema) {}

  private final RegistryHttp http;
  private final String normalize;
  private final UnknownIds unknownIds;
  private final ConcurrentMap<SubjectSchema, Integer> registered = new ConcurrentHashMap<>();
  private final ConcurrentMap<SubjectSchema, Integer> found = new ConcurrentHashMap<>();
  private final ConcurrentMap<Integer, Schema> schemas = new ConcurrentHashMap<>();

  /** A client with the given settings; asks nothing yet. */
  public ConfluentRegistryClient(RegistrySettings settings) {
    this.http = new RegistryHttp(settings);
    this.normalize = settings.normalize() ? "?normalize=true" : "";
    this.unknownIds = new UnknownIds(settings.unknownIdTtl());
  }

  @Override
  public int register(String subject, Schema schema) {
    return cached(registered, "/subjects/" + encode(subject) + "/versions" + normalize, subject, schema);
  }

  @Override
  public int lookup(String subject, Schema schema) {
    return cached(found, "/subjects/" + encode(subject) + normalize, subject, schema);
  }

  // Not computeIfAbsent: a call to the registry must not hold a bin of the map.
  private int cached(ConcurrentMap<SubjectSchema, Integer> cache, String path, String subject, Schema schema) {
    SubjectSchema key = new SubjectSchema(subject, schema);
    Integer known = cache.get(key);
    if (known != null) {
      return known;
    }
    String body = JSON.writeValueAsString(JSON.createObjectNode().put("schema", schema.toString()));
    int id = integer(http.post(path, body), "id");
    cache.put(key, id);
    schemas.putIfAbsent(id, schema);
    return id;
  }

  @Override
  public Schema byId(int id) {
    Schema known = schemas.get(id);
    if (known != null) {
      return known;
    }
    if (unknownIds.contains(id)) {
      throw new RegistryException(Kind.UNKNOWN, "schema id " + id + " is not known to the registry");
    }
    try {
      Schema schema = schema(http.get("/schemas/ids/" + id));
      schemas.put(id, schema);
      return schema;
    } catch (RegistryException e) {
      if (e.unknown()) {
        unknownIds.add(id);
      }
      throw e;
    }
  }

  @Override
  public RegisteredSchema latest(String subject) {
    JsonNode answer = http.get("/subjects/" + encode(subject) + "/versions/latest");
    return new RegisteredSchema(integer(answer, "id"), schema(answer));
  }

  @Override
  public void close() {
    http.close();
  }

  private static int integer(JsonNode answer, String name) {
    JsonNode value = answer.get(name);
    if (value == null || !value.isInt()) {
      throw new RegistryException(Kind.REFUSED, "the registry's answer has no " + name + "; is this its address?");
    }
    return value.intValue();
  }

  private static Schema schema(JsonNode answer) {
    JsonNode type = answer.get("schemaType");
    JsonNode text = answer.get("schema");
    if (text == null || !text.isString()) {
      throw new RegistryException(Kind.REFUSED, "the registry's answer has no schema; is this its address?");
    }
    if (type != null && !"AVRO".equals(type.asString(""))) {
      throw new RegistryException(Kind.UNUSABLE, "the registry's answer is no Avro schema");
    }
    try {
      return new Schema.Parser().parse(text.stringValue());
    } catch (SchemaParseException e) {
      throw new RegistryException(Kind.UNUSABLE, "the registry's schema cannot be parsed: " + e.getMessage(), e);
    }
  }

  private static String encode(String subject) {
    return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
