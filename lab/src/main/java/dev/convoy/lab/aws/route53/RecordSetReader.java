package dev.convoy.lab.aws.route53;

import dev.convoy.lab.aws.cloud.HostedZone;
import dev.convoy.lab.aws.cloud.RecordSet;
import dev.convoy.lab.aws.wire.AwsError;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a change batch as Route 53 checks it before it looks at the zone. */
final class RecordSetReader {

  private static final int MOST_CHANGES = 1000;
  private static final long MOST_TTL = Integer.MAX_VALUE;
  private static final Set<String> ACTIONS = Set.of("CREATE", "DELETE", "UPSERT");
  private static final Set<String> TYPES = Set.of("SOA", "A", "TXT", "NS", "CNAME", "MX", "NAPTR", "PTR", "SRV", "SPF",
      "AAAA", "CAA", "DS", "TLSA", "SSHFP", "SVCB", "HTTPS");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
  private static final Pattern IPV4 =
      Pattern.compile("(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}");

  private RecordSetReader() {}

  /** @throws AwsError InvalidInput or InvalidChangeBatch */
  static List<HostedZone.Change> batch(JsonNode body) {
    var changes = body.path("ChangeBatch").path("Changes").valueStream().toList();
    if (changes.isEmpty()) {
      throw AwsError.of(400, "InvalidInput", "1 validation error detected: Value at 'changeBatch.changes' failed to satisfy"
          + " constraint: Member must have length greater than or equal to 1");
    }
    if (changes.size() > MOST_CHANGES) {
      throw invalid(List.of("Number of changes limit of " + MOST_CHANGES + " exceeded."));
    }
    var errors = new ArrayList<String>();
    var batch = changes.stream().map(change -> change(change, errors)).toList();
    if (!errors.isEmpty()) {
      throw invalid(errors);
    }
    return batch;
  }

  /** The error of a batch, with all that is wrong in its one message, as Route 53 answers it. */
  static AwsError invalid(List<String> messages) {
    return AwsError.of(400, "InvalidChangeBatch", "[" + String.join(", ", messages) + "]");
  }

  private static HostedZone.Change change(JsonNode change, List<String> errors) {
    var action = change.path("Action").asString("");
    var set = change.path("ResourceRecordSet");
    var type = set.path("Type").asString("");
    if (!ACTIONS.contains(action) || !TYPES.contains(type) || set.path("Name").asString("").isEmpty()) {
      throw AwsError.of(400, "InvalidInput", "Invalid action, type or name in the change batch: " + action + " " + type);
    }
    var read = recordSet(set, type);
    check(read, errors);
    return new HostedZone.Change(action, read);
  }

  private static RecordSet recordSet(JsonNode set, String type) {
    var values = set.path("ResourceRecords").valueStream().map(each -> each.path("Value").asString("")).toList();
    var alias = set.path("AliasTarget");
    return new RecordSet(HostedZone.absolute(set.path("Name").asString("")), type, number(set, "TTL"), values,
        text(set, "SetIdentifier"), number(set, "Weight"), text(alias, "DNSName"), text(alias, "HostedZoneId"));
  }

  private static void check(RecordSet set, List<String> errors) {
    var alias = set.aliasTarget() != null;
    if (alias == (set.ttl() != null || !set.values().isEmpty()) || !alias && (set.ttl() == null || set.values().isEmpty())) {
      errors.add("Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or"
          + " TrafficPolicyInstanceId], but found " + (alias ? "more than one" : "none") + " in Change with [Action, Name="
          + set.name() + ", Type=" + set.type() + "]");
    } else if (set.ttl() != null && set.ttl() > MOST_TTL) {
      errors.add("Invalid TTL " + set.ttl() + " of " + set.name());
    }
    set.values().stream().filter(value -> !fits(set.type(), value)).forEach(value -> errors.add(
        "Invalid Resource Record: 'FATAL problem: " + (set.type().equals("A") ? "ARRDATAIllegalIPv4Address (Value is not a"
            + " valid IPv4 address)" : "AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)")
            + " encountered with '" + value + "''"));
    if (set.values().size() != Set.copyOf(set.values()).size()) {
      errors.add("Duplicate Resource Record: '" + set.values() + "'");
    }
  }

  private static boolean fits(String type, String value) {
    return switch (type) {
      case "A" -> IPV4.matcher(value).matches();
      case "AAAA" -> value.contains(":") && value.matches("[0-9a-fA-F:.]{2,45}");
      default -> !value.isEmpty();
    };
  }

  private static @Nullable String text(JsonNode node, String name) {
    return node instanceof ObjectNode && node.has(name) ? node.path(name).asString("") : null;
  }

  private static @Nullable Long number(JsonNode node, String name) {
    if (!node.has(name)) {
      return null;
    }
    var text = node.path(name).asString("");
    if (!NUMBER.matcher(text).matches()) {
      throw AwsError.of(400, "InvalidInput", "Invalid " + name + ": " + text);
    }
    return Long.valueOf(text);
  }
}
