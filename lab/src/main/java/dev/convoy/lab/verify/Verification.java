package dev.convoy.lab.verify;

import java.util.ArrayList;
import java.util.List;

/** The verdict on a piece of evidence. Pure: trusts no service's word, only what topics and ledgers hold. */
public final class Verification {
  private Verification() {}

  /** Counts lost, duplicated and forbidden. */
  public static Verdict of(Evidence evidence) {
    Histories histories = new Histories(evidence.events());
    Verdict counted = LossCheck.count(histories, evidence.finished());
    List<Finding> findings = new ArrayList<>(counted.findings());
    findings.addAll(DuplicateCheck.find(histories, evidence.awsCalls(), evidence.hostWork()));
    findings.addAll(new ForbiddenCheck(histories).find(evidence.awsCalls(), evidence.hostWork()));
    findings.addAll(JobLimitCheck.find(evidence.jobs()));
    return new Verdict(counted.servers(), counted.done(), counted.restored(), counted.inFlight(),
        counted.parkedServers(), List.copyOf(findings));
  }
}
