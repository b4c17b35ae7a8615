package dev.convoy.lab.verify;

import java.util.List;

/**
 * What was counted.
 *
 * @param servers registered servers that are to be moved and whose wave was started
 * @param done finalized
 * @param restored rolled back or withdrawn, and at rest
 * @param inFlight neither, in a wave that has not completed
 * @param parkedServers waiting for a person, or withdrawn by one after they were parked
 * @param examined how much was looked at
 */
public record Verdict(
    int servers, int done, int restored, int inFlight, List<ParkedServer> parkedServers, Examined examined,
    List<Finding> findings) {

  public int parked() {
    return parkedServers.size();
  }

  public long lost() {
    return count(Finding.Kind.LOST);
  }

  public long duplicated() {
    return count(Finding.Kind.DUPLICATED);
  }

  public long forbidden() {
    return count(Finding.Kind.FORBIDDEN);
  }

  /** True when nothing was found. */
  public boolean clean() {
    return findings.isEmpty();
  }

  private long count(Finding.Kind kind) {
    return findings.stream().filter(finding -> finding.kind() == kind).count();
  }
}
