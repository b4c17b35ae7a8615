package dev.convoy.launch.server;

import dev.convoy.kit.core.Failure;
import dev.convoy.launch.movegroup.MoveAnswer;
import org.jspecify.annotations.Nullable;

/**
 * What the move group has told the server.
 *
 * @param rollback why all go back; null while they do not
 * @param refused why the group cannot be moved; null while it can
 * @param reported last failure that was reported to the group, so that it is reported once
 * @param withheld number of the last rollback that was withheld; 0 = none yet
 */
record Membership(
    String moveGroup,
    int round,
    int attempt,
    boolean slotsReserved,
    boolean quiesceNow,
    boolean launchNow,
    boolean accepted,
    @Nullable String rollback,
    @Nullable Failure refused,
    @Nullable String reported,
    int withheld) {

  static Membership joining(String moveGroup, int round, int attempt) {
    return new Membership(moveGroup, round, attempt, false, false, false, false, null, null, null, 0);
  }

  /** True for an answer to this membership, not to one before. */
  private boolean isTold(MoveAnswer answer) {
    return answer.round() == round && answer.attempt() == attempt;
  }

  boolean isNews(MoveAnswer.RollbackWithheld answer) {
    return isTold(answer) && answer.number() > withheld;
  }

  Membership withholding(int number) {
    return new Membership(moveGroup, round, attempt, slotsReserved, quiesceNow, launchNow, accepted, rollback, refused,
        reported, number);
  }

  Membership merge(MoveAnswer answer) {
    if (!isTold(answer)) {
      return this;
    }
    return switch (answer) {
      case MoveAnswer.SlotsReserved a -> with(true, quiesceNow, launchNow, accepted, rollback, refused);
      case MoveAnswer.QuiesceNow a -> with(slotsReserved, true, launchNow, accepted, rollback, refused);
      case MoveAnswer.LaunchNow a -> with(slotsReserved, quiesceNow, true, accepted, rollback, refused);
      case MoveAnswer.VerificationAccepted a -> with(slotsReserved, quiesceNow, launchNow, true, rollback, refused);
      case MoveAnswer.RollBackNow a -> with(slotsReserved, quiesceNow, launchNow, accepted, a.reason(), refused);
      case MoveAnswer.RollbackWithheld a -> this;
      case MoveAnswer.MoveRefused a -> with(slotsReserved, quiesceNow, launchNow, accepted, rollback,
          new Failure(a.code(), a.message(), a.remedy(), true));
    };
  }

  Membership reporting(String failure) {
    return new Membership(
        moveGroup, round, attempt, slotsReserved, quiesceNow, launchNow, accepted, rollback, refused, failure, withheld);
  }

  private Membership with(boolean slots, boolean quiesce, boolean launch, boolean counts, @Nullable String back,
      @Nullable Failure refusal) {
    return new Membership(moveGroup, round, attempt, slots, quiesce, launch, counts, back, refusal, reported, withheld);
  }
}
