package dev.convoy.lab.aws.cloud;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is kept for one account and region besides servers, jobs and instances: applications and waves, connectors, imports and
 * exports, images, commands of SSM.
 * Guarded by the lock of its {@link Region}.
 */
public final class Estate {

  private Map<String, Group> groups = new LinkedHashMap<>();
  private Map<String, ObjectNode> connectors = new LinkedHashMap<>();
  private Map<String, MachineImage> images = new LinkedHashMap<>();
  private Map<String, RunCommand> commands = new LinkedHashMap<>();
  private Map<String, Transfer> transfers = new LinkedHashMap<>();
  private Map<String, Map<String, ObjectNode>> templateActions = new LinkedHashMap<>();

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

  /** Images by id, in order of creation. */
  public Map<String, MachineImage> images() {
    return images;
  }

  /** Commands of SSM by id, in order of their sending. */
  public Map<String, RunCommand> commands() {
    return commands;
  }

  /** Imports and exports by id, in order of their start. */
  public Map<String, Transfer> transfers() {
    return transfers;
  }

  /** Post-launch actions by id that new servers start with, by launch configuration template. */
  public Map<String, ObjectNode> templateActions(String template) {
    return templateActions.computeIfAbsent(template, id -> new LinkedHashMap<>());
  }

  /** Connectors by id, as MGN answers them, in order of creation. */
  public Map<String, ObjectNode> connectors() {
    return connectors;
  }
}
