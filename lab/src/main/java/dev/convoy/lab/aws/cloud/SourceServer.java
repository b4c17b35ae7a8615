package dev.convoy.lab.aws.cloud;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A source server of MGN. Guarded by the lock of its {@link Region}. */
public final class SourceServer {

  private long sequence;
  private String id = "";
  private Agent agent = new Agent(null, "", "", "", "", java.util.List.of(), 0, 0, null);
  private Replication replication = Replication.idle();
  private LifeCycle lifeCycle = new LifeCycle(LifeCycleState.STOPPED, Instant.EPOCH, null, null);
  private boolean archived;
  private @Nullable String launchedInstanceId;
  private String launchTemplateId = "";
  private Map<String, String> tags = new LinkedHashMap<>();
  private ObjectNode replicationConfiguration = JsonNodeFactory.instance.objectNode();
  private ObjectNode launchConfiguration = JsonNodeFactory.instance.objectNode();
  private @Nullable String applicationId;
  private @Nullable ObjectNode connectorAction;
  private Map<String, ObjectNode> actions = new LinkedHashMap<>();

  private SourceServer() {}

  /** A server whose agent has just registered; replication has not started. */
  static SourceServer registered(long sequence, String id, Agent agent, Instant now) {
    var server = new SourceServer();
    server.sequence = sequence;
    server.id = id;
    server.agent = agent;
    server.lifeCycle = new LifeCycle(LifeCycleState.STOPPED, now, null, null);
    return server;
  }

  /** Order of registration. */
  public long sequence() {
    return sequence;
  }

  public String id() {
    return id;
  }

  public Agent agent() {
    return agent;
  }

  public Replication replication() {
    return replication;
  }

  public LifeCycle lifeCycle() {
    return lifeCycle;
  }

  public boolean archived() {
    return archived;
  }

  /** The EC2 instance of its last test or cutover; null if there is none or MGN has terminated it. */
  public @Nullable String launchedInstanceId() {
    return launchedInstanceId;
  }

  public String launchTemplateId() {
    return launchTemplateId;
  }

  public Map<String, String> tags() {
    return tags;
  }

  /** Members of MGN's ReplicationConfiguration. */
  public ObjectNode replicationConfiguration() {
    return replicationConfiguration;
  }

  /** Members of MGN's LaunchConfiguration. */
  public ObjectNode launchConfiguration() {
    return launchConfiguration;
  }

  /** The application that it is in; null for none. */
  public @Nullable String applicationId() {
    return applicationId;
  }

  /** Puts it into an application; null takes it out. */
  public void into(@Nullable String application) {
    applicationId = application;
  }

  /** Members of MGN's SourceServerConnectorAction; null for none. */
  public @Nullable ObjectNode connectorAction() {
    return connectorAction;
  }

  /** UpdateSourceServer; null for none. */
  public void connect(@Nullable ObjectNode action) {
    connectorAction = action;
  }

  /** Its post-launch actions by id: members of MGN's SourceServerActionDocument. */
  public Map<String, ObjectNode> actions() {
    return actions;
  }

  void configured(ObjectNode replicationSettings, ObjectNode launchSettings, String templateId) {
    replicationConfiguration = replicationSettings;
    launchConfiguration = launchSettings;
    launchTemplateId = templateId;
  }

  /** The agent was installed again, over the old one or after a disconnect. */
  void registeredAgain(Agent again, Instant now) {
    agent = again;
    replication = replication.seen(now);
    if (replication.mode() == Replication.Mode.DISCONNECTED) {
      replication = Replication.idle();
      lifeCycle = lifeCycle.in(LifeCycleState.STOPPED);
    }
  }

  /** Replaces its replication. */
  public void replicate(Replication next) {
    replication = next;
  }

  /** Replaces its lifecycle. */
  public void move(LifeCycle next) {
    lifeCycle = next;
  }

  /** MarkAsArchived. */
  public void archive() {
    archived = true;
  }

  void launched(@Nullable String instanceId) {
    launchedInstanceId = instanceId;
  }

  /** What its replication shows at a moment. */
  public ReplicationStatus replicationAt(Instant now) {
    return ReplicationTimeline.at(replication, now, id.hashCode());
  }

  /** The last report of its agent, which reports at an interval while it is connected. */
  public Instant lastSeen(Instant now, Duration interval) {
    var nanos = Math.max(1, interval.toNanos());
    var reports = Duration.between(lifeCycle.addedAt(), goneAt().orElse(now)).toNanos() / nanos;
    return lifeCycle.addedAt().plusNanos(reports * nanos);
  }

  private Optional<Instant> goneAt() {
    var absence = replication.absence();
    return absence != null ? Optional.of(absence.since())
        : replication.mode() == Replication.Mode.DISCONNECTED ? Optional.ofNullable(replication.haltedAt()) : Optional.empty();
  }

  /** NOT_READY becomes READY_FOR_TEST by itself with the first launchable snapshot. */
  void settle(Instant now) {
    if (lifeCycle.state() == LifeCycleState.NOT_READY && replicationAt(now).launchable()) {
      lifeCycle = lifeCycle.in(LifeCycleState.READY_FOR_TEST);
    }
  }
}
