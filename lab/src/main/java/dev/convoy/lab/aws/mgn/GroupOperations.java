package dev.convoy.lab.aws.mgn;

import dev.convoy.lab.aws.cloud.Group;
import dev.convoy.lab.aws.cloud.Group.Kind;
import dev.convoy.lab.aws.wire.AwsError;
import dev.convoy.lab.aws.wire.Call;
import dev.convoy.lab.aws.wire.Operation;
import dev.convoy.lab.aws.wire.Shape;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Making, changing, archiving, listing and deleting applications or waves. What AWS does not write down is decided here: a
 * name is free again once its group is archived, and one with members can neither be archived nor deleted.
 */
public final class GroupOperations {

  private static final String NAME = "[^\\s\\x00]( *[^\\s\\x00])*";

  private final Kind kind;

  public GroupOperations(Kind kind) {
    this.kind = kind;
  }

  /** Entries of the dispatch table. */
  public Stream<Operation> operations() {
    var type = kind.type();
    var made = described(Shape.empty().required("name", Shape.text(1, 256, NAME))).optional("tags", Shape.tags());
    var changed = described(named(kind).optional("name", Shape.text(1, 256, NAME)));
    return Stream.of(
        Operation.change("Create" + type, 201, made, this::create),
        Operation.change("Update" + type, 200, changed, this::update),
        Operation.change("Archive" + type, 200, named(kind), call -> archive(call, true)),
        Operation.change("Unarchive" + type, 200, named(kind), call -> archive(call, false)),
        Operation.silent("Delete" + type, 204, named(kind), this::delete),
        Operation.read("List" + type + "s", MgnJson.paged().optional("filters", Shape.structure(filters())), this::list));
  }

  /** A request that names one. */
  static Shape named(Kind kind) {
    return Shape.empty().required(kind.idName(), Shape.id(kind.prefix()));
  }

  private static Shape described(Shape shape) {
    return shape.optional("description", Shape.text(0, 600, "[^\\x00]*"));
  }

  private Shape filters() {
    var filters = Shape.empty().optional("isArchived", Shape.bool())
        .optional("waveIDs", Shape.list(0, 200, Shape.id(Kind.WAVE.prefix())));
    return kind == Kind.WAVE ? filters
        : filters.optional("applicationIDs", Shape.list(0, 200, Shape.id(Kind.APPLICATION.prefix())));
  }

  private ObjectNode create(Call call) {
    refuseTaken(call, call.text("name"), "");
    refuseFull(call);
    var group = call.region().estate().create(call.region(), kind, call.text("name"), call.now());
    group.describe(group.name(), call.text("description"), call.now());
    group.tags().putAll(MgnJson.tags(call.json().path("tags")));
    return GroupView.of(call, group);
  }

  private ObjectNode update(Call call) {
    var group = find(call, kind, call.text(kind.idName()));
    refuseArchived(group);
    var name = call.json().has("name") ? call.text("name") : group.name();
    refuseTaken(call, name, group.id());
    group.describe(name, call.json().has("description") ? call.text("description") : group.description(), call.now());
    return GroupView.of(call, group);
  }

  private ObjectNode archive(Call call, boolean away) {
    var group = find(call, kind, call.text(kind.idName()));
    if (away) {
      refuseFilled(call, group);
    } else if (group.archived()) {
      refuseFull(call);
    }
    group.archive(away, call.now());
    return GroupView.of(call, group);
  }

  private void delete(Call call) {
    var group = find(call, kind, call.text(kind.idName()));
    refuseFilled(call, group);
    call.region().estate().delete(group);
  }

  private ObjectNode list(Call call) {
    var filters = call.json().path("filters");
    var found = call.region().estate().groups(kind).filter(group -> matches(filters, group));
    return MgnJson.page(call, found, Group::sequence, group -> GroupView.of(call, group));
  }

  private static boolean matches(JsonNode filters, Group group) {
    var archived = filters.path("isArchived");
    var wave = group.kind() == Kind.WAVE ? group.id() : group.waveId();
    return (!archived.isBoolean() || archived.asBoolean() == group.archived())
        && (filters.path("applicationIDs").isEmpty() || names(filters, "applicationIDs").contains(group.id()))
        && (filters.path("waveIDs").isEmpty() || wave != null && names(filters, "waveIDs").contains(wave));
  }

  private static List<String> names(JsonNode filters, String name) {
    return filters.path(name).valueStream().map(JsonNode::asString).toList();
  }

  private void refuseTaken(Call call, String name, String except) {
    if (call.region().estate().groups(kind)
        .anyMatch(other -> !other.archived() && other.name().equals(name) && !other.id().equals(except))) {
      throw AwsError.conflict(kind.type() + " " + name + " exists already");
    }
  }

  private void refuseFull(Call call) {
    if (call.region().estate().groups(kind).filter(group -> !group.archived()).count() >= Kind.MOST_ACTIVE) {
      throw AwsError.quota("Max active " + kind.type() + "s exceeded: " + Kind.MOST_ACTIVE, kind.activeQuota(),
          Kind.MOST_ACTIVE);
    }
  }

  private static void refuseFilled(Call call, Group group) {
    if (GroupView.members(call, group) > 0) {
      throw AwsError.conflict(group.kind().type() + " " + group.id() + " is not empty");
    }
  }

  /** An archived group is not changed. */
  static void refuseArchived(Group group) {
    if (group.archived()) {
      throw AwsError.conflict(group.kind().type() + " " + group.id() + " is archived");
    }
  }

  /** One that is there. @throws AwsError ResourceNotFoundException if there is none */
  static Group find(Call call, Kind kind, String id) {
    var group = call.region().estate().group(id);
    if (group == null) {
      throw AwsError.notFound(kind.type(), id);
    }
    return group;
  }
}
