package dev.convoy.inventory.wave;

import dev.convoy.events.common.Gate;
import dev.convoy.events.common.Stage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row of a wave: a member under its server id, or a unit of cutover under a slash and its name. */
public record WaveRow(@Nullable Member member, @Nullable Unit unit) {

  /**
   * A server of the wave.
   *
   * @param gates that the wave has opened in the round of the report
   * @param held true after a hold was sent
   */
  public record Member(WaveMessage.MemberReport report, Gates gates, boolean held) {

    static Member of(WaveMessage.MemberReport report) {
      return new Member(report, report.stage() == Stage.REGISTERED ? Gates.NONE : Gates.BUILT, false);
    }

    /** The member after another report; a higher round closes every gate but BUILD, a hold outlives it. */
    Member after(WaveMessage.MemberReport next) {
      return new Member(next, next.round() > report.round() ? of(next).gates() : gates, held);
    }

    /** The member with its cutover gate closed again. */
    Member revoked() {
      return new Member(report, gates.withoutCutover(), held);
    }

    /** True while it is let into the cutover and its source is untouched. */
    boolean isRevocable() {
      return gates.cutover() && !report.ended() && report.stage().compareTo(Stage.SOURCE_QUIESCED) < 0;
    }

    Member open(Gate gate) {
      return new Member(report, gates.open(gate), held);
    }

    Member held(boolean now) {
      return new Member(report, gates, now);
    }

    /** True while gates may open for it. */
    boolean goesForward() {
      return report.moved() && !report.ended() && !report.parked();
    }

    /** True while it has its cutover before it. */
    boolean isBeforeCutover() {
      return report.moved() && !report.ended() && !gates.cutover();
    }

    boolean isReadyForCutover() {
      return isBeforeCutover() && report.tested() && !report.parked();
    }

    WaveHeader.Counts counts() {
      if (!report.moved()) {
        return WaveHeader.Counts.NONE;
      }
      return new WaveHeader.Counts(1, report.ended() ? 1 : 0, report.parked() && !report.ended() ? 1 : 0,
          report.isFinalized() ? 1 : 0);
    }
  }

  /**
   * What is cut over together.
   *
   * @param before members that have their cutover before them
   * @param ready those of them that could be cut over now
   * @param cutovers how often it was authorized
   */
  public record Unit(List<String> members, int before, int ready, int cutovers) {

    static final Unit EMPTY = new Unit(List.of(), 0, 0, 0);

    boolean isReady() {
      return before > 0 && ready == before;
    }
  }
}
