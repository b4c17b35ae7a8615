package dev.convoy.validation.verdict;

import dev.convoy.events.common.CheckEvidence;
import dev.convoy.events.common.CheckKind;
import dev.convoy.events.common.CheckResult;
import java.util.List;

/** What evidence means for the verdict. */
public final class Evidence {

  private Evidence() {}

  /** True if nothing of it keeps the instance from passing; warnings do not. */
  public static boolean holds(List<CheckEvidence> evidence) {
    return !evidence.isEmpty() && evidence.stream().noneMatch(Evidence::isInTheWay);
  }

  /** True if something differs from the source that need not be there. */
  public static boolean warns(List<CheckEvidence> evidence) {
    return evidence.stream().anyMatch(e -> e.getResult() == CheckResult.WARNING);
  }

  /** What could not be compared with the source is in nobody's way. */
  static boolean isInTheWay(CheckEvidence each) {
    return switch (each.getResult()) {
      case PASSED, WARNING -> false;
      case FAILED, UNKNOWN -> true;
      case SKIPPED -> each.getKind() != CheckKind.PROFILE;
    };
  }
}
