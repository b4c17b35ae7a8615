package dev.convoy.lab.aws.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Constraints on a request, in the terms of AWS's service models. The real SDK checks none of them before sending. */
public final class Shape {

  /** A constraint on one value. */
  @FunctionalInterface
  public interface Rule {
    void check(String path, JsonNode value, List<FieldError> errors);
  }

  private record Field(String name, boolean required, Rule rule) {}

  private final List<Field> fields = new ArrayList<>();

  /** A shape without members. */
  public static Shape empty() {
    return new Shape();
  }

  /** Adds a member that must be there. */
  public Shape required(String name, Rule rule) {
    fields.add(new Field(name, true, rule));
    return this;
  }

  /** Adds a member that may be there. */
  public Shape optional(String name, Rule rule) {
    fields.add(new Field(name, false, rule));
    return this;
  }

  /** Names of its members. */
  public List<String> names() {
    return fields.stream().map(Field::name).toList();
  }

  /**
   * Checks a request.
   *
   * @throws AwsError ValidationException with all that is wrong
   */
  public void check(JsonNode body) {
    check(body, empty());
  }

  /**
   * Checks a request that has the members of another shape too.
   *
   * @throws AwsError ValidationException with all that is wrong
   */
  public void check(JsonNode body, Shape also) {
    var errors = new ArrayList<FieldError>();
    check("", body, errors);
    also.check("", body, errors);
    if (!errors.isEmpty()) {
      throw AwsError.validation(errors);
    }
  }

  private void check(String prefix, JsonNode body, List<FieldError> errors) {
    for (var field : fields) {
      var path = prefix + field.name;
      var value = body.path(field.name);
      if (value.isMissingNode() || value.isNull()) {
        if (field.required) {
          fail(errors, path, "Member must not be null");
        }
      } else {
        field.rule.check(path, value, errors);
      }
    }
  }

  private static void fail(List<FieldError> errors, String path, String constraint) {
    errors.add(new FieldError(path, "Value at '" + path + "' failed to satisfy constraint: " + constraint));
  }

  /** Text that matches as a whole, of so many characters. */
  public static Rule text(int min, int max, String pattern) {
    var compiled = Pattern.compile(pattern, Pattern.DOTALL);
    return (path, value, errors) -> {
      if (!value.isString()) {
        fail(errors, path, "Member must be a string");
      } else if (value.asString().length() < min || value.asString().length() > max) {
        fail(errors, path, "Member must have length between " + min + " and " + max);
      } else if (!compiled.matcher(value.asString()).matches()) {
        fail(errors, path, "Member must satisfy regular expression pattern: " + pattern);
      }
    };
  }

  /** Any text up to a length. */
  public static Rule text(int max) {
    return text(0, max, ".*");
  }

  /** An id of MGN: the prefix and 17 letters or digits. */
  public static Rule id(String prefix) {
    return text(prefix.length() + 17, prefix.length() + 17, Pattern.quote(prefix) + "[0-9a-zA-Z]{17}");
  }

  /** One of these values. */
  public static Rule oneOf(String... values) {
    var known = Set.of(values);
    return (path, value, errors) -> {
      if (!value.isString() || !known.contains(value.asString())) {
        fail(errors, path, "Member must satisfy enum value set: " + List.of(values));
      }
    };
  }

  /** A whole number in a range. */
  public static Rule integer(long min, long max) {
    return (path, value, errors) -> {
      if (!value.isIntegralNumber() || value.asLong() < min || value.asLong() > max) {
        fail(errors, path, "Member must be an integer between " + min + " and " + max);
      }
    };
  }

  /** True or false. */
  public static Rule bool() {
    return (path, value, errors) -> {
      if (!value.isBoolean()) {
        fail(errors, path, "Member must be a boolean");
      }
    };
  }

  /** A list of so many members. */
  public static Rule list(int min, int max, Rule member) {
    return (path, value, errors) -> {
      if (!value.isArray() || value.size() < min || value.size() > max) {
        fail(errors, path, "Member must be a list of length between " + min + " and " + max);
        return;
      }
      for (var i = 0; i < value.size(); i++) {
        member.check(path + "[" + i + "]", value.get(i), errors);
      }
    };
  }

  /** A structure. */
  public static Rule structure(Shape shape) {
    return (path, value, errors) -> {
      if (value.isObject()) {
        shape.check(path + ".", value, errors);
      } else {
        fail(errors, path, "Member must be a structure");
      }
    };
  }

  /** Tags: at most 50, keys up to 256 characters, values too. */
  public static Rule tags() {
    return map(50, text(1, 256, ".*"), text(256));
  }

  /** A map of at most so many entries. What is wrong with a key is told of the map. */
  public static Rule map(int max, Rule key, Rule entry) {
    return (path, value, errors) -> {
      if (!value.isObject() || value.size() > max) {
        fail(errors, path, "Member must be a map of at most " + max + " entries");
        return;
      }
      value.properties().forEach(e -> {
        key.check(path, JsonNodeFactory.instance.stringNode(e.getKey()), errors);
        entry.check(path + "." + e.getKey(), e.getValue(), errors);
      });
    };
  }
}
