package dev.convoy.agent.host;

import dev.convoy.events.common.OsFamily;
import java.time.Duration;
import java.util.Map;

/** Programs that remove the replication agent by its own uninstaller. No value of the inventory is in them. */
public final class RemovePrograms {

  /** Exit code where the agent is there after all, or nothing that could remove it. */
  public static final int STILL_THERE = 20;

  private static final String LINUX = HostScripts.read("/host/remove-agent.sh");
  private static final String WINDOWS = HostScripts.read("/host/remove-agent.ps1");

  private RemovePrograms() {}

  /** For a family; the host ends it after {@code timeout}. */
  public static ProgramSpec of(OsFamily family, Duration timeout) {
    return new ProgramSpec(ProgramSpec.Kind.REMOVE, family == OsFamily.WINDOWS ? WINDOWS : LINUX, Map.of(), timeout);
  }
}
