package dev.convoy.agent.server;

import dev.convoy.agent.server.AgentOperation.RemoveAgent;
import dev.convoy.agent.server.AgentOutcome.Failed;
import dev.convoy.agent.server.AgentOutcome.Removed;
import dev.convoy.agent.server.AgentOutcome.Unserved;
import dev.convoy.agent.server.Removal.Step;
import dev.convoy.events.inventory.ServerRegistered;
import dev.convoy.kit.core.Emitter;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.Lifecycle;
import dev.convoy.kit.core.OperationHeader;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

import static dev.convoy.agent.server.AgentPhase.WITHDRAWN;

/**
 * The agent that Convoy has installed is removed from a server that has left, if that is switched on. It is cleaned up
 * once: what fails is told to a person and keeps nothing waiting. An agent that was found there stays, and so does that of
 * a server that is declared again in the same moment. All of this is within the phase WITHDRAWN, which older builds know.
 */
final class RemovalRows {

  /** What a person does instead. */
  static final String BY_HAND = "on Linux /var/lib/aws-replication-agent/uninstall-agent.sh as root, on Windows"
      + " install_agent_windows.exe --remove from a copy of dist; then disconnect and archive its source server in MGN";

  private static final String LATE = "CVY-2343";

  private RemovalRows() {}

  static void add(
      Lifecycle.Builder<AgentPhase, AgentServer, AgentOutcome> table, AgentPolicy policy, WorkerGroups groups) {
    table.from(WITHDRAWN)
        .when("agent to be removed", (s, now) -> is(s, Step.PENDING) && s.due(now), WITHDRAWN,
            (s, out, now) -> s.withRemoval(known(s).wanted(now), null))
        .on(Removed.class, "gone", (s, r) -> isUnderWay(s), WITHDRAWN, (s, r, out, now) -> {
          out.emit(AgentEvents.removed(s, known(s).attempt(), r, now));
          return over(s);
        })
        .on(Failed.class, "another removal", (s, r) -> again(s, r, policy), WITHDRAWN, (s, r, out, now) -> {
          out.emit(AgentEvents.notRemoved(s, known(s).attempt(), r.failure(), false, now));
          return s.withRemoval(known(s).in(Step.WAITING), now.plus(policy.install().after(known(s).attempt())));
        })
        .on(Failed.class, "last removal", (s, r) -> isUnderWay(s), WITHDRAWN,
            (s, r, out, now) -> given(s, r.failure(), out, now))
        .on(Unserved.class, "others remove it now", (s, r) -> isUnderWay(s) && isOthers(s, groups), WITHDRAWN,
            (s, r, out, now) -> {
              out.emit(AgentEvents.notRemoved(s, known(s).attempt(), UnservedRows.givenUp(next(s).attempt()), false, now));
              return s.withRemoval(next(s), null);
            })
        .on(Unserved.class, "nobody removes it", (s, r) -> isUnderWay(s), WITHDRAWN,
            (s, r, out, now) -> given(s, UnservedRows.failure(s, groups), out, now))
        .when("removal overdue", (s, now) -> isOverdue(s, policy, now), WITHDRAWN,
            (s, out, now) -> given(s, late(policy), out, now))
        .when("removal due", (s, now) -> is(s, Step.WAITING) && s.due(now), WITHDRAWN,
            (s, out, now) -> s.withRemoval(next(s), null));
  }

  /** The server has left. */
  static AgentServer left(AgentServer s, AgentPolicy policy, Instant now) {
    if (!policy.removes() || s.sourceServerId() == null || s.adopted()) {
      return s;
    }
    int attempts = s.removal() != null && s.removal().round() == s.round() ? s.removal().attempt() : 0;
    return s.withRemoval(new Removal(Step.PENDING, now, s.round(), attempts, Removal.left(s.round())), pause(policy, now));
  }

  private static Instant pause(AgentPolicy policy, Instant now) {
    return now.plus(policy.install().after(1));
  }

  /** Declared again: what has not begun does not. */
  static AgentServer registered(AgentServer s, ServerRegistered e) {
    var known = s.removal();
    if (known == null || Removal.registered(e.getRound()) <= known.said() || known.is(Step.WANTED) || known.is(Step.OVER)) {
      return s;
    }
    return s.withRemoval(known.saying(Step.DROPPED, Removal.registered(e.getRound())), null);
  }

  /** Left again, before anything was built. */
  static AgentServer leftAgain(AgentServer s, int round, AgentPolicy policy, Instant now) {
    var known = s.removal();
    return known == null || !known.is(Step.DROPPED) || Removal.left(round) <= known.said() ? s
        : s.withRemoval(known.saying(Step.PENDING, Removal.left(round)), pause(policy, now));
  }

  /** True while the host may be at it: the next round begins when it has ended. */
  static boolean isUnderWay(AgentServer s) {
    return is(s, Step.WANTED);
  }

  /** What is to be done on the host. */
  static List<AgentOperation> wanted(AgentServer s) {
    return !isUnderWay(s) ? List.of() : List.of(new RemoveAgent(
        new OperationHeader(s.serverId(), "RemoveAgent", known(s).round(), known(s).attempt(), s.serverId(), !s.held(),
            known(s).since(), s.settings().getWaveId(), s.workers(), null), s.settings().getSource()));
  }

  /** When it has taken too long; null while it is not wanted. */
  static @Nullable Instant deadline(AgentServer s, AgentPolicy policy) {
    return isUnderWay(s) || is(s, Step.WAITING) ? known(s).since().plus(policy.removeWithin()) : null;
  }

  private static boolean isOverdue(AgentServer s, AgentPolicy policy, Instant now) {
    var deadline = deadline(s, policy);
    return deadline != null && !now.isBefore(deadline);
  }

  private static boolean again(AgentServer s, Failed failed, AgentPolicy policy) {
    return isUnderWay(s) && !failed.failure().permanent() && policy.install().allowsAfter(known(s).attempt());
  }

  private static boolean isOthers(AgentServer s, WorkerGroups groups) {
    return !Objects.equals(UnservedRows.group(s, groups), s.workers());
  }

  private static boolean is(AgentServer s, Step step) {
    return s.phase() == WITHDRAWN && s.removal() != null && s.removal().is(step);
  }

  private static Removal known(AgentServer s) {
    return Objects.requireNonNull(s.removal(), "removal");
  }

  private static Removal next(AgentServer s) {
    return known(s).wanted(known(s).since());
  }

  private static AgentServer over(AgentServer s) {
    return s.withRemoval(known(s).in(Step.OVER), null);
  }

  private static AgentServer given(AgentServer s, Failure failure, Emitter out, Instant now) {
    out.emit(AgentEvents.notRemoved(s, known(s).attempt(), failure, true, now));
    return over(s);
  }

  private static Failure late(AgentPolicy policy) {
    return new Failure(LATE, "the agent of the server that has left was not removed within " + policy.removeWithin(),
        "remove it by hand: " + BY_HAND, true);
  }
}
