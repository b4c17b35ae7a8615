package dev.convoy.inventory.environments;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A mapping of the file that is read field by field; faults are collected with their lines. */
final class YamlSection {

  private final MappingNode node;
  private final Map<String, Node> fields = new LinkedHashMap<>();
  private final Set<String> read = new HashSet<>();
  private final List<String> faults;

  YamlSection(MappingNode node, List<String> faults) {
    this.node = node;
    this.faults = faults;
    node.getValue().forEach(tuple -> {
      var name = tuple.getKeyNode() instanceof ScalarNode key ? key.getValue() : "?";
      if (fields.put(name, tuple.getValueNode()) != null) {
        fault(tuple.getKeyNode(), name, "stands twice", "keep one");
      }
    });
  }

  String text(String field, Pattern pattern, String remedy) {
    var value = optional(field, pattern, remedy);
    if (value == null && !fields.containsKey(field)) {
      fault(node, field, "is missing", remedy);
    }
    return value == null ? "" : value;
  }

  @Nullable String optional(String field, Pattern pattern, String remedy) {
    var value = take(field);
    return value == null || isNull(value) ? null : scalar(field, value, pattern, remedy);
  }

  List<String> list(String field, int least, Pattern pattern, String remedy) {
    var value = take(field);
    var items = new ArrayList<String>();
    if (value instanceof SequenceNode sequence) {
      sequence.getValue().forEach(item -> {
        var text = scalar(field, item, pattern, remedy);
        if (text != null) {
          items.add(text);
        }
      });
      if (sequence.getValue().size() < least) {
        fault(value, field, "is empty", remedy);
      }
    } else if (value != null && !isNull(value)) {
      fault(value, field, "is not a list", "write it as [a, b]");
    } else if (least > 0) {
      fault(node, field, "is missing", remedy);
    }
    return List.copyOf(items);
  }

  Map<String, String> map(String field) {
    return map(field, Pattern.compile("(?s).*"), "", Pattern.compile("(?s).{0,256}"), "write text of at most 256 characters");
  }

  Map<String, String> map(String field, Pattern keys, String keyRemedy, Pattern values, String remedy) {
    var value = take(field);
    var entries = new LinkedHashMap<String, String>();
    if (value instanceof MappingNode mapping) {
      var section = new YamlSection(mapping, faults);
      section.fields.forEach((key, at) -> {
        if (!keys.matcher(key).matches()) {
          fault(at, field, "cannot have '" + key + "'", keyRemedy);
        }
        entries.put(key, section.text(key, values, remedy));
      });
    } else if (value != null && !isNull(value)) {
      fault(value, field, "is not a mapping", "write it as {key: value}");
    }
    return Map.copyOf(entries);
  }

  @Nullable YamlSection section(String field) {
    var value = take(field);
    if (value == null || isNull(value)) {
      return null;
    }
    if (value instanceof MappingNode mapping) {
      return new YamlSection(mapping, faults);
    }
    fault(value, field, "is not a mapping", "write its fields one per line, indented");
    return null;
  }

  List<YamlSection> sections(String field) {
    var value = take(field);
    if (value == null || isNull(value)) {
      return List.of();
    }
    if (!(value instanceof SequenceNode sequence)) {
      fault(value, field, "is not a list", "begin each of its items with '- '");
      return List.of();
    }
    var sections = new ArrayList<YamlSection>();
    for (var item : sequence.getValue()) {
      if (item instanceof MappingNode mapping) {
        sections.add(new YamlSection(mapping, faults));
      } else {
        fault(item, field, "has an item that is not a mapping", "write its fields one per line, indented");
      }
    }
    return sections;
  }

  /** Names of its fields, in their order. */
  Set<String> names() {
    return Collections.unmodifiableSet(fields.keySet());
  }

  /** Names fields that nobody has read: most are misspelt. */
  void nothingElse() {
    fields.forEach((name, value) -> {
      if (!read.contains(name)) {
        fault(value, name, "is not known", "use one of " + read.stream().sorted().toList());
      }
    });
  }

  void fault(String field, String reason, String remedy) {
    fault(fields.getOrDefault(field, node), field, reason, remedy);
  }

  private void fault(Node at, String field, String reason, String remedy) {
    faults.add("line " + (at.getStartMark().getLine() + 1) + ": " + field + " " + reason + "; " + remedy);
  }

  private @Nullable Node take(String field) {
    read.add(field);
    return fields.get(field);
  }

  private @Nullable String scalar(String field, Node value, Pattern pattern, String remedy) {
    if (value instanceof ScalarNode scalar && pattern.matcher(scalar.getValue()).matches()) {
      return scalar.getValue();
    }
    var shown = value instanceof ScalarNode scalar ? scalar.getValue() : "a structure";
    fault(value, field, "cannot be '" + (shown.length() > 60 ? shown.substring(0, 60) + "…" : shown) + "'", remedy);
    return null;
  }

  private static boolean isNull(Node value) {
    return value instanceof ScalarNode scalar && Tag.NULL.equals(scalar.getTag());
  }
}
