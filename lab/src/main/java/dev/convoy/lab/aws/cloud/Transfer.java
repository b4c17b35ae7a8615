package dev.convoy.lab.aws.cloud;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An import or export of MGN's inventory as a CSV object of S3. What it does is done when it starts; it is told later.
 *
 * @param token that its start may be repeated by; empty for none
 * @param owner account of the bucket; empty if it was not named
 * @param startsAt waits until then, wall time
 * @param endsAt wall time
 * @param counts what was made and changed, by MGN's names
 * @param failed has done nothing
 * @param errors with what was not taken
 */
public record Transfer(
    long sequence, String id, String token, String bucket, String key, String owner, Instant createdAt, Instant startsAt,
    Instant endsAt, Map<String, Long> counts, boolean failed, List<Fault> errors, Map<String, String> tags) {

  /**
   * What was not taken.
   *
   * @param row of the file, the first after its head being 1; 0 for the file itself
   * @param validation the row is wrong; else it could not be done
   * @param account the account that the row names; null if that is not at fault
   */
  public record Fault(long row, boolean validation, String error, @Nullable String account) {}

  /** MGN's ImportStatus and ExportStatus. */
  public String status(Instant now) {
    if (now.isBefore(startsAt)) {
      return "PENDING";
    }
    return now.isBefore(endsAt) ? "STARTED" : failed ? "FAILED" : "SUCCEEDED";
  }

  /** 0 to 100. */
  public float progress(Instant now) {
    return switch (status(now)) {
      case "PENDING" -> 0;
      case "STARTED" -> 50;
      default -> 100;
    };
  }
}
