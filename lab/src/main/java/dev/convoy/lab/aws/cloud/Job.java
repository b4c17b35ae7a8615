package dev.convoy.lab.aws.cloud;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A job of MGN. Guarded by the lock of its {@link Region}. */
public final class Job {

  /** What started it. */
  public enum Initiator { START_TEST, START_CUTOVER, TERMINATE }

  /** Its status; there is no failed job, only failed servers. */
  public enum Status { PENDING, STARTED, COMPLETED }

  /** A failure that a planted fault causes. */
  public enum Failure { SNAPSHOT, CONVERSION, LAUNCH, BOOT, ACTION }

  /** A line of its log. */
  public record LogItem(
      Instant at, String event, @Nullable String serverId, @Nullable String instanceId, @Nullable String error) {}

  /** A server that takes part. */
  public static final class Participant {
    private String serverId = "";
    private String launchStatus = "PENDING";
    private @Nullable String instanceId;
    private @Nullable Failure planned;
    private List<ActionRun> actions = new ArrayList<>();

    private Participant() {}

    /** @param planned null unless it is to fail */
    static Participant of(String serverId, @Nullable Failure planned) {
      var participant = new Participant();
      participant.serverId = serverId;
      participant.planned = planned;
      return participant;
    }

    public String serverId() {
      return serverId;
    }

    /** A LaunchStatus of MGN. */
    public String launchStatus() {
      return launchStatus;
    }

    /** Null until an instance is launched. */
    public @Nullable String instanceId() {
      return instanceId;
    }

    /** Its post-launch actions; none until its instance is launched. */
    public List<ActionRun> actions() {
      return actions;
    }

    void acts(List<ActionRun> runs) {
      actions = new ArrayList<>(runs);
    }

    @Nullable Failure planned() {
      return planned;
    }

    void becomes(String status) {
      launchStatus = status;
    }

    void starts(String instance) {
      instanceId = instance;
    }

    boolean failed() {
      return launchStatus.equals("FAILED");
    }
  }

  private long sequence;
  private String id = "";
  private Initiator initiator = Initiator.START_TEST;
  private Status status = Status.PENDING;
  private Instant createdAt = Instant.EPOCH;
  private @Nullable Instant endedAt;
  private List<JobTimeline.Step> left = new ArrayList<>();
  private List<Participant> participants = new ArrayList<>();
  private Map<String, String> tags = new LinkedHashMap<>();
  private List<LogItem> log = new ArrayList<>();

  private Job() {}

  static Job create(long sequence, String id, Initiator initiator, Instant now, List<Participant> participants,
      Map<String, String> tags, List<JobTimeline.Step> steps) {
    var job = new Job();
    job.sequence = sequence;
    job.id = id;
    job.initiator = initiator;
    job.createdAt = now;
    job.participants.addAll(participants);
    job.tags.putAll(tags);
    job.left = new ArrayList<>(steps);
    return job;
  }

  /** Order of creation. */
  public long sequence() {
    return sequence;
  }

  public String id() {
    return id;
  }

  public Initiator initiator() {
    return initiator;
  }

  public Status status() {
    return status;
  }

  public Instant createdAt() {
    return createdAt;
  }

  /** Null until it has ended. */
  public @Nullable Instant endedAt() {
    return endedAt;
  }

  public List<Participant> participants() {
    return participants;
  }

  public Map<String, String> tags() {
    return tags;
  }

  public List<LogItem> log() {
    return log;
  }

  /** Holds its servers. */
  public boolean active() {
    return status != Status.COMPLETED;
  }

  /** Takes the next step if its time has come; null if not. */
  JobTimeline.@Nullable Step due(Instant now) {
    return left.isEmpty() || left.getFirst().at().isAfter(now) ? null : left.removeFirst();
  }

  void started() {
    status = Status.STARTED;
  }

  void completed(Instant at) {
    status = Status.COMPLETED;
    endedAt = at;
  }

  void note(Instant at, String event) {
    log.add(new LogItem(at, event, null, null, null));
  }

  void note(Instant at, String event, Participant server, @Nullable String error) {
    log.add(new LogItem(at, event, server.serverId(), server.instanceId(), error));
  }
}
