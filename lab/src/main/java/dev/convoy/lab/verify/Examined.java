package dev.convoy.lab.verify;

/**
 * How much was looked at: none in n means less than 3/n, so n has to be known.
 *
 * @param servers that the topics name
 * @param operations accepted calls of a kind that may be duplicated, per server, and work started on hosts
 * @param calls lines of the AWS ledger
 * @param hostCommands lines of the host ledger
 * @param events records of the event topics
 * @param launches accepted test and cutover launches, per server
 * @param jobs of MGN
 * @param instances as AWS shows them at the end
 */
public record Examined(int servers, int operations, int calls, int hostCommands, int events, int launches, int jobs,
    int instances) {

  /** {@code EXAMINED servers=20 operations=160 calls=512 hostcommands=300 events=1200 launches=40 jobs=9 instances=41}. */
  @Override
  public String toString() {
    return "EXAMINED servers=" + servers + " operations=" + operations + " calls=" + calls + " hostcommands="
        + hostCommands + " events=" + events + " launches=" + launches + " jobs=" + jobs + " instances=" + instances;
  }
}
