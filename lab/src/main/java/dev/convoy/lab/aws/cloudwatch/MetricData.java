package dev.convoy.lab.aws.cloudwatch;

import dev.convoy.lab.aws.wire.AwsError;
import dev.convoy.lab.aws.wire.Call;
import dev.convoy.lab.aws.wire.Pages;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** GetMetricData: several metrics in one answer, by pages of data points. Metric math is refused. */
final class MetricData {

  private static final int MOST_QUERIES = 500;
  private static final int MOST_POINTS = 100_800;
  private static final String INVALID = "ValidationError";

  private record Asked(String id, String label, String statistic, boolean answered, List<Series.Point> points) {}

  private record Place(int query, int point) {

    long key() {
      return query * 1_000_000L + point;
    }
  }

  private MetricData() {}

  static ObjectNode answer(Call call, JsonNode request) {
    var queries = request.path("MetricDataQueries").valueStream().toList();
    if (queries.isEmpty() || queries.size() > MOST_QUERIES) {
      throw invalid("The collection MetricDataQueries must have a size between 1 and 500.");
    }
    var start = MetricOperations.time(request, "StartTime", INVALID);
    var end = MetricOperations.time(request, "EndTime", INVALID);
    if (!start.isBefore(end)) {
      throw invalid("The parameter StartTime must be less than the parameter EndTime.");
    }
    var ids = new HashSet<String>();
    var latestFirst = !request.path("ScanBy").asString("").equals("TimestampAscending");
    var asked = queries.stream().map(query -> asked(call, query, start, end, ids, latestFirst)).toList();
    var points = request.path("MaxDatapoints").asInt(MOST_POINTS);
    if (points < 1 || points > MOST_POINTS) {
      throw invalid("The parameter MaxDatapoints must be between 1 and 100800.");
    }
    var places = IntStream.range(0, asked.size()).boxed().filter(i -> asked.get(i).answered()).flatMap(i ->
        IntStream.range(0, asked.get(i).points().size()).mapToObj(point -> new Place(i, point)));
    return view(asked, MetricOperations.page(call, request, places, Place::key, points), !request.has("NextToken"));
  }

  private static Asked asked(Call call, JsonNode query, Instant start, Instant end, HashSet<String> ids, boolean latestFirst) {
    var id = query.path("Id").asString("");
    if (!id.matches("[a-z][a-zA-Z0-9_]{0,254}") || !ids.add(id)) {
      throw invalid("The value '" + id + "' for parameter MetricDataQueries.member.Id must start with a lowercase letter and be"
          + " unique in the request.");
    }
    var wanted = query.path("MetricStat");
    if (!wanted.isObject() || query.has("Expression")) {
      throw invalid("Query " + id + " must have a MetricStat; the simulator knows no expressions.");
    }
    var metric = Metric.of(wanted.path("Metric"));
    var period = Series.period(wanted.path("Period").asInt(0), INVALID);
    var statistic = Series.statistic(wanted.path("Stat").asString(""), INVALID);
    var series = MetricOperations.find(call, metric, wanted.path("Unit").asString("")).map(found ->
        points(call, found, start, end, period, latestFirst)).orElse(List.of());
    return new Asked(id, query.path("Label").asString(metric.name()), statistic,
        !query.path("ReturnData").asString("true").equals("false"), series);
  }

  private static List<Series.Point> points(
      Call call, Published found, Instant start, Instant end, Duration period, boolean latestFirst) {
    if (Series.periods(start, end, period) > MOST_POINTS) {
      throw invalid("You have requested more than 100,800 datapoints; increase the period, or decrease the time range.");
    }
    var series = Series.of(found.value(), start, end, period, call.now());
    return (latestFirst ? series.latestFirst() : series).points();
  }

  /** Those without a data point are on the first page. */
  private static ObjectNode view(List<Asked> asked, Pages.Page<Place> page, boolean first) {
    var answer = JsonNodeFactory.instance.objectNode();
    var results = answer.putArray("MetricDataResults");
    for (var i = 0; i < asked.size(); i++) {
      var query = i;
      var here = page.items().stream().filter(place -> place.query() == query).map(Place::point).toList();
      if (asked.get(i).answered() && (!here.isEmpty() || first && asked.get(i).points().isEmpty())) {
        result(results.addObject(), asked.get(i), here);
      }
    }
    if (page.nextToken() != null) {
      answer.put("NextToken", page.nextToken());
    }
    answer.putArray("Messages");
    return answer;
  }

  private static void result(ObjectNode view, Asked asked, List<Integer> here) {
    var points = new ArrayList<Series.Point>();
    here.forEach(point -> points.add(asked.points().get(point)));
    view.put("Id", asked.id()).put("Label", asked.label());
    var times = view.putArray("Timestamps");
    points.forEach(point -> times.add(point.at().getEpochSecond()));
    var values = view.putArray("Values");
    points.forEach(point -> values.add(point.statistic(asked.statistic())));
    var whole = here.isEmpty() || here.getLast() == asked.points().size() - 1;
    view.put("StatusCode", whole ? "Complete" : "PartialData");
  }

  private static AwsError invalid(String message) {
    return AwsError.of(400, INVALID, message);
  }
}
