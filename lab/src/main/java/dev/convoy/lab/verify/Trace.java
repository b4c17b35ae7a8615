package dev.convoy.lab.verify;

import dev.convoy.lab.events.EventLine;
import java.time.Instant;

/**
 * A call, a piece of host work or an event that a finding rests on.
 *
 * @param source {@code AWS ledger}, {@code host ledger}, {@code DescribeJobs}, or topic, partition and offset of an
 *     event
 * @param at when it was accepted, written or happened
 * @param what {@code StartTest in 111122223333/eu-central-1 (mgnjob-1)}, {@code TestLaunched round 1 attempt 1}
 */
public record Trace(String source, Instant at, String what) {

  static Trace of(EventLine event) {
    Object attempt = event.fields().get("attempt");
    return new Trace(event.topic() + "/" + event.partition() + "@" + event.offset(), event.occurredAt(), event.type()
        + (event.round() > 0 ? " round " + event.round() : "") + (attempt == null ? "" : " attempt " + attempt));
  }

  static Trace of(Deed deed) {
    return switch (deed) {
      case AwsCall call -> new Trace("AWS ledger", call.wall(), call.toString());
      case HostWork work -> new Trace("host ledger", work.wall(), work.toString());
    };
  }

  static Trace of(AwsJob job) {
    return new Trace("DescribeJobs", job.created(), job.jobId() + " with " + job.servers() + " servers"
        + job.ended().map(end -> ", ended " + end).orElse(", active"));
  }

  /** A line of the report. */
  @Override
  public String toString() {
    return at + "  " + what + "  (" + source + ")";
  }
}
