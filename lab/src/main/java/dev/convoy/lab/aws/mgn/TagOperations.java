package dev.convoy.lab.aws.mgn;

import dev.convoy.lab.aws.cloud.Region;
import dev.convoy.lab.aws.wire.AwsError;
import dev.convoy.lab.aws.wire.Call;
import dev.convoy.lab.aws.wire.Operation;
import dev.convoy.lab.aws.wire.Shape;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Tags of source servers, applications, waves and jobs, by ARN. */
public final class TagOperations {

  private static final int MOST = 50;

  /** Entries of the dispatch table. */
  public Stream<Operation> operations() {
    return Stream.of(
        Operation.read("ListTagsForResource", arn(), this::list),
        Operation.silent("TagResource", 200, arn().required("tags", Shape.tags()), this::tag),
        Operation.silent("UntagResource", 200, arn().required("tagKeys", Shape.list(1, 200, Shape.text(256))),
            call -> tags(call).keySet().removeAll(call.texts("tagKeys"))));
  }

  private static Shape arn() {
    return Shape.empty().required("resourceArn", Shape.text(20, 2048, "arn:[\\w-]+:mgn:[\\w-]*:\\d{12}:.+"));
  }

  private ObjectNode list(Call call) {
    var answer = MgnJson.object();
    MgnJson.putTags(answer, tags(call));
    return answer;
  }

  private void tag(Call call) {
    var tags = tags(call);
    var added = MgnJson.tags(call.json().path("tags"));
    if (Stream.concat(tags.keySet().stream(), added.keySet().stream()).distinct().count() > MOST) {
      throw AwsError.validation("tags", "A resource has at most " + MOST + " tags");
    }
    tags.putAll(added);
  }

  private static Map<String, String> tags(Call call) {
    var arn = call.text("resourceArn");
    var tags = find(call.region(), arn, arn.substring(arn.lastIndexOf('/') + 1));
    if (tags == null) {
      throw AwsError.notFound("Resource", arn);
    }
    return tags;
  }

  private static @Nullable Map<String, String> find(Region region, String arn, String id) {
    var server = region.server(id);
    if (server != null && arn.equals(region.arn("source-server", id))) {
      return server.tags();
    }
    var group = region.estate().group(id);
    if (group != null && arn.equals(region.arn(group.kind().path(), id))) {
      return group.tags();
    }
    var job = region.job(id);
    return job != null && arn.equals(region.arn("job", id)) ? job.tags() : null;
  }
}
