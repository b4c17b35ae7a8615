package dev.convoy.inventory;

import dev.convoy.events.agent.AgentInstalled;
import dev.convoy.events.agent.PrerequisitesFailed;
import dev.convoy.events.agent.PrerequisitesPassed;
import dev.convoy.events.agent.SourceQuiesced;
import dev.convoy.events.agent.SourceResumed;
import dev.convoy.events.common.LaunchFault;
import dev.convoy.events.common.VerdictLevel;
import dev.convoy.events.launch.CutoverDone;
import dev.convoy.events.launch.CutoverFinalized;
import dev.convoy.events.launch.CutoverLaunchFailed;
import dev.convoy.events.launch.CutoverLaunched;
import dev.convoy.events.launch.CutoverSlotReserved;
import dev.convoy.events.launch.DnsSwitched;
import dev.convoy.events.launch.LaunchStepFailed;
import dev.convoy.events.launch.RollbackStarted;
import dev.convoy.events.launch.RolledBack;
import dev.convoy.events.launch.ServerArchived;
import dev.convoy.events.launch.TestEnded;
import dev.convoy.events.launch.TestKept;
import dev.convoy.events.launch.TestLaunchFailed;
import dev.convoy.events.launch.TestLaunched;
import dev.convoy.events.launch.TestOutdated;
import dev.convoy.events.replication.LaunchChecked;
import dev.convoy.events.replication.ReplicationDrained;
import dev.convoy.events.replication.ReplicationHealthy;
import dev.convoy.events.replication.ReplicationStarted;
import dev.convoy.events.replication.ReplicationUnhealthy;
import dev.convoy.events.validation.CutoverVerified;
import dev.convoy.events.validation.TestFailed;
import dev.convoy.events.validation.TestPassed;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;

/** Facts of the other services about one server, each a second after the one before. */
public final class Facts {

  private final String server;
  private final int round;
  private Instant at;

  public Facts(String server, int round, Instant from) {
    this.server = server;
    this.round = round;
    this.at = from;
  }

  private Instant next() {
    at = at.plusSeconds(1);
    return at;
  }

  /** From the prerequisites to healthy replication. */
  public List<SpecificRecord> build() {
    return List.of(
        new PrerequisitesPassed(server, round, 1, next(), List.of()),
        new AgentInstalled(server, round, 1, next(), Samples.ACCOUNT, Samples.REGION, "s-1", false),
        new ReplicationStarted(server, round, 1, next(), "s-1"),
        healthy());
  }

  public SpecificRecord healthy() {
    return new ReplicationHealthy(server, round, 1, next(), 0L, null);
  }

  public SpecificRecord unhealthy(boolean forGood) {
    return new ReplicationUnhealthy(server, round, 1, next(), "STALLED", "CVY-3101", "stalled", "look at it", forGood);
  }

  public SpecificRecord foreseen(String... codes) {
    return new LaunchChecked(server, round, 1, next(),
        Stream.of(codes).map(code -> new LaunchFault(code, "instance type m9.huge: the region does not know it", "declare another")).toList());
  }

  /** From the launch of the test to its end. */
  public List<SpecificRecord> test() {
    return List.of(
        new TestLaunched(server, round, 1, next(), Samples.ACCOUNT, Samples.REGION, "job", "i-test", "10.0.0.1",
            "subnet-0000000b00", List.of(), List.of()),
        new TestPassed(server, round, 1, next(), VerdictLevel.SERVICE, List.of(), "i-test"),
        new TestEnded(server, round, 1, next(), "i-test"));
  }

  /** As {@link #test()}, but its instance is kept. */
  public List<SpecificRecord> testKept(Instant endsBy) {
    var test = test();
    return List.of(test.get(0), test.get(1),
        new TestKept(server, round, 1, next(), Samples.ACCOUNT, Samples.REGION, "i-test", "10.0.0.1", endsBy));
  }

  public SpecificRecord testEnded() {
    return test().getLast();
  }

  public SpecificRecord testOutdated() {
    return new TestOutdated(server, round, 1, next(), "a disk was added");
  }

  /** From the slot to the drained replication. */
  public List<SpecificRecord> outage() {
    return List.of(
        new CutoverSlotReserved(server, round, 1, next(), "group", at.plusSeconds(3600)),
        new SourceQuiesced(server, round, 1, next(), at, "default", "writes stopped"),
        new ReplicationDrained(server, round, 1, next(), at, at, 0L));
  }

  /** From the cutover launch to its end. */
  public List<SpecificRecord> cutover() {
    return List.of(
        new CutoverLaunched(server, round, 1, next(), Samples.ACCOUNT, Samples.REGION, "job", "i-cut", "10.0.0.2",
            "subnet-0000000c00", List.of(), List.of()),
        new CutoverVerified(server, round, 1, next(), VerdictLevel.SERVICE, List.of(), "i-cut"),
        new DnsSwitched(server, round, 1, next(), List.of(), null),
        new CutoverDone(server, round, 1, next(), Samples.ACCOUNT, Samples.REGION, "i-cut", "10.0.0.2", "s-1", 7L));
  }

  public List<SpecificRecord> end() {
    return List.of(new CutoverFinalized(server, round, 1, next(), "s-1"), new ServerArchived(server, round, 1, next(), "s-1"));
  }

  public List<SpecificRecord> rollback() {
    return List.of(
        new RollbackStarted(server, round, 1, next(), "group", true, List.of(), null),
        new SourceResumed(server, round, 1, next(), "default", "writes resumed"),
        new RolledBack(server, round, 1, next(), "launch failed", List.of()));
  }

  /** Validation gave up: its instance is left. */
  public SpecificRecord testFailed(int attempt) {
    return TestFailed.newBuilder().setServerId(server).setRound(round).setAttempt(attempt).setOccurredAt(next())
        .setLevel(VerdictLevel.SERVICE).setEvidence(List.of()).setInstanceId("i-test").setCode("CVY-5001").setMessage("port 443 is closed")
        .setRemedy("look").setFinal$(true).build();
  }

  public SpecificRecord testLaunchFailed(int attempt, boolean forGood) {
    return new TestLaunchFailed(server, round, attempt, next(), "CVY-4101", "no capacity", "raise it", forGood);
  }

  /** A question for a person, not a failure. */
  public SpecificRecord clusterFound(int attempt) {
    return PrerequisitesFailed.newBuilder().setServerId(server).setRound(round).setAttempt(attempt).setOccurredAt(next())
        .setCode("CVY-2242").setMessage("cluster-node: corosync").setRemedy("decide").setFinal$(true)
        .setNeedsDecision(true).build();
  }

  /** Launch-service keeps a server from going back, because a person has decided so. */
  public SpecificRecord rollbackWithheld(int attempt) {
    return new LaunchStepFailed(server, round, attempt, next(), "RollBack", "CVY-4160", "decided without rollback", "complete it", true);
  }

  /** AWS takes no snapshots of the stopped target, or there is none any more. */
  public SpecificRecord snapshotsRefused(int attempt, String code) {
    return new LaunchStepFailed(server, round, attempt, next(), "SnapshotTarget", code, "refused", "allow it", true);
  }

  public SpecificRecord cutoverLaunchFailed() {
    return new CutoverLaunchFailed(server, round, 1, next(), "CVY-4201", "conversion failed", "look at the job", true);
  }

}
