package dev.convoy.lab.aws.cloud;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * An AMI made of an instance.
 *
 * @param description empty for none
 * @param snapshotIds of its volumes, the boot volume first
 * @param tags may be added to
 * @param endsAt when all is copied, wall time
 * @param fails it ends without being of any use
 */
public record MachineImage(
    long sequence, String id, String name, String description, String instanceId, List<String> snapshotIds,
    Map<String, String> tags, Instant createdAt, Instant endsAt, boolean fails) {

  /** EC2's name of its state at a moment. */
  public String state(Instant now) {
    return now.isBefore(endsAt) ? "pending" : fails ? "failed" : "available";
  }
}
