package dev.convoy.lab.aws.mgn;

import dev.convoy.lab.aws.wire.AwsError;
import dev.convoy.lab.aws.wire.Call;
import dev.convoy.lab.aws.wire.Operation;
import dev.convoy.lab.aws.wire.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Launch configuration templates: the launch settings that new servers start with. */
public final class LaunchConfigurationTemplateOperations {

  private static final String ID = "launchConfigurationTemplateID";

  private static final String KEY =
      "((arn:[\\w-]+:kms:([a-z]{2}-(gov-)?[a-z]+-\\d{1})?:(\\d{12})?:((alias|key)/[a-zA-Z0-9:/_-]{1,256}))|())";

  private final Shape settings = settings(Shape.empty(), 0);

  /** @param key shortest key that may be named, for an update cannot take it away */
  private static Shape settings(Shape shape, int key) {
    return LaunchConfigurationOperations.settings(shape)
        .optional("associatePublicIpAddress", Shape.bool())
        .optional("smallVolumeMaxSize", Shape.integer(0, Long.MAX_VALUE))
        .optional("smallVolumeConf", Shape.structure(volume()))
        .optional("largeVolumeConf", Shape.structure(volume()))
        .optional("enableParametersEncryption", Shape.bool())
        .optional("parametersEncryptionKey", Shape.text(key, key == 0 ? 276 : 2048, key == 0 ? KEY : ".*"));
  }

  private static Shape volume() {
    return Shape.empty()
        .optional("volumeType", Shape.oneOf("io1", "io2", "gp3", "gp2", "st1", "sc1", "standard"))
        .optional("iops", Shape.integer(100, 64_000))
        .optional("throughput", Shape.integer(125, 1_000));
  }

  /** Entries of the dispatch table. */
  public Stream<Operation> operations() {
    return Stream.of(
        Operation.change("CreateLaunchConfigurationTemplate", 201,
            settings(Shape.empty().optional("tags", Shape.tags()), 0), this::create),
        Operation.read("DescribeLaunchConfigurationTemplates",
            MgnJson.paged().optional(ID + "s", Shape.list(0, 200, Shape.id("lct-"))), this::describe),
        Operation.change("UpdateLaunchConfigurationTemplate", 200,
            settings(Shape.empty().required(ID, Shape.id("lct-")), 20), this::update),
        Operation.silent("DeleteLaunchConfigurationTemplate", 204, Shape.empty().required(ID, Shape.id("lct-")),
            call -> call.region().launchConfigurationTemplates().remove(find(call, call.text(ID)).path(ID).asString())));
  }

  private ObjectNode create(Call call) {
    var id = call.region().ids().next("lct-");
    var template = MgnJson.object().put(ID, id)
        .put("arn", call.region().arn("launch-configuration-template", id))
        .put("launchDisposition", "STARTED").put("targetInstanceTypeRightSizingMethod", "BASIC")
        .put("copyPrivateIp", false).put("copyTags", false).put("bootMode", "LEGACY_BIOS");
    MgnJson.putTags(template, MgnJson.tags(call.json().path("tags")));
    set(call, template);
    call.region().addLaunchConfigurationTemplate(template);
    return template.deepCopy();
  }

  private void set(Call call, ObjectNode template) {
    settings.names().stream().filter(call.json()::has)
        .forEach(name -> template.set(name, call.json().get(name).deepCopy()));
  }

  private ObjectNode describe(Call call) {
    record Numbered(long number, ObjectNode template) {}
    var ids = call.texts(ID + "s");
    var chosen = new ArrayList<Numbered>();
    for (var id : ids.isEmpty() ? List.copyOf(call.region().launchConfigurationTemplates().keySet()) : ids) {
      chosen.add(new Numbered(chosen.size() + 1L, find(call, id)));
    }
    return MgnJson.page(call, chosen.stream(), Numbered::number, numbered -> numbered.template().deepCopy());
  }

  private ObjectNode update(Call call) {
    var template = find(call, call.text(ID));
    set(call, template);
    return template.deepCopy();
  }

  private static ObjectNode find(Call call, String id) {
    var template = call.region().launchConfigurationTemplates().get(id);
    if (template == null) {
      throw AwsError.notFound("LaunchConfigurationTemplate", id);
    }
    return template;
  }
}
