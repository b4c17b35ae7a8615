package dev.convoy.lab.aws.mgn;

import dev.convoy.lab.aws.wire.Call;
import dev.convoy.lab.aws.wire.Operation;
import dev.convoy.lab.aws.wire.Shape;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Launch settings of one server; subnet, groups and type are not among them but in its EC2 launch template. */
public final class LaunchConfigurationOperations {

  private final Shape update = settings(Shape.empty().required("sourceServerID", Shape.id("s-"))
      .optional("name", Shape.text(128)));

  /** The settings that servers and templates share. */
  static Shape settings(Shape shape) {
    return shape.optional("launchDisposition", Shape.oneOf("STOPPED", "STARTED"))
        .optional("targetInstanceTypeRightSizingMethod", Shape.oneOf("NONE", "BASIC"))
        .optional("copyPrivateIp", Shape.bool())
        .optional("copyTags", Shape.bool())
        .optional("licensing", Shape.structure(Shape.empty().optional("osByol", Shape.bool())))
        .optional("bootMode", Shape.oneOf("LEGACY_BIOS", "UEFI", "USE_SOURCE"))
        .optional("postLaunchActions", ActionShapes.settings())
        .optional("enableMapAutoTagging", Shape.bool())
        .optional("mapAutoTaggingMpeID", Shape.text(256));
  }

  /** Entries of the dispatch table. */
  public Stream<Operation> operations() {
    return Stream.of(
        Operation.read("GetLaunchConfiguration", Shape.empty().required("sourceServerID", Shape.id("s-")),
            call -> call.server().launchConfiguration().deepCopy()),
        Operation.change("UpdateLaunchConfiguration", 200, update, this::change));
  }

  private ObjectNode change(Call call) {
    var configuration = call.server().launchConfiguration();
    update.names().stream().filter(call.json()::has)
        .forEach(name -> configuration.set(name, call.json().get(name).deepCopy()));
    return configuration.deepCopy();
  }
}
