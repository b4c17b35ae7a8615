package dev.convoy.agent.server;

import dev.convoy.agent.server.AgentOutcome.Installed;
import dev.convoy.events.inventory.ReinstallRequested;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.Lifecycle;
import java.util.Objects;

import static dev.convoy.agent.server.AgentPhase.INSTALLED;
import static dev.convoy.agent.server.AgentPhase.INSTALLING;
import static dev.convoy.agent.server.AgentPhase.INSTALL_STUCK;

/**
 * The agent installed again over the old one. It is the same operation with a further attempt and the same user-provided
 * id, by which MGN knows the source server again; should it name another one, a person is asked: nothing is bound anew.
 */
final class ReinstallRows {

  private static final String OTHER = "CVY-2340";

  private ReinstallRows() {}

  /** Rows that come before those of a first installation, and before the turn of a server. */
  static void add(Lifecycle.Builder<AgentPhase, AgentServer, AgentOutcome> table) {
    table.from(INSTALLED).when("to be installed again", (s, now) -> wanted(s) && !s.held(), INSTALLING,
        (s, out, now) -> begun(s));
    table.from(INSTALLING)
        .on(Installed.class, "another source server", ReinstallRows::isOther, INSTALL_STUCK, (s, r, out, now) -> {
          var failure = other(s, r);
          out.emit(AgentEvents.notInstalled(s, failure, true, now));
          return s.withFailure(failure, null);
        });
  }

  /** Its end, where no scripts are copied. */
  static void end(Lifecycle.Builder<AgentPhase, AgentServer, AgentOutcome> table) {
    table.from(INSTALLING)
        .on(Installed.class, "again", (s, r) -> isAgain(s), INSTALLED, (s, r, out, now) -> {
          out.emit(AgentEvents.installed(s, r, now));
          return done(s);
        });
  }

  /**
   * Asked for where nothing was ever installed, or of a registration that is over, it means nothing and never will;
   * where an installation is stuck, it is another attempt.
   */
  static AgentServer asked(AgentServer s, ReinstallRequested e) {
    var known = s.reinstall();
    if (known != null && !e.getOccurredAt().isAfter(known.askedAt())) {
      return s;
    }
    boolean meant = s.sourceServerId() != null && !s.withdrawn() && e.getRound() >= s.settings().getRound();
    var asked = s.withReinstall(Reinstall.asked(known, e, meant));
    return meant && s.phase() == INSTALL_STUCK
        ? asked.withRetry(true, Objects.requireNonNullElse(s.retriedAt(), e.getOccurredAt())) : asked;
  }

  private static boolean wanted(AgentServer s) {
    return s.reinstall() != null && s.reinstall().wanted();
  }

  /** True of an installation over one that is known. */
  private static boolean isAgain(AgentServer s) {
    return s.sourceServerId() != null && s.reinstall() != null;
  }

  /** Round of an installation: that in which it began, also if a test in a new round is asked for meanwhile. */
  static int round(AgentServer s) {
    var again = s.reinstall();
    return again != null && isAgain(s) && again.round() > 0 ? again.round() : s.round();
  }

  /** How often this installation was tried: what an earlier one needed does not count. */
  static int tries(AgentServer s) {
    var again = s.reinstall();
    return again != null && isAgain(s) ? s.attempt() - again.attempt() : s.attempt();
  }

  /** True where the new agent goes on with a replication. */
  static boolean replicates(AgentServer s) {
    return s.reinstall() != null && s.reinstall().replicating() && isAgain(s);
  }

  private static AgentServer begun(AgentServer s) {
    var again = Objects.requireNonNull(s.reinstall(), "reinstall");
    return s.withAttempt(again.next(s)).withReinstall(again.begun(s));
  }

  /** The installation has ended, the first or another. */
  static AgentServer ended(AgentServer s) {
    return isAgain(s) ? done(s) : s;
  }

  private static AgentServer done(AgentServer s) {
    var again = Objects.requireNonNull(s.reinstall(), "reinstall");
    return s.withSourceServerId(Objects.requireNonNull(s.sourceServerId(), "source server")).withReinstall(again.done(s.attempt()));
  }

  private static boolean isOther(AgentServer s, Installed r) {
    return s.sourceServerId() != null && !s.sourceServerId().equals(r.sourceServerId());
  }

  private static Failure other(AgentServer s, Installed r) {
    return new Failure(OTHER, "installed again, the agent names source server " + r.sourceServerId() + "; bound is "
        + s.sourceServerId(), "the old one was archived, deleted or disconnected for good: ./convoy server withdraw "
            + s.serverId() + ", declare it again, and it is built on the new one; or, if the new one is wrong, archive it in MGN,"
            + " then retry the server", true);
  }
}
