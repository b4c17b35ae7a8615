package dev.convoy.lab.aws.ec2;

import dev.convoy.lab.aws.wire.AwsError;
import dev.convoy.lab.aws.wire.Call;
import dev.convoy.lab.aws.wire.Operation;
import dev.convoy.lab.aws.wire.Xml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Tags of instances, launch templates, snapshots and images. */
public final class Ec2TagOperations {

  private record Tag(long number, String resource, String type, String key, String value) {}

  private static final Ec2Filters<Tag> FILTERS = new Ec2Filters<Tag>()
      .on("resource-id", Tag::resource)
      .on("resource-type", Tag::type)
      .on("key", Tag::key)
      .on("value", Tag::value);

  /** Entries of the dispatch table. */
  public Stream<Operation> operations() {
    return Stream.of(
        Operation.ec2("CreateTags", true, this::create),
        Operation.ec2("DeleteTags", true, this::delete),
        Operation.ec2("DescribeTags", false, this::describe));
  }

  private Xml create(Call call) {
    var resources = call.query().list("ResourceId").stream().map(id -> tags(call, id)).toList();
    for (var i = 1; i <= call.query().size("Tag"); i++) {
      var key = call.query().get("Tag." + i + ".Key");
      var value = call.query().get("Tag." + i + ".Value");
      resources.forEach(tags -> tags.put(key, value));
    }
    return Ec2Xml.answer(call, Xml.leaf("return", true));
  }

  /** A tag that is named with a value goes only if it has that value. Without tags all go. */
  private Xml delete(Call call) {
    var resources = call.query().list("ResourceId").stream().map(id -> tags(call, id)).toList();
    var named = call.query().size("Tag");
    for (var i = 1; i <= named; i++) {
      var key = call.query().get("Tag." + i + ".Key");
      var value = call.query().has("Tag." + i + ".Value") ? call.query().get("Tag." + i + ".Value") : null;
      resources.forEach(tags -> tags.computeIfPresent(key, (k, has) -> value == null || value.equals(has) ? null : has));
    }
    if (named == 0) {
      resources.forEach(Map::clear);
    }
    return Ec2Xml.answer(call, Xml.leaf("return", true));
  }

  private static Map<String, String> tags(Call call, String id) {
    var instance = call.region().instance(id);
    if (instance != null) {
      return instance.tags();
    }
    var template = call.region().launchTemplate(id);
    if (template != null) {
      return template.tags();
    }
    var snapshot = call.region().volumeSnapshot(id);
    if (snapshot != null) {
      return snapshot.tags();
    }
    var image = call.region().estate().images().get(id);
    if (image != null) {
      return image.tags();
    }
    throw AwsError.of(400, "InvalidID", "The ID '" + id + "' is not valid");
  }

  private Xml describe(Call call) {
    var all = new ArrayList<Tag>();
    call.region().instances().forEach(i -> add(all, i.id(), "instance", i.tags()));
    call.region().launchTemplates().forEach(t -> add(all, t.id(), "launch-template", t.tags()));
    call.region().volumeSnapshots().forEach(s -> add(all, s.id(), "snapshot", s.tags()));
    call.region().estate().images().values().forEach(i -> add(all, i.id(), "image", i.tags()));
    return Ec2Xml.page(call, all.stream().filter(FILTERS.of(call.query())), Tag::number, "tagSet",
        t -> Xml.node("item", Xml.leaf("resourceId", t.resource()), Xml.leaf("resourceType", t.type()),
            Xml.leaf("key", t.key()), Xml.leaf("value", t.value())));
  }

  private static void add(List<Tag> all, String resource, String type, Map<String, String> tags) {
    tags.forEach((key, value) -> all.add(new Tag(all.size(), resource, type, key, value)));
  }
}
