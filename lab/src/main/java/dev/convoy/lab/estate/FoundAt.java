package dev.convoy.lab.estate;

/** How far somebody else has brought a server; each in its turn. */
public enum FoundAt {
  /** Its agent was registered a moment ago; the first copy is under way. */
  SYNCING,
  /** Replication is continuous: READY_FOR_TEST. */
  CONTINUOUS,
  /** A test of theirs runs on, its job has ended. */
  TESTING,
  /** They have marked their test as passed: READY_FOR_CUTOVER. */
  TESTED,
  /** Its first copy was begun and stalls. */
  STALLED;

  /** True where somebody else has launched a test. */
  public boolean tested() {
    return this == TESTING || this == TESTED;
  }
}
