package dev.convoy.agent.host;

import dev.convoy.events.common.OsFamily;
import java.time.Duration;
import java.util.Map;

/**
 * Programs that shut a host down. They go on until the host goes off or the time is over: one that is seen to run says that the
 * host is about to go off, one that is gone says that it went off and is back.
 */
public final class ShutdownPrograms {

  /** Exit code when the host took the order and still runs. */
  public static final int STILL_ON = 75;

  /** Exit codes from here on, and below zero, are those of processes that were ended. */
  private static final int ENDED_FROM_OUTSIDE = 128;

  /** The host ends the program itself after its time; before that the program says what it saw. */
  private static final Duration SAY_SO = Duration.ofSeconds(30);
  private static final String LINUX = HostScripts.read("/host/shut-down.sh");
  private static final String WINDOWS = HostScripts.read("/host/shut-down.ps1");

  private ShutdownPrograms() {}

  /** @param within by when the host is to be off; at least a minute */
  public static ProgramSpec of(String serverId, OsFamily family, Duration within) {
    return new ProgramSpec(ProgramSpec.Kind.SHUTDOWN, family == OsFamily.WINDOWS ? WINDOWS : LINUX,
        Map.of("CONVOY_SERVER_ID", serverId, "CONVOY_WAIT", Long.toString(within.minus(SAY_SO).toSeconds())), within);
  }

  /** True of an exit code that the shutdown itself has caused: it ends the program too. */
  public static boolean isGoingDown(int exit) {
    return exit < 0 || exit >= ENDED_FROM_OUTSIDE;
  }
}
