package dev.convoy.inventory.wave;

import dev.convoy.events.wave.WaveCompleted;
import dev.convoy.events.wave.WaveDeadlinePassed;
import dev.convoy.events.wave.WavePlanned;
import dev.convoy.events.wave.WaveProgressed;
import dev.convoy.inventory.wave.WaveHeader.Phase;
import dev.convoy.inventory.wave.WaveRow.Member;
import dev.convoy.kit.core.Emitter;
import dev.convoy.kit.core.GroupDecider;
import dev.convoy.kit.core.Rows;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Decides for a wave: takes reports of its servers and commands of people, opens gates, counts. */
public final class WaveDecider implements GroupDecider<WaveHeader, WaveRow> {

  private static final int MOST_NAMED = 100;

  private final WaveSettings settings;

  public WaveDecider(WaveSettings settings) {
    this.settings = settings;
  }

  @Override
  public WaveHeader initial(String waveId) {
    return WaveHeader.of(waveId);
  }

  @Override
  public WaveHeader decide(
      WaveHeader header, Rows<WaveRow> rows, @Nullable Record message, Emitter out, Instant now) {
    var members = new Members(rows, header.counts());
    var after = switch (message) {
      case WaveMessage.MemberReport report -> report(header, members, report, out, now);
      case WaveMessage.MemberLeft(var serverId) -> left(header, members, serverId, out, now);
      case WaveMessage.Commanded(var command) ->
          new WaveCommands(settings, members, out, now).handle(header, command);
      case WaveMessage.AcceptanceAsked(var command) ->
          new WaveCommands(settings, members, out, now).accept(header, command);
      case null, default -> time(header, members, out, now);
    };
    return progressed(after, members.counts(), out, now);
  }

  private WaveHeader report(
      WaveHeader header, Members members, WaveMessage.MemberReport report, Emitter out, Instant now) {
    var known = members.get(report.serverId());
    if (known != null && known.report().equals(report)) {
      return header;
    }
    var planned = reopened(announced(header, out, now), report);
    var member = known == null ? Member.of(report) : known.after(report);
    members.put(member);
    if (known != null && known.gates().cutover() && !member.gates().cutover()) {
      withoutOne(header, members, known, "begins another round", out);
    }
    if (report.inOutage()) {
      letFinish(planned, members, report.moveUnit(), out);
    }
    var keeper = new GateKeeper(settings, planned, members, out, now);
    keeper.consider(report.serverId());
    return planned.dueAt(keeper.due());
  }

  /**
   * An application is authorized for a number of servers, and none of them is moved before all have come. One that comes
   * no more takes the authorization of the others with it: they are authorized anew with whoever is there then.
   */
  private static void withoutOne(WaveHeader header, Members members, Member gone, String why, Emitter out) {
    new Revocation(members, out).of(header.waveId(), gone.report().moveUnit(),
        gone.report().serverId() + " " + why + "; its application is authorized anew as a whole");
  }

  /** A hold that came when the quiesce was under way already would keep users waiting: the application goes on. */
  private static void letFinish(WaveHeader header, Members members, String unit, Emitter out) {
    for (var member : members.of(unit).filter(Member::held).toList()) {
      members.put(member.held(false));
      out.send(GateKeeper.ANSWERS, member.report().serverId(),
          new WaveAnswer.Release(header.waveId(), "its application is in an outage already and is let finish"));
    }
  }

  /** The first server of a wave that nobody has planned brings the plan that holds by default. */
  private static WaveHeader announced(WaveHeader header, Emitter out, Instant now) {
    if (header.phase() != Phase.NEW) {
      return header;
    }
    out.emit(planned(header, now));
    return header.in(Phase.PLANNED);
  }

  /** A server that joins a completed wave, or comes back into it, is moved like the others. */
  private static WaveHeader reopened(WaveHeader header, WaveMessage.MemberReport report) {
    return header.phase() == Phase.COMPLETED && report.moved() && !report.ended() ? header.in(Phase.STARTED) : header;
  }

  static WavePlanned planned(WaveHeader header, Instant now) {
    var plan = header.plan();
    return new WavePlanned(header.waveId(), now, plan.gates(header.approved()), plan.groupPolicy(), plan.windowStart(),
        plan.windowEnd(), plan.deadline(), plan.testKeepSeconds());
  }

  private WaveHeader left(WaveHeader header, Members members, String serverId, Emitter out, Instant now) {
    var member = members.get(serverId);
    if (member == null) {
      return header;
    }
    var unit = member.report().moveUnit();
    members.remove(serverId);
    if (member.gates().cutover()) {
      withoutOne(header, members, member, "has left the wave", out);
    }
    var keeper = new GateKeeper(settings, header, members, out, now);
    members.of(unit).findFirst().ifPresent(other -> keeper.consider(other.report().serverId()));
    return header.dueAt(keeper.due());
  }

  private WaveHeader time(WaveHeader header, Members members, Emitter out, Instant now) {
    var after = header;
    var deadline = deadlineOf(header);
    if (deadline != null && !deadline.isAfter(now)) {
      after = deadlinePassed(header, members, out, now);
    }
    var due = after.gatesDue();
    if (due != null && !due.isAfter(now)) {
      var keeper = new GateKeeper(settings, after, members, out, now);
      keeper.considerAll();
      after = after.dueAt(keeper.due());
    }
    return after;
  }

  private static WaveHeader deadlinePassed(WaveHeader header, Members members, Emitter out, Instant now) {
    var unfinished = members.all().stream().filter(Member::goesForward).map(m -> m.report().serverId()).toList();
    out.emit(new WaveDeadlinePassed(header.waveId(), now,
        unfinished.subList(0, Math.min(MOST_NAMED, unfinished.size()))));
    unfinished.forEach(id -> out.send(GateKeeper.ANSWERS, id, new WaveAnswer.Park(header.waveId(), "CVY-1210",
        "the deadline " + header.plan().deadline() + " of wave " + header.waveId() + " has passed",
        "plan a later deadline and retry the server, or withdraw it")));
    return header.pastDeadline();
  }

  private static WaveHeader progressed(WaveHeader header, WaveHeader.Counts counts, Emitter out, Instant now) {
    var counted = header.counting(counts);
    if (!counts.equals(header.counts())) {
      out.emit(new WaveProgressed(header.waveId(), now, counts.servers(), counts.ended(), counts.parked(),
          counts.finalized()));
    }
    boolean done = counts.servers() > 0 && counts.ended() == counts.servers();
    if (done && header.hasBegun()) {
      out.emit(new WaveCompleted(header.waveId(), now, counts.servers(), counts.finalized(), counts.parked()));
      return counted.in(Phase.COMPLETED);
    }
    return counted;
  }

  @Override
  public @Nullable Instant wakeAt(WaveHeader header) {
    var deadline = deadlineOf(header);
    var due = header.goesForward() ? header.gatesDue() : null;
    return deadline == null || (due != null && due.isBefore(deadline)) ? due : deadline;
  }

  private static @Nullable Instant deadlineOf(WaveHeader header) {
    return header.hasBegun() && !header.deadlinePassed() ? header.plan().deadline() : null;
  }
}
