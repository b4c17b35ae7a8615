package dev.convoy.lab.verify;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many installers ran at once, as the host ledger has it: from the line of their start to the line of their end.
 *
 * @param started how many were started
 * @param most the most on all hosts together
 * @param mostOnOne the most on one host
 * @param where a host that had so many; empty when none was started
 */
public record InstallersAtOnce(int started, int most, int mostOnOne, String where) {
  private static final String INSTALL = "install";

  /** @param work the ledger, in the order in which it was written */
  public static InstallersAtOnce of(List<HostWork> work) {
    Map<String, Integer> running = new HashMap<>();
    InstallersAtOnce counted = new InstallersAtOnce(0, 0, 0, "");
    int all = 0;
    for (HostWork line : work) {
      if (line.kind().equals(INSTALL)) {
        int change = line.started() ? 1 : -1;
        all += change;
        counted = counted.with(line, all, running.merge(line.serverId(), change, Integer::sum));
      }
    }
    return counted;
  }

  private InstallersAtOnce with(HostWork line, int all, int own) {
    return new InstallersAtOnce(started + (line.started() ? 1 : 0), Math.max(most, all), Math.max(mostOnOne, own),
        own > mostOnOne ? line.serverId() : where);
  }
}
