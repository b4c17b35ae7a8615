package dev.convoy.lab.aws.ssm;

import dev.convoy.lab.aws.wire.AwsError;
import dev.convoy.lab.aws.wire.Call;
import dev.convoy.lab.aws.wire.Pages;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** How SSM writes times and pages. */
final class SsmJson {

  private static final int MOST = 50;

  private SsmJson() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** Seconds since 1970. */
  static double seconds(Instant instant) {
    return instant.toEpochMilli() / 1000.0;
  }

  /** A page of what a call asks for. */
  static <T> ObjectNode page(Call call, Stream<T> all, ToLongFunction<T> key, String list, Function<T, ObjectNode> view) {
    var question = call.operation().name() + call.json().deepCopy().without(List.of("MaxResults", "NextToken"));
    Pages.Page<T> page;
    try {
      page = Pages.page(all, key, question, call.json().path("MaxResults").asInt(MOST), call.text("NextToken"));
    } catch (IllegalArgumentException e) {
      throw AwsError.of(400, "InvalidNextToken", "The specified token is not valid.");
    }
    var answer = object();
    var items = answer.putArray(list);
    page.items().forEach(each -> items.add(view.apply(each)));
    if (page.nextToken() != null) {
      answer.put("NextToken", page.nextToken());
    }
    return answer;
  }
}
