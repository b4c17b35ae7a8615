package dev.convoy.lab.aws.cloud;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A resource record set of Route 53.
 *
 * @param name fully qualified, in lower case, with its final dot
 * @param ttl seconds; null for an alias
 * @param values empty for an alias
 * @param setIdentifier of a weighted, latency or other routed set; null for a simple one
 * @param weight null unless weighted
 * @param aliasTarget name that an alias leads to; null for a set with values
 * @param aliasZone hosted zone of that name; null for a set with values
 */
public record RecordSet(
    String name, String type, @Nullable Long ttl, List<String> values, @Nullable String setIdentifier,
    @Nullable Long weight, @Nullable String aliasTarget, @Nullable String aliasZone) {

  public RecordSet {
    values = List.copyOf(values);
  }

  /** A simple set. */
  public static RecordSet simple(String name, String type, long ttl, List<String> values) {
    return new RecordSet(HostedZone.absolute(name), type, ttl, values, null, null, null, null);
  }

  /** What no two sets of a zone have in common. */
  String key() {
    return name + " " + type + " " + (setIdentifier == null ? "" : setIdentifier);
  }

  /** What sorts sets as Route 53 lists them. */
  String order() {
    return HostedZone.order(name, type, setIdentifier);
  }
}
