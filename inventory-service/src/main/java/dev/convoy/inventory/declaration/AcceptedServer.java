package dev.convoy.inventory.declaration;

import dev.convoy.events.common.DeclaredCheck;
import dev.convoy.events.common.SourceHost;
import dev.convoy.events.common.Strategy;
import dev.convoy.events.common.TargetSettings;
import dev.convoy.events.common.Tier;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A declaration that holds, with the defaults of its environment filled in.
 *
 * @param waveId null = not planned
 * @param application null = a group of its own
 */
public record AcceptedServer(
    String name,
    Strategy strategy,
    @Nullable String waveId,
    @Nullable String application,
    Tier tier,
    SourceHost source,
    TargetSettings target,
    List<DeclaredCheck> checks) {

  /** Only these are moved. */
  public boolean isMoved() {
    return strategy == Strategy.REHOST;
  }
}
