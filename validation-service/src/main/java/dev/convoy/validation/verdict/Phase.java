package dev.convoy.validation.verdict;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Where a server stands in this service. */
public enum Phase {
  /** No instance to check. */
  IDLE,
  /** The test instance is being checked. */
  TESTING,
  TEST_PASSED,
  TEST_FAILED,
  /** The cutover instance is being checked. */
  VERIFYING,
  VERIFIED,
  VERIFICATION_FAILED,
  ENDED;

  /** Phases in which an instance is being checked. */
  public static final Set<Phase> CHECKING = Collections.unmodifiableSet(EnumSet.of(TESTING, VERIFYING));

  /** Phases that wait for a person. */
  public static final Set<Phase> FAILED = Collections.unmodifiableSet(EnumSet.of(TEST_FAILED, VERIFICATION_FAILED));

  /** Every phase but the last. */
  public static final Set<Phase> LIVE = Collections.unmodifiableSet(EnumSet.range(IDLE, VERIFICATION_FAILED));
}
