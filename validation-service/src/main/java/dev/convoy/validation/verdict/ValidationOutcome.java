package dev.convoy.validation.verdict;

import dev.convoy.events.common.CheckEvidence;
import dev.convoy.kit.core.Outcome;
import dev.convoy.kit.core.OutcomeHeader;
import java.util.List;

/** What the checks showed. Evidence holds every check, in the order in which they are made. */
public sealed interface ValidationOutcome extends Outcome {

  /** Not all passed yet, and something is different from before. */
  record ChecksProgressed(OutcomeHeader header, List<CheckEvidence> evidence) implements ValidationOutcome {}

  /** All passed in one look, but for warnings that did not come right in time. */
  record ChecksPassed(OutcomeHeader header, List<CheckEvidence> evidence) implements ValidationOutcome {}
}
