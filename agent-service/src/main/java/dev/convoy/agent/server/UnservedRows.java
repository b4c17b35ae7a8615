package dev.convoy.agent.server;

import dev.convoy.agent.server.AgentOutcome.Served;
import dev.convoy.agent.server.AgentOutcome.Unserved;
import dev.convoy.kit.core.Decision;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.Lifecycle;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

import static dev.convoy.agent.server.AgentPhase.CHECKING;
import static dev.convoy.agent.server.AgentPhase.INSTALLING;
import static dev.convoy.agent.server.AgentPhase.PROFILING;
import static dev.convoy.agent.server.AgentPhase.QUIESCE_STUCK;
import static dev.convoy.agent.server.AgentPhase.QUIESCING;
import static dev.convoy.agent.server.AgentPhase.RESUME_OVERDUE;
import static dev.convoy.agent.server.AgentPhase.RESUMING;

/**
 * Which group of workers sees to an attempt, and what follows when nobody of it is there. The group is settled when an
 * attempt begins and stays with it; only one that nobody saw to is given to another group, as a new attempt. So no two
 * groups are ever told to do the same.
 */
final class UnservedRows {

  /** Nobody serves the server. */
  static final String CODE = "CVY-2012";

  /** Phases in which an operation stands. */
  private static final Set<AgentPhase> WORKING =
      EnumSet.of(CHECKING, INSTALLING, PROFILING, QUIESCING, RESUMING, RESUME_OVERDUE);

  private UnservedRows() {}

  static void add(Lifecycle.Builder<AgentPhase, AgentServer, AgentOutcome> table, WorkerGroups groups) {
    WORKING.forEach(phase -> table.from(phase)
        .on(Unserved.class, "others serve it now", (s, r) -> !Objects.equals(group(s, groups), s.workers()), phase,
            (s, r, out, now) -> {
              givenUp(s, now).ifPresent(out::emit);
              return s.withAttemptServed(s.attempt() + 1, now);
            }));
    waiting(table, groups, CHECKING);
    waiting(table, groups, INSTALLING);
    table.from(EnumSet.of(PROFILING, QUIESCING)).on(Unserved.class, QUIESCE_STUCK, (s, r, out, now) -> {
      var failure = failure(s, groups);
      out.emit(AgentEvents.notQuiesced(s, failure, true, now));
      return s.withFailure(failure, null);
    });
    table.from(RESUMING).on(Unserved.class, RESUME_OVERDUE, (s, r, out, now) -> {
      var failure = failure(s, groups);
      out.emit(AgentEvents.notResumed(s, failure, true, now));
      return s.withFailure(failure, null);
    });
  }

  /** The end of an attempt that others go on with: the host may be at it still, and starts the next when it is not. A look ends by itself. */
  private static Optional<SpecificRecord> givenUp(AgentServer s, Instant now) {
    var failure = givenUp(s.attempt() + 1);
    return switch (s.phase()) {
      case INSTALLING -> Optional.of(ScriptRows.isUnderWay(s) ? AgentEvents.notCopied(s, failure, false, now)
          : AgentEvents.notInstalled(s, failure, false, now));
      case QUIESCING -> Optional.of(AgentEvents.notQuiesced(s, failure, false, now));
      case RESUMING, RESUME_OVERDUE -> Optional.of(AgentEvents.notResumed(s, failure, false, now));
      default -> Optional.empty();
    };
  }

  static Failure givenUp(int next) {
    return new Failure(CODE, "no worker of its group was there any more", "nothing: others see to it, as attempt " + next, false);
  }

  /** A person is told, once; the next attempt waits as long as it takes. */
  private static void waiting(
      Lifecycle.Builder<AgentPhase, AgentServer, AgentOutcome> table, WorkerGroups groups, AgentPhase phase) {
    table.from(phase)
        .on(Unserved.class, "nobody serves it", UnservedRows::isNews, phase, (s, r, out, now) -> {
          var failure = failure(s, groups);
          out.emit(phase == CHECKING ? AgentEvents.notPassed(s, List.of(), failure, true, now)
              : AgentEvents.notInstalled(s, failure, true, now));
          return s.withAttemptServed(s.attempt() + 1, now).withFailure(failure, null);
        })
        .on(Served.class, "was waited for", (s, r) -> s.isUnserved(), phase,
            (s, r, out, now) -> s.withAttemptServed(s.attempt(), now))
        .when("asked for while nobody serves it", (s, now) -> s.retry() && s.isUnserved(), phase,
            (s, out, now) -> s.withAttemptServed(s.attempt(), now));
  }

  /** What was seen before the attempt began, or before somebody was there again, says nothing about it. */
  private static boolean isNews(AgentServer s, Unserved said) {
    return !s.isUnserved() && !said.header().observedAt().isBefore(s.since());
  }

  static Failure failure(AgentServer s, WorkerGroups groups) {
    return failure(s, groups, s.workers(), then(s.phase()));
  }

  static Failure failure(AgentServer s, WorkerGroups groups, @Nullable String workers, String then) {
    var selection = groups.selection(workers);
    return new Failure(CODE, "no worker serves site " + s.settings().getSource().getSite()
        + (selection.waves().isEmpty() ? "" : " for wave " + s.settings().getWaveId()),
        "start an instance of agent-service that is told " + selection + ", or correct convoy.worker.groups on all"
            + " instances; " + then, true);
  }

  private static String then(AgentPhase phase) {
    return switch (phase) {
      case RESUMING, RESUME_OVERDUE -> "resume the applications by hand meanwhile";
      case CHECKING, INSTALLING -> "it goes on by itself when one is there";
      case WITHDRAWN -> "this agent is removed by hand: " + RemovalRows.BY_HAND;
      default -> "then retry the server, or roll back";
    };
  }

  static @Nullable String group(AgentServer s, WorkerGroups groups) {
    return groups.of(s.settings().getSource().getSite(), s.settings().getWaveId());
  }

  /** Settles the group of an attempt that has just begun. */
  static Decision<AgentServer> assigned(AgentServer before, Decision<AgentServer> decision, WorkerGroups groups) {
    var after = decision.state();
    if (RemovalRows.isUnderWay(after) ? Objects.equals(before.removal(), after.removal())
        : !WORKING.contains(after.phase()) || isSame(before, after)) {
      return decision;
    }
    return new Decision<>(after.withWorkers(group(after, groups)), decision.events(), decision.sends(),
        decision.transitions());
  }

  /** RESUME_OVERDUE goes on with the attempt of RESUMING. */
  private static boolean isSame(AgentServer before, AgentServer after) {
    return before.attempt() == after.attempt() && before.round() == after.round()
        && (before.phase() == after.phase() || after.phase() == RESUME_OVERDUE);
  }
}
