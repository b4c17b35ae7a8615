package dev.convoy.lab.aws.mgn;

import dev.convoy.lab.aws.wire.AwsError;
import dev.convoy.lab.aws.wire.Call;
import dev.convoy.lab.aws.wire.Pages;
import dev.convoy.lab.aws.wire.Shape;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** How MGN writes times, durations, tags and pages. */
final class MgnJson {

  /** The service really writes {@code +00:00}; its docs say {@code Z}. */
  private static final DateTimeFormatter DATE_TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx");

  private MgnJson() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static String dateTime(Instant instant) {
    return DATE_TIME.format(instant.atOffset(ZoneOffset.UTC));
  }

  /** Leaves the member out if there is no time. */
  static void putDateTime(ObjectNode node, String name, @Nullable Instant instant) {
    if (instant != null) {
      node.put(name, dateTime(instant));
    }
  }

  /** No lag is {@code P0D}, not {@code PT0S}. */
  static String duration(Duration duration) {
    return duration.isZero() ? "P0D" : duration.toString();
  }

  static void putTags(ObjectNode node, Map<String, String> tags) {
    var map = node.putObject("tags");
    tags.forEach(map::put);
  }

  static Map<String, String> tags(JsonNode tags) {
    var map = new java.util.LinkedHashMap<String, String>();
    tags.properties().forEach(e -> map.put(e.getKey(), e.getValue().asString("")));
    return map;
  }

  /** The members of a paged request besides its filters. */
  static Shape paged() {
    return Shape.empty().optional("maxResults", Shape.integer(1, 1000)).optional("nextToken", Shape.text(2048));
  }

  /** A page of what a call asks for. */
  static <T> ObjectNode page(Call call, Stream<T> all, ToLongFunction<T> key, Function<T, ObjectNode> view) {
    var question = call.operation().name() + call.json().deepCopy().without(List.of("maxResults", "nextToken"));
    var size = call.json().path("maxResults").asInt(Pages.DEFAULT_SIZE);
    Pages.Page<T> page;
    try {
      page = Pages.page(all, key, question, size, call.text("nextToken"));
    } catch (IllegalArgumentException e) {
      throw AwsError.validation("nextToken", "Value at 'nextToken' is not a token of this request");
    }
    var answer = object();
    var items = answer.putArray("items");
    page.items().forEach(i -> items.add(view.apply(i)));
    if (page.nextToken() != null) {
      answer.put("nextToken", page.nextToken());
    }
    return answer;
  }
}
