package dev.convoy.launch.config;

import dev.convoy.kit.aws.AwsSettings;
import dev.convoy.kit.core.Backoff;
import dev.convoy.launch.jobs.JobSettings;
import dev.convoy.launch.movegroup.MoveSettings;
import dev.convoy.launch.server.NamesWait;
import dev.convoy.launch.slots.SlotSettings;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of this service, {@code convoy.launch.*}.
 *
 * @param slots share of the job quotas of an account and region
 * @param move time that the cutover of an application needs
 * @param retries of every step
 * @param bootWithin how long after its job an instance may take to boot
 * @param giveUpAfter how long a launch that AWS refuses without naming a server is tried
 * @param testAge how old a passed test may be when its cutover begins
 * @param formerTtlWait most time that an outage waits for answers of before to run out, where its window has that time; zero =
 *     never, the default where nothing is said; the service's own file says otherwise
 * @param imageWithin how long an image of an instance is waited for, which a kept test instance may wait for too
 */
@ConfigurationProperties("convoy.launch")
public record LaunchSettings(
    @DefaultValue Slots slots,
    @DefaultValue Move move,
    @DefaultValue Retries retries,
    @DefaultValue("60m") Duration bootWithin,
    @DefaultValue("30m") Duration giveUpAfter,
    @DefaultValue("30d") Duration testAge,
    @DefaultValue("0s") Duration formerTtlWait,
    @DefaultValue("6h") Duration imageWithin) {

  /**
   * Slots.
   *
   * @param servers source servers in active jobs; MGN's quota is 200, less what others need
   * @param jobs active jobs; MGN's quota is 20
   * @param linger how long a request for a slot waits for company
   */
  public record Slots(
      @DefaultValue("200") int servers, @DefaultValue("20") int jobs, @DefaultValue("5s") Duration linger) {}

  /**
   * Times of a cutover.
   *
   * @param needs a group that cannot begin so long before the end of its back-out time does not begin
   * @param rollbackLead how long before that end a group that is not done is rolled back
   * @param snapshotWithin how long the source of a target that users were on waits for its snapshots
   */
  public record Move(
      @DefaultValue("1h") Duration needs, @DefaultValue("30m") Duration rollbackLead,
      @DefaultValue("10m") Duration snapshotWithin) {}

  /** How often and how far apart; the wait doubles. */
  public record Retries(
      @DefaultValue("3") int attempts, @DefaultValue("1m") Duration first, @DefaultValue("10m") Duration most) {}

  Backoff backoff() {
    return new Backoff(retries.attempts(), retries.first(), retries.most());
  }

  NamesWait namesWait() {
    return new NamesWait(formerTtlWait, move.needs());
  }

  SlotSettings slotSettings() {
    return new SlotSettings(slots.servers(), slots.jobs(), slots.linger());
  }

  MoveSettings moveSettings() {
    return new MoveSettings(move.needs(), move.rollbackLead());
  }

  JobSettings jobSettings(AwsSettings aws) {
    return new JobSettings(aws.absenceAfter(), aws.pollInterval(), aws.batchWait(), bootWithin, giveUpAfter,
        slots.servers(), slots.jobs());
  }
}
