package dev.convoy.replication.estate;

/** How far somebody has brought a source server, and what Convoy does with one that it finds so. */
public enum EstateStage {

  INSTALLED(Way.ADOPT, "settings written, replication started, followed until it is healthy"),
  SYNCING(Way.ADOPT, "followed until it is healthy; the encryption key stays as it is"),
  READY_FOR_TEST(Way.ADOPT, "tested, once its wave lets it"),
  TESTING(Way.ADOPT, "the test of somebody else does not count: once its wave lets it, it is led back, and ours takes the place"
      + " of its instance"),
  READY_FOR_CUTOVER(Way.ADOPT, "the test of somebody else does not count: once its wave lets it, it is led back to"
      + " READY_FOR_TEST and tested; or ./convoy server decide ID without-test"),
  IN_JOB(Way.PERSON, "let the job end, then look again"),
  CUT_OVER(Way.PERSON, "finish or revert in MGN what somebody has begun: its target may serve already"),
  DISCONNECTED(Way.LEAVE, "nothing: its agent is cut off; install it anew if the server is still to move"),
  DISCOVERED(Way.LEAVE, "nothing: it has no agent"),
  ARCHIVED(Way.LEAVE, "nothing"),
  UNKNOWN(Way.PERSON, "look at it in the MGN console");

  /** What is done with it. */
  public enum Way {
    ADOPT,
    PERSON,
    LEAVE
  }

  private final Way way;
  private final String next;

  EstateStage(Way way, String next) {
    this.way = way;
    this.next = next;
  }

  public Way way() {
    return way;
  }

  /** What comes next, for a person. */
  public String next() {
    return next;
  }

  static EstateStage of(FoundServer server) {
    if (server.archived()) {
      return ARCHIVED;
    }
    if (server.replication().equals("DISCONNECTED") && !isCutOver(server)) {
      return DISCONNECTED;
    }
    return server.inJob() ? IN_JOB : switch (server.lifecycle()) {
      case "STOPPED", "PENDING_INSTALLATION" -> INSTALLED;
      case "NOT_READY" -> server.replication().equals("STOPPED") ? INSTALLED : SYNCING;
      case "READY_FOR_TEST" -> READY_FOR_TEST;
      case "TESTING" -> TESTING;
      case "READY_FOR_CUTOVER" -> READY_FOR_CUTOVER;
      case "CUTTING_OVER", "CUTOVER" -> CUT_OVER;
      case "DISCONNECTED" -> DISCONNECTED;
      case "DISCOVERED" -> DISCOVERED;
      default -> UNKNOWN;
    };
  }

  /** After its finalization MGN has cut the agent off itself. */
  private static boolean isCutOver(FoundServer server) {
    return server.lifecycle().equals("CUTOVER") || server.lifecycle().equals("CUTTING_OVER");
  }
}
