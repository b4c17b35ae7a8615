package dev.convoy.lab.aws.cloudwatch;

import dev.convoy.lab.aws.wire.AwsError;
import dev.convoy.lab.aws.wire.Call;
import dev.convoy.lab.aws.wire.Operation;
import dev.convoy.lab.aws.wire.Pages;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Listing metrics, and the statistics of one. */
public final class MetricOperations {

  private static final int LISTED = 500;
  private static final int MOST_POINTS = 1_440;
  private static final int MOST_STATISTICS = 5;

  /** Entries of the dispatch table. */
  public Stream<Operation> operations() {
    return Stream.of(
        Operation.monitoring("ListMetrics", MetricOperations::list),
        Operation.monitoring("GetMetricStatistics", MetricOperations::statistics),
        Operation.monitoring("GetMetricData", MetricData::answer));
  }

  private static ObjectNode list(Call call, JsonNode request) {
    if (request.has("RecentlyActive") && !request.path("RecentlyActive").asString("").equals("PT3H")) {
      throw AwsError.of(400, "InvalidParameterValue", "The only valid value for the parameter RecentlyActive is PT3H.");
    }
    var wanted = Metric.of(request);
    var all = Published.in(call.region());
    var chosen = IntStream.range(0, all.size()).boxed().filter(i -> matches(all.get(i).metric(), wanted)
        && all.get(i).value().apply(call.now()).isPresent());
    var page = page(call, request, chosen, i -> i, LISTED);
    var answer = JsonNodeFactory.instance.objectNode();
    var listed = answer.putArray("Metrics");
    page.items().forEach(i -> {
      var metric = all.get(i).metric();
      var view = listed.addObject().put("Namespace", metric.namespace()).put("MetricName", metric.name());
      var dimensions = view.putArray("Dimensions");
      metric.dimensions().forEach(each -> dimensions.addObject().put("Name", each.name()).put("Value", each.value()));
    });
    if (page.nextToken() != null) {
      answer.put("NextToken", page.nextToken());
    }
    return answer;
  }

  private static boolean matches(Metric metric, Metric wanted) {
    return (wanted.namespace().isEmpty() || wanted.namespace().equals(metric.namespace()))
        && (wanted.name().isEmpty() || wanted.name().equals(metric.name())) && metric.has(wanted.dimensions());
  }

  /** @throws AwsError InvalidNextToken */
  static <T> Pages.Page<T> page(
      Call call, JsonNode request, Stream<T> all, java.util.function.ToLongFunction<T> key, int size) {
    var token = request.path("NextToken").asString("");
    try {
      return Pages.page(all, key, call.operation().name(), size, token);
    } catch (IllegalArgumentException e) {
      throw AwsError.of(400, "InvalidNextToken", "The specified nextToken is invalid.");
    }
  }

  private static ObjectNode statistics(Call call, JsonNode request) {
    Stream.of("Namespace", "MetricName", "StartTime", "EndTime", "Period").filter(name -> !request.has(name)).findFirst()
        .ifPresent(name -> {
          throw AwsError.of(400, "MissingParameter", "The parameter " + name + " is required.");
        });
    var names = names(request);
    var period = Series.period(request.path("Period").asInt(0), "InvalidParameterValue");
    var start = time(request, "StartTime", "InvalidParameterValue");
    var end = time(request, "EndTime", "InvalidParameterValue");
    if (!start.isBefore(end)) {
      throw AwsError.of(400, "InvalidParameterValue", "The parameter StartTime must be less than the parameter EndTime.");
    }
    if (Series.periods(start, end, period) > MOST_POINTS) {
      throw AwsError.of(400, "InvalidParameterCombination", "You have requested up to " + Series.periods(start, end, period)
          + " datapoints, which exceeds the limit of 1,440. You may reduce the datapoints requested by increasing Period, or"
          + " decreasing the time range.");
    }
    var metric = Metric.of(request);
    var answer = JsonNodeFactory.instance.objectNode().put("Label", metric.name());
    var points = answer.putArray("Datapoints");
    find(call, metric, request.path("Unit").asString("")).ifPresent(found ->
        Series.of(found.value(), start, end, period, call.now()).points().forEach(point ->
            view(points.addObject(), point, names, found.unit())));
    return answer;
  }

  private static List<String> names(JsonNode request) {
    var names = Stream.of("Statistics", "ExtendedStatistics").flatMap(list -> request.path(list).valueStream())
        .map(JsonNode::asString).map(name -> Series.statistic(name, "InvalidParameterValue")).toList();
    if (names.isEmpty()) {
      throw AwsError.of(400, "InvalidParameterCombination", "At least one of the parameters Statistics and ExtendedStatistics"
          + " must be specified.");
    }
    if (request.path("Statistics").size() > MOST_STATISTICS) {
      throw AwsError.of(400, "InvalidParameterValue", "The collection Statistics must not have a size greater than 5.");
    }
    return names;
  }

  private static void view(ObjectNode view, Series.Point point, List<String> names, String unit) {
    view.put("Timestamp", point.at().getEpochSecond());
    names.stream().filter(name -> !name.startsWith("p")).forEach(name -> view.put(name, point.statistic(name)));
    view.put("Unit", unit);
    var percentiles = names.stream().filter(name -> name.startsWith("p")).toList();
    if (!percentiles.isEmpty()) {
      var extended = view.putObject("ExtendedStatistics");
      percentiles.forEach(name -> extended.put(name, point.statistic(name)));
    }
  }

  /** What is published under this name, in this unit if one is asked for. */
  static java.util.Optional<Published> find(Call call, Metric metric, String unit) {
    Function<Published, Boolean> wanted = each -> each.metric().is(metric) && (unit.isEmpty() || unit.equals(each.unit()));
    return Published.in(call.region()).stream().filter(wanted::apply).findFirst();
  }

  /** A number of seconds in JSON, ISO 8601 in the query protocol. @throws AwsError for something else */
  static Instant time(JsonNode request, String name, String code) {
    var value = request.path(name);
    try {
      return value.isNumber() ? Instant.ofEpochMilli(Math.round(value.asDouble() * 1000)) : Instant.parse(value.asString(""));
    } catch (DateTimeParseException e) {
      throw AwsError.of(400, code, "The parameter " + name + " must be a timestamp.");
    }
  }
}
