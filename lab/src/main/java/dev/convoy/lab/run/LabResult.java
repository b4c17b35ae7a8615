package dev.convoy.lab.run;

import dev.convoy.lab.verify.Verdict;
import java.util.Set;

/**
 * How a run ended.
 *
 * @param servers that were declared to be moved
 * @param verdict of the verifier
 * @param parked servers that need a person
 * @param planted servers that had to end parked
 * @param seconds from the start of the lab to the end of the last wave
 */
public record LabResult(
    int servers, Verdict verdict, Set<String> parked, Set<String> planted, long seed, long seconds) {

  /** True when every server is done, or parked because it was made to fail, and the verifier found nothing. */
  public boolean good() {
    return servers > 0 && verdict.done() + verdict.parked() == servers && planted.containsAll(parked)
        && verdict.clean();
  }

  /** {@code MIGRATED servers=20 done=20 parked=0 lost=0 duplicated=0 forbidden=0 seed=1 seconds=31}. */
  public String line() {
    return "MIGRATED servers=" + servers + " done=" + verdict.done() + " parked=" + verdict.parked() + " lost="
        + verdict.lost() + " duplicated=" + verdict.duplicated() + " forbidden=" + verdict.forbidden() + " seed=" + seed
        + " seconds=" + seconds;
  }
}
