package dev.convoy.lab.aws.cloud;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An EC2 instance that MGN has launched. Guarded by the lock of its {@link Region}. */
public final class Instance {

  /** Instance states with EC2's codes. */
  public enum State {
    PENDING(0), RUNNING(16), SHUTTING_DOWN(32), TERMINATED(48), STOPPING(64), STOPPED(80);

    private final int code;

    State(int code) {
      this.code = code;
    }

    public int code() {
      return code;
    }

    /** EC2's spelling. */
    public String wire() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /** Why it was launched. */
  public enum Purpose { TEST, CUTOVER }

  /**
   * What it was launched as. Only its type and its groups can be changed.
   *
   * @param serverId MGN's source server
   * @param bootFails never gets through its first boot
   */
  public record Launch(
      long sequence, String id, String serverId, String jobId, Purpose purpose, String instanceType, String subnetId,
      String vpcId, List<String> securityGroupIds, String privateIp, Instant launchedAt, boolean bootFails) {}

  private Launch launch;
  private State state = State.PENDING;
  private @Nullable Instant changesAt;
  private @Nullable Instant bootsAt;
  private boolean booted;
  private boolean firstBooted;
  private boolean servesUsers;
  private long written;
  private @Nullable Instant writtenAt;
  private Map<String, String> tags = new LinkedHashMap<>();
  private Map<String, String> attributes = new LinkedHashMap<>();

  private Instance() {
    this(new Launch(0, "", "", "", Purpose.TEST, "", "", "", List.of(), "", Instant.EPOCH, false));
  }

  Instance(Launch launch) {
    this.launch = launch;
  }

  /** What it was launched as; its type and groups as they are by now. */
  public Launch launch() {
    return launch;
  }

  public String id() {
    return launch.id();
  }

  public State state() {
    return state;
  }

  /** Runs and has come up. */
  public boolean booted() {
    return booted;
  }

  /** Has come up once, so that its SSM agent is known, and is there still. */
  public boolean managed() {
    return firstBooted && state != State.TERMINATED && state != State.SHUTTING_DOWN;
  }

  /** Users are directed to it. */
  public boolean servesUsers() {
    return servesUsers;
  }

  /** Directs users to it or away. */
  public void serveUsers(boolean serves) {
    servesUsers = serves && state == State.RUNNING;
  }

  /** A user writes something that every one of its volumes holds from then on. False, and nothing written, unless it is up. */
  public boolean write(Instant now) {
    if (!booted) {
      return false;
    }
    written++;
    writtenAt = now;
    return true;
  }

  /** How often users have written on it. */
  public long written() {
    return written;
  }

  /** When they last did; null for never. */
  public @Nullable Instant writtenAt() {
    return writtenAt;
  }

  public Map<String, String> tags() {
    return tags;
  }

  /** What ModifyInstanceAttribute has set, by EC2's names; neither its type nor its groups. */
  public Map<String, String> attributes() {
    return attributes;
  }

  /** True when ModifyInstanceAttribute has set this to true. */
  public boolean is(String attribute) {
    return "true".equals(attributes.get(attribute));
  }

  /** ModifyInstanceAttribute of its type, which only a stopped one can change. */
  public void resize(String instanceType) {
    launch = new Launch(launch.sequence(), launch.id(), launch.serverId(), launch.jobId(), launch.purpose(), instanceType,
        launch.subnetId(), launch.vpcId(), launch.securityGroupIds(), launch.privateIp(), launch.launchedAt(), launch.bootFails());
  }

  /** ModifyInstanceAttribute of its security groups. */
  public void group(List<String> securityGroupIds) {
    launch = new Launch(launch.sequence(), launch.id(), launch.serverId(), launch.jobId(), launch.purpose(), launch.instanceType(),
        launch.subnetId(), launch.vpcId(), List.copyOf(securityGroupIds), launch.privateIp(), launch.launchedAt(),
        launch.bootFails());
  }

  /** MGN's FirstBoot. */
  public String firstBoot() {
    if (firstBooted) {
      return "SUCCEEDED";
    }
    return state == State.PENDING || state == State.RUNNING ? "WAITING" : "STOPPED";
  }

  /** Its address is its own. */
  public boolean holdsAddress() {
    return state != State.TERMINATED;
  }

  /** Is on its way to another state. */
  boolean moving() {
    return changesAt != null || bootsAt != null;
  }

  /** Launched: runs from a moment on, or is left stopped. */
  void launching(Instant runningAt, boolean leftStopped) {
    state = leftStopped ? State.STOPPED : State.PENDING;
    changesAt = leftStopped ? null : runningAt;
  }

  /** StartInstances; without effect unless it is stopped. */
  public void start(Instant now, SimulatedTime time) {
    if (state == State.STOPPED) {
      state = State.PENDING;
      changesAt = now.plus(time.onWall(time.durations().stop()));
    }
  }

  /** StopInstances; without effect unless it runs or starts. */
  public void stop(Instant now, SimulatedTime time) {
    if (state == State.RUNNING || state == State.PENDING) {
      leave(State.STOPPING, now.plus(time.onWall(time.durations().stop())));
    }
  }

  /** RebootInstances; without effect unless it runs. */
  public void reboot(Instant now, SimulatedTime time) {
    if (state == State.RUNNING) {
      booted = false;
      bootsAt = launch.bootFails() ? null : now.plus(time.onWall(time.durations().boot()));
    }
  }

  /** TerminateInstances; without effect if it was. */
  public void terminate(Instant now, SimulatedTime time) {
    if (state != State.TERMINATED && state != State.SHUTTING_DOWN) {
      leave(State.SHUTTING_DOWN, now.plus(time.onWall(time.durations().terminate())));
    }
  }

  private void leave(State next, Instant until) {
    state = next;
    changesAt = until;
    bootsAt = null;
    booted = false;
    servesUsers = false;
  }

  /** Brings it up to a moment. */
  void advance(Instant now, SimulatedTime time) {
    var change = changesAt;
    if (change != null && !change.isAfter(now)) {
      changesAt = null;
      arrive(change, time);
    }
    var boot = bootsAt;
    if (boot != null && !boot.isAfter(now)) {
      bootsAt = null;
      booted = true;
      firstBooted = true;
    }
  }

  private void arrive(Instant at, SimulatedTime time) {
    switch (state) {
      case PENDING -> {
        state = State.RUNNING;
        bootsAt = launch.bootFails() ? null : at.plus(time.onWall(time.durations().boot()));
      }
      case STOPPING -> state = State.STOPPED;
      case SHUTTING_DOWN -> state = State.TERMINATED;
      case RUNNING, STOPPED, TERMINATED -> { }
    }
  }
}
