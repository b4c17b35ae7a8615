package dev.convoy.lab.aws.ec2;

import dev.convoy.lab.aws.wire.AwsError;
import dev.convoy.lab.aws.wire.Query;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** EC2's filters: all have to match, each by one of its values, where {@code *} and {@code ?} stand for anything. */
final class Ec2Filters<T> {

  private final Map<String, Function<T, Collection<String>>> attributes = new HashMap<>();
  private Function<T, Map<String, String>> tags = item -> Map.of();

  /** Adds a filter on one value. */
  Ec2Filters<T> on(String name, Function<T, String> value) {
    attributes.put(name, item -> List.of(value.apply(item)));
    return this;
  }

  /** Adds a filter on several values. */
  Ec2Filters<T> onEach(String name, Function<T, Collection<String>> values) {
    attributes.put(name, values);
    return this;
  }

  /** Adds the filters {@code tag:<key>} and {@code tag-key}. */
  Ec2Filters<T> onTags(Function<T, Map<String, String>> values) {
    tags = values;
    attributes.put("tag-key", item -> values.apply(item).keySet());
    return this;
  }

  /** What the query asks for. @throws AwsError if it has a filter that is not known */
  Predicate<T> of(Query query) {
    Predicate<T> all = item -> true;
    for (var i = 1; i <= query.size("Filter"); i++) {
      var attribute = attribute(query.get("Filter." + i + ".Name"));
      var patterns = query.list("Filter." + i + ".Value").stream().map(Ec2Filters::pattern).toList();
      all = all.and(item -> attribute.apply(item).stream()
          .anyMatch(value -> patterns.stream().anyMatch(p -> p.matcher(value).matches())));
    }
    return all;
  }

  private Function<T, Collection<String>> attribute(String name) {
    if (name.startsWith("tag:")) {
      var key = name.substring("tag:".length());
      return item -> tags.apply(item).containsKey(key) ? List.of(tags.apply(item).getOrDefault(key, "")) : List.of();
    }
    var attribute = attributes.get(name);
    if (attribute == null) {
      throw AwsError.of(400, "InvalidParameterValue", "The filter '" + name + "' is invalid");
    }
    return attribute;
  }

  private static Pattern pattern(String glob) {
    return Pattern.compile(Pattern.quote(glob).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q"));
  }
}
