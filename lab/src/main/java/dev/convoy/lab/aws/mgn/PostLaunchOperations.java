package dev.convoy.lab.aws.mgn;

import dev.convoy.lab.aws.wire.AwsError;
import dev.convoy.lab.aws.wire.Call;
import dev.convoy.lab.aws.wire.Operation;
import dev.convoy.lab.aws.wire.Shape;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Post-launch actions of servers, and of launch configuration templates, whose actions new servers start with. */
public final class PostLaunchOperations {

  private static final int MOST = 100;
  private static final String TEMPLATE = "launchConfigurationTemplateID";
  private static final List<String> OWNERS = List.of(TEMPLATE, "sourceServerID", "accountID");

  /** Entries of the dispatch table. */
  public Stream<Operation> operations() {
    Function<Call, Map<String, ObjectNode>> ofServer = call -> call.server().actions();
    var actionName = Shape.text(1, 256, "[^\\s\\x00]( *[^\\s\\x00])*");
    return Stream.concat(
        of("SourceServerAction", ofServer, "sourceServerID", Shape.id("s-"),
            ActionShapes.action(Shape.empty(), actionName)),
        of("TemplateAction", PostLaunchOperations::ofTemplate, TEMPLATE, Shape.id("lct-"),
            ActionShapes.action(Shape.empty().optional("operatingSystem", Shape.text(0, 256, "(linux|windows)")),
                Shape.text(256))));
  }

  private static Stream<Operation> of(
      String type, Function<Call, Map<String, ObjectNode>> actions, String owner, Shape.Rule ownerId, Shape put) {
    var filters = Shape.empty().optional("actionIDs", Shape.list(0, MOST, ActionShapes.id()));
    return Stream.of(
        Operation.change("Put" + type, 200, put.required(owner, ownerId), call -> put(call, actions.apply(call))),
        Operation.silent("Remove" + type, 204,
            Shape.empty().required(owner, ownerId).required("actionID", ActionShapes.id()),
            call -> remove(call, actions.apply(call))),
        Operation.read("List" + type + "s",
            MgnJson.paged().required(owner, ownerId).optional("filters", Shape.structure(filters)),
            call -> list(call, List.copyOf(actions.apply(call).values()))));
  }

  private static Map<String, ObjectNode> ofTemplate(Call call) {
    var id = call.text(TEMPLATE);
    if (!call.region().launchConfigurationTemplates().containsKey(id)) {
      throw AwsError.notFound("LaunchConfigurationTemplate", id);
    }
    return call.region().estate().templateActions(id);
  }

  private static ObjectNode put(Call call, Map<String, ObjectNode> actions) {
    var id = call.text("actionID");
    if (!actions.containsKey(id) && actions.size() >= MOST) {
      throw AwsError.conflict("Max post-launch actions exceeded: " + MOST);
    }
    var action = call.json().deepCopy();
    action.remove(OWNERS);
    actions.put(id, action);
    return action.deepCopy();
  }

  private static void remove(Call call, Map<String, ObjectNode> actions) {
    if (actions.remove(call.text("actionID")) == null) {
      throw AwsError.notFound("Action", call.text("actionID"));
    }
  }

  private static ObjectNode list(Call call, List<ObjectNode> actions) {
    var wanted = call.json().path("filters").path("actionIDs").valueStream().map(JsonNode::asString).toList();
    var chosen = IntStream.range(0, actions.size()).boxed()
        .filter(i -> wanted.isEmpty() || wanted.contains(actions.get(i).path("actionID").asString()));
    return MgnJson.page(call, chosen, i -> i, i -> actions.get(i).deepCopy());
  }
}
