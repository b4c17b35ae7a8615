package dev.convoy.inventory.wave;

import dev.convoy.inventory.wave.WaveRow.Member;
import dev.convoy.kit.core.Emitter;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Takes back cutovers that were authorized and have not begun. An application is asked as a whole. */
final class Revocation {

  private final Members members;
  private final Emitter out;

  Revocation(Members members, Emitter out) {
    this.members = members;
    this.out = out;
  }

  /** True if nothing could be taken back. */
  boolean none() {
    return revocable().isEmpty();
  }

  /** Closes the cutover gate of every application of which no server is in its outage or beyond. */
  void of(String waveId, String reason) {
    revocable().forEach(member -> revoke(member, waveId, reason));
  }

  /** The same for one application. */
  void of(String waveId, String unit, String reason) {
    revocable().stream().filter(member -> member.report().moveUnit().equals(unit))
        .forEach(member -> revoke(member, waveId, reason));
  }

  private void revoke(Member member, String waveId, String reason) {
    members.put(member.revoked());
    out.send(GateKeeper.ANSWERS, member.report().serverId(),
        new WaveAnswer.Revoke(waveId, member.report().round(), reason));
  }

  private List<Member> revocable() {
    var all = members.all();
    var begun = all.stream().filter(member -> member.gates().cutover()).filter(Predicate.not(Member::isRevocable))
        .map(member -> member.report().moveUnit()).collect(Collectors.toSet());
    return all.stream().filter(Member::isRevocable).filter(member -> !begun.contains(member.report().moveUnit()))
        .toList();
  }
}
