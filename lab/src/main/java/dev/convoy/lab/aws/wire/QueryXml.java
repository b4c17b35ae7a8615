package dev.convoy.lab.aws.wire;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The answer of an operation as the query protocol writes what JSON writes otherwise. */
final class QueryXml {

  /** Members that hold times: ISO 8601 here, seconds there. */
  private static final Set<String> TIMES = Set.of("Timestamp", "Timestamps");

  /** Members that are maps. */
  private static final Set<String> MAPS = Set.of("ExtendedStatistics");

  private QueryXml() {}

  static Xml answer(String operation, ObjectNode body) {
    return Xml.node(operation + "Response", Xml.node(operation + "Result", members(body)),
        Xml.node("ResponseMetadata", Xml.leaf("RequestId", UUID.randomUUID())));
  }

  private static List<Xml> members(JsonNode structure) {
    return structure.properties().stream().map(each -> member(each.getKey(), each.getKey(), each.getValue())).toList();
  }

  /** @param element as which it is written */
  private static Xml member(String element, String name, JsonNode value) {
    if (value.isArray()) {
      return Xml.node(element, value.valueStream().map(each -> member("member", name, each)).toList());
    }
    if (value.isObject() && MAPS.contains(name)) {
      return Xml.node(element, value.properties().stream().map(each -> Xml.node("entry",
          Xml.leaf("key", each.getKey()), Xml.leaf("value", each.getValue().asString()))).toList());
    }
    if (value.isObject()) {
      return Xml.node(element, members(value));
    }
    return Xml.leaf(element, TIMES.contains(name) ? Instant.ofEpochSecond(value.asLong()) : value.asString());
  }
}
