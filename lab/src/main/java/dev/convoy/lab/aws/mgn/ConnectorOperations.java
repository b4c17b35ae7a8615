package dev.convoy.lab.aws.mgn;

import dev.convoy.lab.aws.wire.AwsError;
import dev.convoy.lab.aws.wire.Call;
import dev.convoy.lab.aws.wire.Operation;
import dev.convoy.lab.aws.wire.Shape;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Connectors, by which MGN reaches servers without credentials of its own, and which of them a source server uses. */
public final class ConnectorOperations {

  private static final String ID = "connectorID";
  private static final Shape COMMANDS = Shape.empty()
      .required("s3OutputEnabled", Shape.bool())
      .optional("outputS3BucketName", Shape.text(1, 255, "[a-zA-Z0-9.\\-_]{1,255}"))
      .required("cloudWatchOutputEnabled", Shape.bool())
      .optional("cloudWatchLogGroupName", Shape.text(1, 512, "[\\.\\-_/#A-Za-z0-9]+"));
  private static final Shape ACTION = Shape.empty()
      .optional("credentialsSecretArn", Shape.text(20, 100,
          "arn:[\\w-]+:secretsmanager:([a-z]{2}-(gov-)?[a-z]+-\\d{1})?:(\\d{12})?:secret:(.+)"))
      .optional("connectorArn", Shape.text(27, 100,
          "arn:[\\w-]+:mgn:([a-z]{2}-(gov-)?[a-z]+-\\d{1})?:(\\d{12})?:connector\\/(connector-[0-9a-zA-Z]{17})"));

  /** Entries of the dispatch table. */
  public Stream<Operation> operations() {
    var name = Shape.text(1, 256, "[A-Za-z0-9_-]+");
    var named = Shape.empty().required(ID, Shape.id("connector-"));
    var filters = Shape.empty().optional(ID + "s", Shape.list(0, 20, Shape.id("connector-")));
    return Stream.of(
        Operation.change("CreateConnector", 201, Shape.empty().required("name", name)
            .required("ssmInstanceID", Shape.text(19, 20, "m?i-[0-9a-zA-Z]{17}")).optional("tags", Shape.tags())
            .optional("ssmCommandConfig", Shape.structure(COMMANDS)), this::create),
        Operation.change("UpdateConnector", 200, Shape.empty().required(ID, Shape.id("connector-"))
            .optional("name", name).optional("ssmCommandConfig", Shape.structure(COMMANDS)), this::update),
        Operation.silent("DeleteConnector", 204, named, call ->
            call.region().estate().connectors().remove(find(call).path(ID).asString())),
        Operation.read("ListConnectors", MgnJson.paged().optional("filters", Shape.structure(filters)), this::list),
        Operation.change("UpdateSourceServer", 200, Shape.empty().required("sourceServerID", Shape.id("s-"))
            .optional("connectorAction", Shape.structure(ACTION)), this::assign));
  }

  private ObjectNode create(Call call) {
    var id = call.region().ids().next("connector-");
    var connector = MgnJson.object().put(ID, id).put("arn", call.region().arn("connector", id))
        .put("ssmInstanceID", call.text("ssmInstanceID"));
    MgnJson.putTags(connector, MgnJson.tags(call.json().path("tags")));
    set(call, connector);
    call.region().estate().connectors().put(id, connector);
    return connector.deepCopy();
  }

  private ObjectNode update(Call call) {
    var connector = find(call);
    set(call, connector);
    return connector.deepCopy();
  }

  private static void set(Call call, ObjectNode connector) {
    Stream.of("name", "ssmCommandConfig").filter(call.json()::has)
        .forEach(name -> connector.set(name, call.json().get(name).deepCopy()));
  }

  private static ObjectNode find(Call call) {
    var connector = call.region().estate().connectors().get(call.text(ID));
    if (connector == null) {
      throw AwsError.notFound("Connector", call.text(ID));
    }
    return connector;
  }

  private ObjectNode list(Call call) {
    var wanted = call.json().path("filters").path(ID + "s").valueStream().map(id -> id.asString()).toList();
    var all = List.copyOf(call.region().estate().connectors().values());
    var chosen = IntStream.range(0, all.size()).boxed()
        .filter(i -> wanted.isEmpty() || wanted.contains(all.get(i).path(ID).asString()));
    return MgnJson.page(call, chosen, i -> i, i -> all.get(i).deepCopy());
  }

  /** Without an action the server has none from then on. */
  private ObjectNode assign(Call call) {
    var server = call.server();
    var action = call.json().path("connectorAction");
    var arn = action.path("connectorArn").asString("");
    if (!arn.isEmpty() && call.region().estate().connectors().values().stream()
        .noneMatch(connector -> connector.path("arn").asString().equals(arn))) {
      throw AwsError.notFound("Connector", arn.substring(arn.lastIndexOf('/') + 1));
    }
    server.connect(action instanceof ObjectNode object ? object.deepCopy() : null);
    return SourceServerView.of(call, server);
  }
}
