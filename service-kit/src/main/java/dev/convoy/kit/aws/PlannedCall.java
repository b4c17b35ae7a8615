package dev.convoy.kit.aws;

import java.time.Instant;

/**
 * A call that would have been made if its account were not only observed.
 *
 * @param account AWS account id; empty if the client belongs to none
 * @param service {@code mgn}, {@code ec2}
 * @param operation as AWS names it: {@code StartReplication}
 * @param server id of the server it is for; empty for what belongs to a whole account
 * @param parameters as the SDK prints them, without what it knows to be sensitive, at most 1,000 characters
 * @param waitsFor why it was not made
 * @param firstAt when it was first withheld, UTC
 * @param lastAt when it was last withheld, UTC
 * @param times how often it was withheld: it is tried again for as long as it is wanted
 */
public record PlannedCall(
    String account, String region, String service, String operation, String server, String parameters, String waitsFor,
    Instant firstAt, Instant lastAt, long times) {

  PlannedCall again(PlannedCall later) {
    return new PlannedCall(account, region, service, operation, server, later.parameters, waitsFor, firstAt, later.lastAt,
        times + 1);
  }
}
