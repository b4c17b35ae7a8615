package dev.convoy.replication.preflight;

import java.util.Comparator;
import java.util.List;

/**
 * All that was found.
 *
 * @param subject what was asked about: {@code account 111122223333/eu-central-1}, {@code wave w1}
 * @param servers how many servers it was judged for
 * @param looked what was read, in order
 * @param findings faults first
 */
public record Report(String subject, int servers, List<String> looked, List<Finding> findings) {

  public Report {
    looked = looked.stream().distinct().toList();
    findings = findings.stream().distinct()
        .sorted(Comparator.comparing(Finding::level).thenComparing(Finding::code)).toList();
  }

  /** How many findings stop a migration. */
  public long faults() {
    return findings.stream().filter(finding -> finding.level() == Finding.Level.FAULT).count();
  }
}
