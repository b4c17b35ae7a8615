package dev.convoy.inventory.wave;

import dev.convoy.events.common.Gate;
import dev.convoy.events.common.Stage;
import dev.convoy.inventory.wave.WaveRow.Member;
import dev.convoy.kit.core.Emitter;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Opens the gates of a wave. BUILD once it has started; TEST for each server whose replication is healthy; CUTOVER for
 * each application when all its servers are tested and the window has room; FINALIZE after the soak or an approval. TEST and
 * CUTOVER stay closed while it is known that the launch would fail, unless the plan says to go on. Lives for one decision.
 */
final class GateKeeper {

  static final String ANSWERS = "inventory.wave-answers";

  private final WaveSettings settings;
  private final WaveHeader header;
  private final Members members;
  private final Emitter out;
  private final Instant now;
  private @Nullable Instant due;

  GateKeeper(WaveSettings settings, WaveHeader header, Members members, Emitter out, Instant now) {
    this.settings = settings;
    this.header = header;
    this.members = members;
    this.out = out;
    this.now = now;
    this.due = header.gatesDue();
  }

  /** When gates are to be looked at again without a message. */
  @Nullable Instant due() {
    return due;
  }

  /** Looks at every server. */
  void considerAll() {
    due = header.plan().windowStart();
    if (due != null && !due.isAfter(now)) {
      due = null;
    }
    var units = new HashSet<String>();
    members.all().forEach(member -> considerAlone(member, units));
    units.forEach(this::considerUnit);
  }

  /** Looks at one server and what is cut over with it. */
  void consider(String serverId) {
    var member = members.get(serverId);
    if (member != null) {
      considerAlone(member, new HashSet<>());
      considerUnit(member.report().moveUnit());
    }
  }

  private void considerAlone(Member member, Set<String> units) {
    units.add(member.report().moveUnit());
    if (!header.goesForward() || !member.goesForward()) {
      return;
    }
    var gates = member.gates();
    if (!gates.build()) {
      openIf(Gate.BUILD, member);
    } else if (!gates.test()) {
      considerTest(member);
    } else if (gates.cutover() && !gates.finalization()) {
      considerFinalize(member);
    }
  }

  /** Where a person has waived the test by name, there is nothing left to approve. */
  private void considerTest(Member member) {
    if (member.report().healthy() && reached(member, Stage.REPLICATION_HEALTHY)
        && (member.report().withoutTest() || (header.lets(Gate.TEST) && mayBeLaunched(member)))) {
      open(Gate.TEST, member, null);
    }
  }

  private void considerFinalize(Member member) {
    var doneAt = member.report().doneAt();
    if (doneAt == null) {
      return;
    }
    var soak = header.plan().soak();
    var soaked = doneAt.plus(soak == null ? settings.soak() : soak);
    if (header.plan().needsApproval(Gate.FINALIZE) || !soaked.isAfter(now)) {
      openIf(Gate.FINALIZE, member);
    } else {
      due = due == null || soaked.isBefore(due) ? soaked : due;
    }
  }

  private void openIf(Gate gate, Member member) {
    if (header.lets(gate)) {
      open(gate, member, null);
    }
  }

  private void considerUnit(String name) {
    var unit = members.unit(name);
    if (!header.goesForward() || !header.lets(Gate.CUTOVER) || !unit.isReady() || !windowHasRoom()
        || !members.of(name).filter(Member::isReadyForCutover).allMatch(this::mayBeLaunched)) {
      return;
    }
    var id = header.waveId() + "/" + name + (unit.cutovers() == 0 ? "" : "/" + (unit.cutovers() + 1));
    var windowEnd = header.plan().windowEnd();
    var end = windowEnd == null ? now.plus(settings.openWindow()) : windowEnd;
    var group = new MoveGroup(id, unit.before(), header.plan().groupPolicy(), end, end);
    members.countCutover(name);
    members.of(name).filter(Member::isReadyForCutover).toList().forEach(member -> open(Gate.CUTOVER, member, group));
  }

  private boolean mayBeLaunched(Member member) {
    return !member.report().blocked() || header.plan().despiteFaults();
  }

  private boolean windowHasRoom() {
    var start = header.plan().windowStart();
    var end = header.plan().windowEnd();
    return (start == null || !now.isBefore(start)) && (end == null || !now.plus(settings.cutoverNeeds()).isAfter(end));
  }

  private void open(Gate gate, Member member, @Nullable MoveGroup group) {
    var report = member.report();
    members.put(member.open(gate));
    out.send(ANSWERS, report.serverId(), new WaveAnswer.OpenGate(header.waveId(), gate, report.round(), group,
        gate == Gate.TEST ? header.plan().testKeepSeconds() : null));
  }

  private static boolean reached(Member member, Stage stage) {
    return member.report().stage().compareTo(stage) >= 0;
  }
}
