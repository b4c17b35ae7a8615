package dev.convoy.lab.aws.ec2;

import dev.convoy.lab.aws.wire.AwsError;
import dev.convoy.lab.aws.wire.Call;
import dev.convoy.lab.aws.wire.Pages;
import dev.convoy.lab.aws.wire.Xml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** How EC2 writes answers, tags and pages. */
final class Ec2Xml {

  private static final int MOST = 1000;

  private Ec2Xml() {}

  /** The root of an answer. */
  static Xml answer(Call call, Xml... members) {
    var children = new ArrayList<Xml>();
    children.add(Xml.leaf("requestId", UUID.randomUUID()));
    children.addAll(List.of(members));
    return Xml.node(call.operation().name() + "Response", children);
  }

  /** An answer with a page of items in a set. */
  static <T> Xml page(
      Call call, Stream<T> all, ToLongFunction<T> key, String set, Function<T, Xml> view) {
    var size = call.query().has("MaxResults") ? number(call.query().get("MaxResults")) : MOST;
    Pages.Page<T> page;
    try {
      page = Pages.page(all, key, call.operation().name(), size, call.query().get("NextToken"));
    } catch (IllegalArgumentException e) {
      throw AwsError.of(400, "InvalidNextToken", "The token '" + call.query().get("NextToken") + "' is invalid");
    }
    var items = Xml.node(set, page.items().stream().map(view).toList());
    return page.nextToken() == null ? answer(call, items)
        : answer(call, items, Xml.leaf("nextToken", page.nextToken()));
  }

  private static int number(String text) {
    if (!text.matches("\\d{1,4}") || Integer.parseInt(text) < 5 || Integer.parseInt(text) > MOST) {
      throw AwsError.of(400, "InvalidParameterValue", "Value ( " + text + " ) for parameter maxResults is invalid. "
          + "Expecting a value between 5 and " + MOST);
    }
    return Integer.parseInt(text);
  }

  static Xml tags(Map<String, String> tags) {
    return Xml.node("tagSet", tags.entrySet().stream()
        .map(t -> Xml.node("item", Xml.leaf("key", t.getKey()), Xml.leaf("value", t.getValue()))).toList());
  }
}
