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

  private static final String OWN_CODE = "CVY-2230";

  /** A check that did not simply hold. */
  public record Finding(String check, String code, String detail, String remedy) {}

  /** Copies the checks. */
  public CheckReport {
    checks = List.copyOf(checks);
  }

  /** Everything that does not hold, all at once. */
  public List<Finding> failures() {
    return of(HostCheck.Verdict.FAIL);
  }

  /** Worth knowing. */
  public List<Finding> warnings() {
    return of(HostCheck.Verdict.WARN);
  }

  /** What a person decides about. */
  public List<Finding> decisions() {
    return of(HostCheck.Verdict.DECIDE);
  }

  private List<Finding> of(HostCheck.Verdict verdict) {
    return checks.stream().filter(check -> check.verdict() == verdict).map(CheckReport::finding).toList();
  }

  /** A check without a code is one of the configuration. */
  private static Finding finding(HostCheck check) {
    return Prerequisite.of(check.name())
        .map(known -> new Finding(check.name(), known.code(), check.detail(), known.remedy()))
        .orElseGet(() -> new Finding(check.name(), OWN_CODE, check.detail(),
            "see convoy.agent.checks.own." + check.name() + " in the configuration of agent-service"));
  }
}
