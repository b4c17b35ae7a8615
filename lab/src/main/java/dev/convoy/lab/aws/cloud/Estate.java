package dev.convoy.lab.aws.cloud;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** How MGN's servers are grouped in one account and region, and their connectors. Guarded by the lock of its {@link Region}. */
public final class Estate {

  private Map<String, Group> groups = new LinkedHashMap<>();
  private Map<String, ObjectNode> connectors = new LinkedHashMap<>();

  /** Those of a kind, in order of creation. */
  public Stream<Group> groups(Group.Kind kind) {
    return groups.values().stream().filter(group -> group.kind() == kind);
  }

  /** Null if there is none. */
  public @Nullable Group group(String id) {
    return groups.get(id);
  }

  /** A new one. */
  public Group create(Region region, Group.Kind kind, String name, Instant now) {
    var group = Group.create(kind, region.nextSequence(), region.ids().next(kind.prefix()), name, now);
    groups.put(group.id(), group);
    return group;
  }

  /** Deletes one. */
  public void delete(Group group) {
    groups.remove(group.id());
  }

  /** Connectors by id, as MGN answers them, in order of creation. */
  public Map<String, ObjectNode> connectors() {
    return connectors;
  }
}
