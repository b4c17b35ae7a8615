package dev.convoy.lab.aws.cloud;

import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * A command that SSM runs on instances, on all of them at the same time.
 *
 * @param parameters of the document, lists of texts by name
 * @param comment empty for none
 * @param startsAt until then SSM does not know of its invocations, wall time
 * @param endsAt wall time
 * @param exitCode of its script
 */
public record RunCommand(
    long sequence, String id, String document, ObjectNode parameters, List<String> instanceIds, String comment,
    int timeoutSeconds, Instant requestedAt, Instant startsAt, Instant endsAt, int exitCode) {

  /** SSM's status of it and of each invocation. */
  public String status(Instant now) {
    if (now.isBefore(startsAt)) {
      return "Pending";
    }
    return now.isBefore(endsAt) ? "InProgress" : exitCode == 0 ? "Success" : "Failed";
  }

  /** Whether it runs no more. */
  public boolean ended(Instant now) {
    return !now.isBefore(endsAt);
  }
}
