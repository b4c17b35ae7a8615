package dev.convoy.lab.cli;

import dev.convoy.kit.text.Printable;
import dev.convoy.lab.run.InventoryClient;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Shows what inventory-service answers. */
final class Answers {
  private static final JsonMapper PRETTY = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private Answers() {}

  static void json(JsonNode body, PrintWriter out) {
    out.println(PRETTY.writeValueAsString(body));
  }

  /** The elements of a list, whether it comes bare or as the only list of an object. */
  static List<JsonNode> elements(JsonNode body) {
    JsonNode list = body;
    if (body.isObject()) {
      for (JsonNode value : body) {
        list = value.isArray() ? value : list;
      }
    }
    List<JsonNode> elements = new ArrayList<>();
    if (list.isArray()) {
      list.forEach(elements::add);
    }
    return elements;
  }

  /** Value at a path such as {@code parked.code}; empty when there is none. */
  static String at(JsonNode node, String path) {
    JsonNode value = node;
    for (String name : path.split("\\.", -1)) {
      value = value.path(name);
    }
    return value.isMissingNode() || value.isNull() ? "" : Printable.line(value.isValueNode() ? value.asString() : value.toString());
  }

  /** Says what became of a command. */
  static void command(InventoryClient.Answer answer, String what, PrintWriter out) {
    if (answer.status() == 202) {
      out.println(what + ": accepted, not yet answered" + answer.location().map(place -> "; see " + place).orElse(""));
    } else {
      out.println(what + ": done");
    }
  }

  /** Every plain value of an object, of objects and of lists in it, one a line. */
  static void fields(JsonNode node, String prefix, PrintWriter out) {
    node.properties().forEach(field -> {
      JsonNode value = field.getValue();
      if (value.isObject()) {
        fields(value, prefix + field.getKey() + ".", out);
      } else if (value.isArray()) {
        value.valueStream().filter(JsonNode::isValueNode).forEach(each -> field(prefix + field.getKey(), each, out));
      } else if (!value.isNull()) {
        field(prefix + field.getKey(), value, out);
      }
    });
  }

  private static void field(String name, JsonNode value, PrintWriter out) {
    out.printf("%-24s %s%n", name, Printable.line(value.asString()));
  }
}
