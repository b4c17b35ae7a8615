package dev.convoy.inventory.wave;

import dev.convoy.events.common.Gate;
import dev.convoy.events.wave.GateApproved;
import dev.convoy.events.wave.TestsAccepted;
import dev.convoy.events.wave.WavePaused;
import dev.convoy.events.wave.WaveResumed;
import dev.convoy.events.wave.WaveRollbackRequested;
import dev.convoy.events.wave.WaveStarted;
import dev.convoy.inventory.command.AcceptTests;
import dev.convoy.inventory.command.Refusal;
import dev.convoy.inventory.command.WaveCommand;
import dev.convoy.inventory.command.WavePlan;
import dev.convoy.inventory.wave.WaveHeader.Phase;
import dev.convoy.inventory.wave.WaveRow.Member;
import dev.convoy.kit.core.Emitter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a wave makes of a command: an event or a refusal, always one of them. Lives for one decision. */
final class WaveCommands {

  private final WaveSettings settings;
  private final Members members;
  private final Emitter out;
  private final Instant now;

  WaveCommands(WaveSettings settings, Members members, Emitter out, Instant now) {
    this.settings = settings;
    this.members = members;
    this.out = out;
    this.now = now;
  }

  WaveHeader handle(WaveHeader header, WaveCommand command) {
    if (header.recent().contains(command)) {
      return header;
    }
    var refusal = refusal(header, command);
    if (refusal != null) {
      out.emit(refusal.of(command, now));
      return header.phase() == Phase.NEW ? header : header.remembering(header.recent().with(command));
    }
    var after = switch (command) {
      case WaveCommand.PlanWave plan -> plan(header, plan.plan());
      case WaveCommand.StartWave start -> start(header, start);
      case WaveCommand.PauseWave pause -> pause(header, pause.reason(), pause.by());
      case WaveCommand.ResumeWave resume -> resume(header, resume.by());
      case WaveCommand.ApproveGate approve -> approve(header, approve);
      case WaveCommand.RevokeCutover revoke -> revoke(header, revoke);
      case WaveCommand.RollBackWave rollBack -> rollBack(header, rollBack);
    };
    return considered(after.remembering(after.recent().with(command)));
  }

  private @Nullable Refusal refusal(WaveHeader header, WaveCommand command) {
    if (command instanceof WaveCommand.PlanWave(var id, var target, var by, var plan)) {
      return planRefusal(header, plan);
    }
    if (header.phase() == Phase.NEW) {
      return new Refusal("CVY-1201", "wave " + header.waveId() + " is not known", "plan it, or declare its servers first");
    }
    return switch (command) {
      case WaveCommand.StartWave start -> header.phase() == Phase.PLANNED
          ? new StartRules(settings).refusal(members.all()) : refused(header, "start");
      case WaveCommand.PauseWave pause -> header.phase() == Phase.STARTED ? null : refused(header, "pause");
      case WaveCommand.ResumeWave resume -> header.phase() == Phase.PAUSED ? null : refused(header, "resume");
      case WaveCommand.RevokeCutover revoke -> revocationRefusal(header);
      case WaveCommand.RollBackWave rollBack -> header.hasBegun() ? null : refused(header, "roll back");
      case WaveCommand.ApproveGate approve -> approvalRefusal(header, approve.gate());
      case WaveCommand.PlanWave plan -> null;
    };
  }

  private static Refusal refused(WaveHeader header, String verb) {
    var phase = header.phase().name().toLowerCase(Locale.ROOT);
    return new Refusal("CVY-1202", "wave " + header.waveId() + " is " + phase + ": there is nothing to " + verb,
        "look at it with GET /api/waves/" + header.waveId());
  }

  private @Nullable Refusal planRefusal(WaveHeader header, WavePlan plan) {
    var start = plan.windowStart();
    var end = plan.windowEnd();
    if (header.phase() == Phase.COMPLETED) {
      return refused(header, "plan");
    }
    if (end != null && !end.isAfter(start == null ? now : start)) {
      return new Refusal("CVY-1203", "the window ends before it begins or in the past", "give a later windowEnd");
    }
    if (start != null && end != null && start.plus(settings.cutoverNeeds()).isAfter(end)) {
      return new Refusal("CVY-1203", "the window is shorter than a cutover with its back-out needs ("
          + settings.cutoverNeeds() + ")", "give a longer window, or lower convoy.inventory.cutover-needs");
    }
    return null;
  }

  private static @Nullable Refusal approvalRefusal(WaveHeader header, Gate gate) {
    if (!WavePlan.GATES.contains(gate) || !header.plan().needsApproval(gate)) {
      return new Refusal("CVY-1204", "gate " + gate + " of wave " + header.waveId() + " opens by itself",
          "plan it with an approval first");
    }
    return header.approved().contains(gate)
        ? new Refusal("CVY-1204", "gate " + gate + " of wave " + header.waveId() + " is approved already", "nothing to do")
        : null;
  }

  private @Nullable Refusal revocationRefusal(WaveHeader header) {
    if (!header.hasBegun()) {
      return refused(header, "revoke");
    }
    return header.lets(Gate.CUTOVER) || !new Revocation(members, out).none() ? null
        : new Refusal("CVY-1209", "no cutover of wave " + header.waveId() + " is authorized that has not begun",
            "pause the wave to let nothing new begin, roll it back to end what has begun");
  }

  /** Each of its servers that keeps a test instance is told. */
  WaveHeader accept(WaveHeader header, AcceptTests command) {
    if (header.recent().contains(command)) {
      return header;
    }
    var kept = members.all().stream().filter(m -> m.report().keepsTest()).toList();
    if (kept.isEmpty()) {
      out.emit(new Refusal("CVY-1214", "wave " + header.waveId() + " keeps no test instance that waits to be accepted",
          "plan the wave with testKeepDays before its tests are authorized, if they are to be kept").of(command, now));
      return header.phase() == Phase.NEW ? header : header.remembering(header.recent().with(command));
    }
    out.emit(new TestsAccepted(header.waveId(), now, kept.size(), command.by()));
    kept.forEach(member -> tell(member, new WaveAnswer.AcceptTest(
        header.waveId(), member.report().round(), command.by(), command.reason())));
    return header.remembering(header.recent().with(command));
  }

  /** Another window holds for every application that is not in its outage yet. */
  private WaveHeader plan(WaveHeader header, WavePlan plan) {
    var after = header.planned(plan);
    out.emit(WaveDecider.planned(after, now));
    if (!Objects.equals(plan.windowStart(), header.plan().windowStart())
        || !Objects.equals(plan.windowEnd(), header.plan().windowEnd())) {
      new Revocation(members, out).of(header.waveId(), "the wave has another window");
    }
    return after;
  }

  private WaveHeader revoke(WaveHeader header, WaveCommand.RevokeCutover command) {
    var after = header.revoking();
    out.emit(WaveDecider.planned(after, now));
    new Revocation(members, out).of(header.waveId(), command.reason() + " (" + command.by() + ")");
    return after;
  }

  private WaveHeader start(WaveHeader header, WaveCommand.StartWave command) {
    out.emit(new WaveStarted(header.waveId(), now, members.counts().servers(), command.by()));
    return header.in(Phase.STARTED);
  }

  private WaveHeader pause(WaveHeader header, String reason, String by) {
    out.emit(new WavePaused(header.waveId(), now, reason, by));
    hold(header, reason);
    return header.in(Phase.PAUSED);
  }

  /** Applications of which a server is in an outage are let finish. */
  private void hold(WaveHeader header, String reason) {
    var all = members.all();
    var inOutage = all.stream().filter(m -> m.report().inOutage()).map(m -> m.report().moveUnit())
        .collect(Collectors.toSet());
    for (var member : all) {
      if (member.report().moved() && !member.report().ended() && !member.held() && member.gates().build()
          && !inOutage.contains(member.report().moveUnit())) {
        members.put(member.held(true));
        tell(member, new WaveAnswer.Hold(header.waveId(), reason));
      }
    }
  }

  private WaveHeader resume(WaveHeader header, String by) {
    out.emit(new WaveResumed(header.waveId(), now, by));
    for (var member : members.all()) {
      if (member.held()) {
        members.put(member.held(false));
        tell(member, new WaveAnswer.Release(header.waveId(), "wave resumed by " + by));
      }
    }
    return header.in(Phase.STARTED);
  }

  private WaveHeader approve(WaveHeader header, WaveCommand.ApproveGate command) {
    out.emit(new GateApproved(header.waveId(), now, command.gate(), command.by()));
    var approved = new ArrayList<>(header.approved());
    approved.add(command.gate());
    return header.approving(approved);
  }

  /** Whoever was let into the cutover goes back to the source; the others stay there and are held. */
  private WaveHeader rollBack(WaveHeader header, WaveCommand.RollBackWave command) {
    out.emit(new WaveRollbackRequested(header.waveId(), now, command.reason(), command.by()));
    for (var member : members.all()) {
      if (member.gates().cutover() && !member.gates().finalization() && !member.report().ended()) {
        tell(member, new WaveAnswer.RollBack(header.waveId(), member.report().round(), command.reason(), command.by()));
      } else if (member.report().moved() && !member.report().ended() && !member.held() && member.gates().build()) {
        members.put(member.held(true));
        tell(member, new WaveAnswer.Hold(header.waveId(), "wave rolled back: " + command.reason()));
      }
    }
    return header.in(Phase.PAUSED);
  }

  private WaveHeader considered(WaveHeader header) {
    var keeper = new GateKeeper(settings, header, members, out, now);
    keeper.considerAll();
    return header.dueAt(keeper.due());
  }

  private <A extends Record & WaveAnswer> void tell(Member member, A answer) {
    out.send(GateKeeper.ANSWERS, member.report().serverId(), answer);
  }
}
