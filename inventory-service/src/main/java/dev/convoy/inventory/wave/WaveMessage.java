package dev.convoy.inventory.wave;

import dev.convoy.events.common.Stage;
import dev.convoy.inventory.command.AcceptTests;
import dev.convoy.inventory.command.WaveCommand;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What reaches a wave; keyed by wave id. */
public sealed interface WaveMessage {

  /** A person asks. */
  record Commanded(WaveCommand command) implements WaveMessage {}

  /** A person needs no test instance any more that is kept. */
  record AcceptanceAsked(AcceptTests command) implements WaveMessage {}

  /**
   * A server tells what its wave needs to know, whenever that has changed.
   *
   * @param moved false for a server whose strategy is not Rehost
   * @param healthy replication is healthy now
   * @param tested a passed test of this round stands and its instance is gone or kept for people, or it was waived
   * @param inOutage nobody serves its users
   * @param doneAt time of CutoverDone in this round; null before
   * @param withoutTest a person has decided that it is moved without a test
   * @param blocked its launch would fail, as far as that was looked at
   * @param keepsTest the instance of its passed test is kept, and nobody has accepted it yet
   */
  record MemberReport(
      String serverId,
      @Nullable String application,
      String account,
      String region,
      boolean moved,
      int round,
      Stage stage,
      boolean healthy,
      boolean tested,
      boolean inOutage,
      boolean parked,
      boolean ended,
      @Nullable Instant doneAt,
      boolean withoutTest,
      boolean blocked,
      boolean keepsTest) implements WaveMessage {

    /** A server that keeps no test instance. */
    public MemberReport(String serverId, @Nullable String application, String account, String region, boolean moved, int round,
        Stage stage, boolean healthy, boolean tested, boolean inOutage, boolean parked, boolean ended, @Nullable Instant doneAt,
        boolean withoutTest, boolean blocked) {
      this(serverId, application, account, region, moved, round, stage, healthy, tested, inOutage, parked, ended, doneAt,
          withoutTest, blocked, false);
    }

    /** What is cut over together: the application, or the server alone, in one account and region. */
    String moveUnit() {
      return (application == null ? serverId : application) + "/" + account + "/" + region;
    }

    boolean isFinalized() {
      return stage == Stage.CUTOVER_FINALIZED || stage == Stage.ARCHIVED;
    }
  }

  /** A server now belongs elsewhere. */
  record MemberLeft(String serverId) implements WaveMessage {}
}
