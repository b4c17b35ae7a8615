package dev.convoy.kit.worker;

import dev.convoy.kit.core.OperationHeader;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The group that a worker belongs to. Its consumer group and its transactional ids are its own: within a group, owning a
 * partition is the right to act; between groups, the entry of each operation names the one that may.
 *
 * @param name null = the rest
 */
public record WorkerGroup(@Nullable String name) {

  /** Whoever sees to what no group serves; the only group where there are none. */
  public static final WorkerGroup REST = new WorkerGroup(null);

  boolean sees(OperationHeader operation) {
    return Objects.equals(name, operation.workers());
  }

  /** The name of something that each group has one of. */
  public String named(String what) {
    return name == null ? what : what + "-" + name;
  }
}
