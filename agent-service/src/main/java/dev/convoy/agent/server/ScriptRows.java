package dev.convoy.agent.server;

import dev.convoy.agent.server.AgentOperation.CopyScripts;
import dev.convoy.agent.server.AgentOutcome.Failed;
import dev.convoy.agent.server.AgentOutcome.Installed;
import dev.convoy.agent.server.AgentOutcome.ScriptsCopied;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.Lifecycle;
import dev.convoy.kit.core.OperationHeader;
import java.util.Objects;

import static dev.convoy.agent.server.AgentPhase.INSTALLED;
import static dev.convoy.agent.server.AgentPhase.INSTALLING;
import static dev.convoy.agent.server.AgentPhase.INSTALL_STUCK;
import static dev.convoy.agent.server.AgentPhase.INSTALL_WAITING;

/**
 * Scripts that MGN runs after a launch are copied to the host as the last part of the installation: {@code AgentInstalled} is
 * said when they are in place, so nothing replicates, let alone is launched, without them. It stays within the phases of
 * the installation, which older builds know.
 */
final class ScriptRows {

  private ScriptRows() {}

  /** Rows that come before those of an installation without scripts. */
  static void add(Lifecycle.Builder<AgentPhase, AgentServer, AgentOutcome> table, AgentPolicy policy) {
    table.from(INSTALLING)
        .on(Installed.class, "scripts to be copied", (s, r) -> policy.copiesScripts() && s.copying() == null, INSTALLING,
            (s, r, out, now) -> s.copyingScripts(r, now))
        .on(ScriptsCopied.class, "scripts in place", (s, r) -> isUnderWay(s), INSTALLED, (s, r, out, now) -> {
          out.emit(AgentEvents.copied(s, r, now));
          out.emit(AgentEvents.installed(s, new Installed(r.header(), sourceServer(s), s.adopted()), now));
          return ReinstallRows.ended(s.withoutCopying());
        })
        .on(Failed.class, "another copy", (s, r) -> isUnderWay(s) && !r.failure().permanent()
            && policy.install().allowsAfter(tries(s)), INSTALL_WAITING, (s, r, out, now) -> {
              out.emit(AgentEvents.notCopied(s, r.failure(), false, now));
              return s.withFailure(r.failure(), now.plus(policy.install().after(tries(s))));
            })
        .on(Failed.class, "last copy", (s, r) -> isUnderWay(s), INSTALL_STUCK, (s, r, out, now) -> {
          out.emit(AgentEvents.notCopied(s, r.failure(), true, now));
          return s.withFailure(r.failure(), null);
        })
        .when("copy overdue", (s, now) -> isUnderWay(s) && s.due(now), INSTALL_STUCK, (s, out, now) -> {
          var failure = new Failure("CVY-2351", "the post-launch scripts were not copied within " + policy.installWithin(),
              "look whether the host is reachable, then retry the server", true);
          out.emit(AgentEvents.notCopied(s, failure, true, now));
          return s.withFailure(failure, null);
        });
  }

  static boolean isUnderWay(AgentServer s) {
    return s.copying() != null;
  }

  static AgentOperation wanted(AgentServer s, OperationHeader header) {
    return new CopyScripts(header, s.settings().getSource(), s.environment());
  }

  private static int tries(AgentServer s) {
    return s.attempt() - Objects.requireNonNull(s.copying(), "copying").first() + 1;
  }

  private static String sourceServer(AgentServer s) {
    return Objects.requireNonNull(s.sourceServerId(), "source server");
  }
}
