package dev.convoy.agent.server;

import dev.convoy.agent.server.AgentOutcome.Begun;
import dev.convoy.agent.server.AgentOutcome.Checked;
import dev.convoy.agent.server.AgentOutcome.Failed;
import dev.convoy.agent.server.AgentOutcome.Installed;
import dev.convoy.agent.server.AgentOutcome.Profiled;
import dev.convoy.agent.server.AgentOutcome.RunbookDone;
import dev.convoy.events.inventory.BreakGlassRequested;
import dev.convoy.events.inventory.BuildAuthorized;
import dev.convoy.events.inventory.CutoverAuthorized;
import dev.convoy.events.inventory.ReinstallRequested;
import dev.convoy.events.inventory.RetestRequested;
import dev.convoy.events.inventory.RetryRequested;
import dev.convoy.events.inventory.ServerDecided;
import dev.convoy.events.inventory.ServerHeld;
import dev.convoy.events.inventory.ServerRegistered;
import dev.convoy.events.inventory.ServerResumed;
import dev.convoy.events.inventory.ServerWithdrawn;
import dev.convoy.events.inventory.TestAuthorized;
import dev.convoy.events.inventory.WithdrawalRequested;
import dev.convoy.events.launch.CutoverFinalized;
import dev.convoy.events.launch.QuiesceAuthorized;
import dev.convoy.events.launch.RollbackStarted;
import dev.convoy.events.replication.AccountPrepared;
import dev.convoy.events.replication.ReplicationDrained;
import dev.convoy.kit.core.Backoff;
import dev.convoy.kit.core.Decider;
import dev.convoy.kit.core.Decision;
import dev.convoy.kit.core.Emitter;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.Input;
import dev.convoy.kit.core.Lifecycle;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

import static dev.convoy.agent.server.AgentPhase.CHECKING;
import static dev.convoy.agent.server.AgentPhase.CHECK_STUCK;
import static dev.convoy.agent.server.AgentPhase.CHECK_WAITING;
import static dev.convoy.agent.server.AgentPhase.IDLE;
import static dev.convoy.agent.server.AgentPhase.INSTALLED;
import static dev.convoy.agent.server.AgentPhase.INSTALLING;
import static dev.convoy.agent.server.AgentPhase.INSTALL_STUCK;
import static dev.convoy.agent.server.AgentPhase.INSTALL_WAITING;
import static dev.convoy.agent.server.AgentPhase.PROFILING;
import static dev.convoy.agent.server.AgentPhase.QUIESCED;
import static dev.convoy.agent.server.AgentPhase.QUIESCE_STUCK;
import static dev.convoy.agent.server.AgentPhase.QUIESCE_WAITING;
import static dev.convoy.agent.server.AgentPhase.QUIESCING;
import static dev.convoy.agent.server.AgentPhase.READY;
import static dev.convoy.agent.server.AgentPhase.RESUME_OVERDUE;
import static dev.convoy.agent.server.AgentPhase.RESUME_WAITING;
import static dev.convoy.agent.server.AgentPhase.RESUMING;
import static dev.convoy.agent.server.AgentPhase.WITHDRAWN;

/** Decides what is done on source hosts: check, install, and, when its turn comes, quiesce or resume. */
public final class AgentDecider implements Decider<AgentServer, AgentOperation, AgentOutcome> {

  /** Event types that it takes. */
  public static final Set<Class<? extends SpecificRecord>> FACTS = Set.of(
      BuildAuthorized.class, TestAuthorized.class, CutoverAuthorized.class, RetestRequested.class,
      BreakGlassRequested.class, ReinstallRequested.class, RetryRequested.class, ServerDecided.class, ServerRegistered.class,
      ServerHeld.class, ServerResumed.class, WithdrawalRequested.class, ServerWithdrawn.class,
      AccountPrepared.class, QuiesceAuthorized.class, RollbackStarted.class, ReplicationDrained.class, CutoverFinalized.class);

  private static final Set<AgentPhase> BEFORE_OUTAGE = EnumSet.of(
      IDLE, CHECKING, CHECK_WAITING, CHECK_STUCK, READY, INSTALLING, INSTALL_WAITING, INSTALL_STUCK, INSTALLED);
  /** The turn may become known after the withdrawal that ended it. */
  private static final Set<AgentPhase> TURN_GIVEN = EnumSet.of(
      INSTALLED, PROFILING, QUIESCING, QUIESCE_WAITING, QUIESCE_STUCK, QUIESCED, WITHDRAWN);

  private final AgentPolicy policy;
  private final Findings findings;
  private final WorkerGroups groups;
  private final PowerRows power;
  private final BreakGlassRows breakGlass;
  private final Lifecycle<AgentPhase, AgentServer, AgentOutcome> lifecycle;

  /** Without groups of workers. */
  public AgentDecider(AgentPolicy policy) {
    this(policy, WorkerGroups.NONE);
  }

  /** Shuts nothing down. */
  public AgentDecider(AgentPolicy policy, WorkerGroups groups) {
    this(policy, groups, PowerPolicy.OFF);
  }

  public AgentDecider(AgentPolicy policy, WorkerGroups groups, PowerPolicy power) {
    this.policy = policy;
    this.groups = groups;
    this.power = new PowerRows(power, groups);
    this.breakGlass = new BreakGlassRows(policy, groups);
    this.findings = new Findings(policy);
    this.lifecycle = table();
  }

  public Lifecycle<AgentPhase, AgentServer, AgentOutcome> lifecycle() {
    return lifecycle;
  }

  /** Of the power of a source, beside the phases of its server. */
  Lifecycle<PowerPhase, PowerRows.Powered, AgentOutcome> powerLifecycle() {
    return power.lifecycle();
  }

  /** Of the break-glass account, beside the phases of its server. */
  Lifecycle<BreakGlassPhase, BreakGlassRows.Glass, AgentOutcome> breakGlassLifecycle() {
    return breakGlass.lifecycle();
  }

  private Lifecycle<AgentPhase, AgentServer, AgentOutcome> table() {
    var table = Lifecycle.<AgentPhase, AgentServer, AgentOutcome>startingIn(IDLE);
    table.from(BEFORE_OUTAGE).when("withdrawn", (s, now) -> s.withdrawn(), WITHDRAWN,
        (s, out, now) -> RemovalRows.left(s, policy, now));
    table.from(TURN_GIVEN).when("source to be resumed", (s, now) -> s.toBeResumed() && !PowerRows.mayBeOff(s), RESUMING,
        (s, out, now) -> s.withAttempt(1));
    table.from(WITHDRAWN).when("declared anew", (s, now) -> s.beginsAnew() && !RemovalRows.isUnderWay(s), IDLE,
        (s, out, now) -> s.begunAnew());
    table.from(IDLE).when("build authorized", (s, now) -> s.build() != null, CHECKING,
        (s, out, now) -> s.withAttempt(1));
    check(table);
    ReinstallRows.add(table);
    ScriptRows.add(table, policy);
    ReinstallRows.end(table);
    install(table);
    profile(table);
    quiesce(table);
    resume(table);
    RemovalRows.add(table, policy, groups);
    UnservedRows.add(table, groups);
    return table.build();
  }

  private void check(Lifecycle.Builder<AgentPhase, AgentServer, AgentOutcome> table) {
    table.from(CHECKING)
        .on(Checked.class, "all hold", this::holds, READY, (s, r, out, now) -> {
          out.emit(AgentEvents.passed(s, findings.judged(s, r).warnings(), now));
          out.emit(AgentEvents.profiled(s, r.facts(), now));
          return findings.seen(s, r, List.of());
        })
        .on(Checked.class, "a passing one does not", (s, r) -> findings.mayPass(s, r), CHECK_WAITING,
            (s, r, out, now) -> {
              out.emit(AgentEvents.notPassed(s, findings.judged(s, r).failures(), findings.failure(s, r), false, now));
              return s.withFailure(findings.failure(s, r), now.plus(policy.check().after(s.attempt())));
            })
        .on(Checked.class, "some do not", (s, r) -> !findings.judged(s, r).failures().isEmpty(), CHECK_STUCK,
            (s, r, out, now) -> {
              out.emit(AgentEvents.notPassed(s, findings.all(s, r), findings.failure(s, r), true, now));
              return findings.seen(s, r, List.of()).withFailure(findings.failure(s, r), null);
            })
        .on(Checked.class, "a person decides", (s, r) -> true, CHECK_STUCK, (s, r, out, now) -> {
          var found = findings.undecided(s, r);
          var question = findings.question(found);
          out.emit(AgentEvents.undecided(s, found, question, now));
          return findings.seen(s, r, found).withFailure(question, null);
        })
        .on(Failed.class, "another attempt", (s, r) -> again(s, r, policy.check()), CHECK_WAITING,
            (s, r, out, now) -> {
              out.emit(AgentEvents.notPassed(s, List.of(), r.failure(), false, now));
              return s.withFailure(r.failure(), now.plus(policy.check().after(s.attempt())));
            })
        .on(Failed.class, "last attempt", (s, r) -> true, CHECK_STUCK, (s, r, out, now) -> {
          out.emit(AgentEvents.notPassed(s, List.of(), r.failure(), true, now));
          return s.withFailure(r.failure(), null);
        });
    table.from(CHECK_WAITING).when("retry due", AgentServer::due, CHECKING, AgentDecider::nextAttempt);
    table.from(CHECK_STUCK).when("retry requested", (s, now) -> s.retry(), CHECKING, AgentDecider::nextAttempt);
    table.from(READY).when("account prepared", (s, now) -> s.accountPrepared() && !s.held(), INSTALLING,
        (s, out, now) -> s.withAttempt(1));
  }

  private void install(Lifecycle.Builder<AgentPhase, AgentServer, AgentOutcome> table) {
    table.from(INSTALLING)
        .on(Begun.class, "its turn has come", (s, r) -> s.retryAt() == null && r.pushed() == null, INSTALLING,
            (s, r, out, now) -> s.overdueAt(now.plus(policy.installWithin())))
        .on(Begun.class, "more of its installer is pushed", Pushing::isNews, INSTALLING, Pushing::told)
        .on(Installed.class, INSTALLED, (s, r, out, now) -> {
          out.emit(AgentEvents.installed(s, r, now));
          return s.withSourceServerId(r.sourceServerId()).withAdopted(r.adopted());
        })
        .on(Failed.class, "another attempt", (s, r) -> again(ReinstallRows.tries(s), r, policy.install()), INSTALL_WAITING,
            (s, r, out, now) -> {
              out.emit(AgentEvents.notInstalled(s, r.failure(), false, now));
              return s.withFailure(r.failure(), now.plus(policy.install().after(ReinstallRows.tries(s))));
            })
        .on(Failed.class, "last attempt", (s, r) -> true, INSTALL_STUCK, (s, r, out, now) -> {
          out.emit(AgentEvents.notInstalled(s, r.failure(), true, now));
          return s.withFailure(r.failure(), null);
        })
        .when("overdue", AgentServer::due, INSTALL_STUCK, (s, out, now) -> {
          var failure = late("the installation", "look whether the host is reachable and what its installer waits for");
          out.emit(AgentEvents.notInstalled(s, failure, true, now));
          return s.withFailure(failure, null);
        });
    table.from(INSTALL_WAITING).when("retry due", AgentServer::due, INSTALLING, AgentDecider::nextAttempt);
    table.from(INSTALL_STUCK).when("retry requested", (s, now) -> s.retry(), INSTALLING, AgentDecider::nextAttempt);
    table.from(INSTALLED)
        .when("its turn, to be looked at", (s, now) -> s.itsTurn() && !s.held() && s.isToBeLookedAt(), PROFILING,
            (s, out, now) -> s.withAttempt(1))
        .when("its turn", (s, now) -> s.itsTurn() && !s.held(), QUIESCING, (s, out, now) -> s.withAttempt(1));
  }

  /** The last look at a source, and whether its test still speaks for it. */
  private void profile(Lifecycle.Builder<AgentPhase, AgentServer, AgentOutcome> table) {
    table.from(PROFILING)
        .on(Profiled.class, "as it was tested", (s, r) -> findings.breaches(s, r).isEmpty(), QUIESCING,
            (s, r, out, now) -> {
              out.emit(AgentEvents.profiledAgain(s, r.facts(), findings.changes(s, r), now));
              return findings.looked(s);
            })
        .on(Profiled.class, "changed since", (s, r) -> true, QUIESCE_STUCK, (s, r, out, now) -> {
          var why = findings.changed(s, r);
          out.emit(AgentEvents.profiledAgain(s, r.facts(), findings.changes(s, r), now));
          out.emit(AgentEvents.undecided(s, why, now));
          return findings.changing(s, r).withFailure(why, null);
        });
    notDone(table.from(PROFILING), "the look before the quiesce", "look whether the host is reachable, or roll back");
    table.from(QUIESCE_WAITING).when("look due", (s, now) -> s.due(now) && s.isToBeLookedAt(), PROFILING,
        AgentDecider::nextAttempt);
    table.from(QUIESCE_STUCK).when("look requested", (s, now) -> s.retry() && s.isToBeLookedAt(), PROFILING,
        AgentDecider::nextAttempt);
  }

  private void quiesce(Lifecycle.Builder<AgentPhase, AgentServer, AgentOutcome> table) {
    table.from(QUIESCING)
        .on(RunbookDone.class, QUIESCED, (s, r, out, now) -> {
          out.emit(AgentEvents.quiesced(s, r, now));
          return s;
        });
    notDone(table.from(QUIESCING), "the quiesce", "look at the runbook's output on the host, or roll back");
    table.from(QUIESCE_WAITING).when("retry due", AgentServer::due, QUIESCING, AgentDecider::nextAttempt);
    table.from(QUIESCE_STUCK).when("retry requested", (s, now) -> s.retry(), QUIESCING, AgentDecider::nextAttempt);
  }

  private void notDone(
      Lifecycle.From<AgentPhase, AgentServer, AgentOutcome> from, String what, String whenLate) {
    from.on(Failed.class, "another attempt", (s, r) -> again(s, r, policy.runbook()), QUIESCE_WAITING,
            (s, r, out, now) -> {
              out.emit(AgentEvents.notQuiesced(s, r.failure(), false, now));
              return s.withFailure(r.failure(), now.plus(policy.runbook().after(s.attempt())));
            })
        .on(Failed.class, "last attempt", (s, r) -> true, QUIESCE_STUCK, (s, r, out, now) -> {
          out.emit(AgentEvents.notQuiesced(s, r.failure(), true, now));
          return s.withFailure(r.failure(), null);
        })
        .when("overdue", (s, now) -> overdue(s, now), QUIESCE_STUCK, (s, out, now) -> {
          var failure = late(what, whenLate);
          out.emit(AgentEvents.notQuiesced(s, failure, true, now));
          return s.withFailure(failure, null);
        });
  }

  private boolean holds(AgentServer s, Checked r) {
    return findings.judged(s, r).failures().isEmpty() && findings.undecided(s, r).isEmpty();
  }

  /** Restoring never gives up: after the last attempt a person is called, and the runbook is tried on. */
  private void resume(Lifecycle.Builder<AgentPhase, AgentServer, AgentOutcome> table) {
    table.from(EnumSet.of(RESUMING, RESUME_OVERDUE))
        .on(RunbookDone.class, INSTALLED, (s, r, out, now) -> {
          out.emit(AgentEvents.resumed(s, r, now));
          return s.withResumed();
        })
        .on(Failed.class, RESUME_WAITING, (s, r, out, now) -> {
          var last = !again(s, r, policy.runbook());
          out.emit(AgentEvents.notResumed(s, r.failure(), last, now));
          return s.withFailure(r.failure(), now.plus(policy.runbook().after(s.attempt())));
        });
    table.from(RESUMING).when("overdue", (s, now) -> overdue(s, now), RESUME_OVERDUE, (s, out, now) -> {
      var failure = late("the resume", "resume the applications by hand; Convoy goes on trying");
      out.emit(AgentEvents.notResumed(s, failure, true, now));
      return s.withFailure(failure, null);
    });
    table.from(RESUME_WAITING).when("retry due", (s, now) -> s.due(now) || s.retry(), RESUMING,
        AgentDecider::nextAttempt);
  }

  private static AgentServer nextAttempt(AgentServer s, Emitter out, Instant now) {
    return s.withAttempt(s.attempt() + 1);
  }

  private static boolean again(AgentServer s, Failed failed, Backoff backoff) {
    return again(s.attempt(), failed, backoff);
  }

  private static boolean again(int tries, Failed failed, Backoff backoff) {
    return !failed.failure().permanent() && backoff.allowsAfter(tries);
  }

  private boolean overdue(AgentServer s, Instant now) {
    var deadline = deadline(s);
    return deadline != null && !now.isBefore(deadline);
  }

  private @Nullable Instant deadline(AgentServer s) {
    return switch (s.phase()) {
      case PROFILING, QUIESCING, RESUMING -> s.since().plus(policy.runbookWithin());
      case WITHDRAWN -> RemovalRows.deadline(s, policy);
      default -> null;
    };
  }

  private static Failure late(String what, String remedy) {
    return new Failure("CVY-2301", what + " did not end in time", remedy, true);
  }

  @Override
  public AgentServer initial(String serverId) {
    return AgentServer.initial(serverId);
  }

  @Override
  public Decision<AgentServer> decide(AgentServer state, Input<AgentOutcome> input, Instant now) {
    return UnservedRows.assigned(state, taken(state, input, now), groups);
  }

  private Decision<AgentServer> taken(AgentServer state, Input<AgentOutcome> input, Instant now) {
    return switch (input) {
      case Input.Message<AgentOutcome>(var fact) -> settled(evolve(state, fact, now), null, now);
      case Input.Reported<AgentOutcome>(var outcome) -> settled(state, outcome, now);
      case Input.Tick<AgentOutcome> t -> settled(state, null, now);
    };
  }

  /** The server moves on, then its power, which may open its way back, then its break-glass account. */
  private Decision<AgentServer> settled(AgentServer state, @Nullable AgentOutcome outcome, Instant now) {
    var out = new Emitter();
    var aboutGlass = outcome != null && BreakGlassRows.isAbout(outcome);
    var aboutPower = !aboutGlass && state.phase() == QUIESCED;
    var moved = lifecycle.run(state, aboutPower || aboutGlass ? null : outcome, out, now);
    var powered = power.run(moved.state(), aboutPower ? outcome : null, out, now);
    var settled = lifecycle.run(powered.state().server(), null, out, now);
    var glass = breakGlass.run(settled.state(), aboutGlass ? outcome : null, out, now);
    return new Decision<>(glass.state().server(), glass.events(), glass.sends(),
        Stream.of(moved, powered, settled, glass).flatMap(each -> each.transitions().stream()).toList());
  }

  private AgentServer evolve(AgentServer s, Object fact, Instant now) {
    return switch (fact) {
      case BuildAuthorized e -> build(s, e);
      case TestAuthorized e -> s.withRound(e.getRound());
      case CutoverAuthorized e -> s.withRound(e.getRound());
      case RetestRequested e -> s.withRound(e.getRound());
      case BreakGlassRequested e -> BreakGlassRows.asked(s, e);
      case ReinstallRequested e -> ReinstallRows.asked(s, e);
      case RetryRequested e when isNews(s.retriedAt(), e.getOccurredAt()) ->
          s.withRetry(stuck(s.phase()) || s.isUnserved() || PowerRows.isStuck(s), e.getOccurredAt());
      case ServerDecided e when isNews(s.retriedAt(), e.getOccurredAt()) -> s.answered(e);
      case ServerHeld e when isNews(s.heldAt(), e.getOccurredAt()) -> s.withHold(e.getOccurredAt());
      case ServerResumed e when isNews(s.heldAt(), e.getOccurredAt()) ->
          s.withoutHold(e.getOccurredAt(), s.held() ? now : s.since());
      case WithdrawalRequested e -> withdrawn(s, e.getRound());
      case ServerWithdrawn e -> withdrawn(RemovalRows.leftAgain(s, e.getRound(), policy, now), e.getRound());
      case ServerRegistered e -> RemovalRows.registered(s, e);
      case AccountPrepared e -> s.withAccountRound(e.getRound());
      case QuiesceAuthorized e -> s.withTurn(e.getRound());
      case RollbackStarted e when e.getSourceQuiesced() -> s.withBack(e.getRound());
      case ReplicationDrained e -> power.drained(s, e);
      case CutoverFinalized e -> power.finalized(BreakGlassRows.finalized(s, e), e);
      default -> s;
    };
  }

  private static AgentServer build(AgentServer s, BuildAuthorized e) {
    if (!s.withdrawn()) {
      var known = s.build();
      return e.getRound() >= s.round() && (known == null || e.getRound() > known.getRound()) ? s.withBuild(e) : s;
    }
    return e.getRound() > s.calledRound() ? s.withAnew(e, false) : s;
  }

  private static AgentServer withdrawn(AgentServer s, int round) {
    if (round < s.calledRound()) {
      return s;
    }
    return s.anew() == null ? s.withWithdrawn(round) : s.withAnew(s.anew().build(), true);
  }

  /** A record that comes again, however late, says nothing new. */
  private static boolean isNews(@Nullable Instant known, Instant said) {
    return known == null || said.isAfter(known);
  }

  private static boolean stuck(AgentPhase phase) {
    return phase == CHECK_STUCK || phase == INSTALL_STUCK || phase == QUIESCE_STUCK || phase == RESUME_WAITING;
  }

  @Override
  public List<AgentOperation> wanted(AgentServer s) {
    return AgentWork.of(s);
  }

  @Override
  public @Nullable Instant wakeAt(AgentServer s) {
    return Stream.of(s.retryAt(), deadline(s), power.wakeAt(s), breakGlass.wakeAt(s)).filter(t -> t != null).map(Instant.class::cast)
        .min(Instant::compareTo).orElse(null);
  }
}
