package dev.convoy.lab.aws.mgn;

import dev.convoy.lab.aws.wire.AwsError;
import dev.convoy.lab.aws.wire.Call;
import dev.convoy.lab.aws.wire.Operation;
import dev.convoy.lab.aws.wire.Shape;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** The replication configuration template, one for each account and region. */
public final class ReplicationTemplateOperations {

  private static final String TYPE = "ReplicationConfigurationTemplate";
  private static final String ID = "replicationConfigurationTemplateID";

  private final Shape settings = ReplicationSettings.addTo(Shape.empty(), true);

  /** Entries of the dispatch table. */
  public Stream<Operation> operations() {
    var named = Shape.empty().required(ID, Shape.id("rct-"));
    return Stream.of(
        Operation.change("CreateReplicationConfigurationTemplate", 201,
            ReplicationSettings.addTo(Shape.empty().optional("tags", Shape.tags()), true), this::create),
        Operation.read("DescribeReplicationConfigurationTemplates",
            MgnJson.paged().optional(ID + "s", Shape.list(0, 200, Shape.id("rct-"))), this::describe),
        Operation.change("UpdateReplicationConfigurationTemplate", 200,
            ReplicationSettings.addTo(Shape.empty().required(ID, Shape.id("rct-"))
                .optional("arn", Shape.text(20, 2048, ".*")), false), this::update),
        Operation.silent("DeleteReplicationConfigurationTemplate", 204, named, this::delete));
  }

  private ObjectNode create(Call call) {
    var region = call.region();
    if (region.replicationTemplate() != null) {
      throw AwsError.validation(ID, "The account has a replication configuration template in this region already");
    }
    ReplicationSettings.checkNetwork(region, call.json());
    var id = region.ids().next("rct-");
    var template = MgnJson.object().put(ID, id).put("arn", region.arn("replication-configuration-template", id));
    MgnJson.putTags(template, MgnJson.tags(call.json().path("tags")));
    set(call, template);
    region.replicationTemplate(template);
    return template.deepCopy();
  }

  private void set(Call call, ObjectNode template) {
    settings.names().stream().filter(call.json()::has)
        .forEach(name -> template.set(name, call.json().get(name).deepCopy()));
  }

  private ObjectNode describe(Call call) {
    var wanted = call.texts(ID + "s");
    var template = call.region().replicationTemplate();
    for (var id : wanted) {
      if (template == null || !template.path(ID).asString("").equals(id)) {
        throw AwsError.notFound(TYPE, id);
      }
    }
    return MgnJson.page(call, Stream.ofNullable(template), t -> 1, ObjectNode::deepCopy);
  }

  private ObjectNode update(Call call) {
    var template = named(call);
    ReplicationSettings.checkNetwork(call.region(), call.json());
    set(call, template);
    return template.deepCopy();
  }

  private void delete(Call call) {
    named(call);
    if (!call.region().servers().isEmpty() || !call.region().jobs().isEmpty()) {
      throw AwsError.conflict("The template can be deleted once all Source Servers and Jobs are deleted");
    }
    call.region().replicationTemplate(null);
  }

  private static ObjectNode named(Call call) {
    var template = call.region().replicationTemplate();
    if (template == null || !template.path(ID).asString("").equals(call.text(ID))) {
      throw AwsError.notFound(TYPE, call.text(ID));
    }
    return template;
  }
}
