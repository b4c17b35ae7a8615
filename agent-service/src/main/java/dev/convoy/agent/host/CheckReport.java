package dev.convoy.agent.host;

import dev.convoy.agent.remote.HostCheck;
import java.util.List;

/**
 * All checks of a host and its profile.
 *
 * @param checks every check that was made
 * @param profile what runs there
 */
public record CheckReport(List<HostCheck> checks, HostProfile profile) {

  private static final String OTHER_CODE = "CVY-2200";

  /** A prerequisite that does not hold. */
  public record Failure(String check, String code, String detail, String remedy) {}

  /** Copies the checks. */
  public CheckReport {
    checks = List.copyOf(checks);
  }

  /** True when everything that must hold holds. */
  public boolean passed() {
    return failures().isEmpty();
  }

  /** Everything that does not hold, all at once. */
  public List<Failure> failures() {
    return checks.stream().filter(check -> check.verdict() == HostCheck.Verdict.FAIL)
        .map(CheckReport::failure).toList();
  }

  private static Failure failure(HostCheck check) {
    return Prerequisite.of(check.name())
        .map(known -> new Failure(check.name(), known.code(), check.detail(), known.remedy()))
        .orElseGet(() -> new Failure(check.name(), OTHER_CODE, check.detail(), "see the detail"));
  }
}
