package dev.convoy.lab.aws.cloudwatch;

import dev.convoy.lab.aws.wire.AwsError;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What a metric is known by. */
record Metric(String namespace, String name, List<Dimension> dimensions) {

  private static final int MOST_DIMENSIONS = 30;

  /** @param value empty in a filter that takes every value */
  record Dimension(String name, String value) {}

  Metric {
    dimensions = List.copyOf(dimensions);
  }

  /** As a request names it. @throws AwsError for a dimension without a name, and for too many */
  static Metric of(JsonNode named) {
    return new Metric(named.path("Namespace").asString(""), named.path("MetricName").asString(""), dimensions(named));
  }

  /** The dimensions of a request. @throws AwsError the same */
  static List<Dimension> dimensions(JsonNode named) {
    var dimensions = new ArrayList<Dimension>();
    named.path("Dimensions").forEach(each -> dimensions.add(
        new Dimension(each.path("Name").asString(""), each.path("Value").asString(""))));
    if (dimensions.size() > MOST_DIMENSIONS) {
      throw AwsError.of(400, "InvalidParameterValue", "The collection Dimensions must not have a size greater than 30.");
    }
    if (dimensions.stream().anyMatch(each -> each.name().isEmpty())) {
      throw AwsError.of(400, "MissingParameter", "The parameter Dimensions.member.1.Name is required.");
    }
    return dimensions;
  }

  /** The same dimensions, in whatever order. */
  boolean is(Metric other) {
    return namespace.equals(other.namespace) && name.equals(other.name) && dimensions.size() == other.dimensions.size()
        && dimensions.containsAll(other.dimensions);
  }

  /** Has a dimension of each of these names, and of their values where they have one. */
  boolean has(List<Dimension> wanted) {
    return wanted.stream().allMatch(filter -> dimensions.stream().anyMatch(own ->
        own.name().equals(filter.name()) && (filter.value().isEmpty() || own.value().equals(filter.value()))));
  }
}
