package dev.convoy.lab.aws.wire;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Parameters of the query protocol, such as {@code Filter.1.Value.2=x}. */
public final class Query {

  /** No list of AWS is longer. */
  private static final int MOST = 500;

  private final Map<String, String> parameters = new TreeMap<>();

  private Query() {}

  /** From a form-encoded body or query string. */
  public static Query parse(String encoded) {
    var query = new Query();
    for (var pair : encoded.split("&", -1)) {
      var equals = pair.indexOf('=');
      if (equals > 0) {
        query.parameters.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      }
    }
    return query;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** A parameter; empty if it is missing. */
  public String get(String name) {
    return parameters.getOrDefault(name, "");
  }

  /** Whether a parameter is there. */
  public boolean has(String name) {
    return parameters.containsKey(name);
  }

  /** A flattened list: {@code name.1}, {@code name.2}, … */
  public List<String> list(String name) {
    return IntStream.iterate(1, i -> parameters.containsKey(name + "." + i), i -> i + 1)
        .mapToObj(i -> get(name + "." + i)).toList();
  }

  /** How many structures a flattened list has. */
  public int size(String name) {
    var size = 0;
    while (startsWith(name + "." + (size + 1) + ".")) {
      size++;
    }
    return size;
  }

  private boolean startsWith(String prefix) {
    return parameters.keySet().stream().anyMatch(k -> k.startsWith(prefix));
  }

  /** The structure under a name as a tree: numbered members are arrays, the rest text. */
  public ObjectNode tree(String name) {
    var root = JsonNodeFactory.instance.objectNode();
    parameters.forEach((key, value) -> {
      if (key.startsWith(name + ".")) {
        insert(root, key.substring(name.length() + 1).split("\\."), 0, value);
      }
    });
    return root;
  }

  /** Whether there is no parameter at all. */
  public boolean isEmpty() {
    return parameters.isEmpty();
  }

  /** All parameters as a tree, where members of lists are called {@code member.1}; the values are text. */
  public ObjectNode structure() {
    var root = JsonNodeFactory.instance.objectNode();
    parameters.forEach((key, value) -> insert(root, key.replace(".member.", ".").split("\\."), 0, value));
    return root;
  }

  private static void insert(ObjectNode node, String[] path, int at, String value) {
    var name = path[at];
    if (at == path.length - 1) {
      node.put(name, value);
    } else if (path[at + 1].matches("\\d{1,4}")) {
      insert(node.withArrayProperty(name), path, at + 1, value);
    } else {
      insert(node.withObjectProperty(name), path, at + 1, value);
    }
  }

  private static void insert(ArrayNode list, String[] path, int at, String value) {
    var index = Integer.parseInt(path[at]) - 1;
    if (index < 0 || index > MOST) {
      throw AwsError.of(400, "InvalidParameterValue", "List index out of range: " + path[at]);
    }
    while (list.size() <= index) {
      list.addObject();
    }
    if (at == path.length - 1) {
      list.set(index, JsonNodeFactory.instance.stringNode(value));
      return;
    }
    JsonNode child = list.get(index);
    var structure = child instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
    list.set(index, structure);
    insert(structure, path, at + 1, value);
  }
}
