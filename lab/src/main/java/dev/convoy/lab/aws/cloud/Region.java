package dev.convoy.lab.aws.cloud;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One account in one region: all its state, under one lock. Everything but {@link #locked} expects the caller to be
 * inside {@link #locked}.
 */
public final class Region {

  /**
   * State as it is kept between two runs of the lab.
   *
   * @param volumeSnapshots null in what an older lab has kept
   * @param estate null in what an older lab has kept
   * @param hostedZones the same
   */
  public record State(
      String account, String name, boolean initialized, long sequence, List<SourceServer> servers, List<Job> jobs,
      List<Instance> instances, List<LaunchTemplate> launchTemplates, @Nullable ObjectNode replicationTemplate,
      List<ObjectNode> launchConfigurationTemplates, @Nullable List<VolumeSnapshot> volumeSnapshots,
      @Nullable Estate estate, HostedZones.@Nullable State hostedZones) {

    static State empty(String account, String name) {
      return new State(account, name, false, 0, List.of(), List.of(), List.of(), List.of(), null, List.of(), List.of(),
          null, null);
    }
  }

  private record Settling(Instant at, SourceServer server) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final String account;
  private final String name;
  private final SimulatedTime time;
  private final Ids ids;
  private final Network network;
  private final Consumer<TargetEvent> targets;
  private final JobRunner runner;

  private final Map<String, SourceServer> servers = new LinkedHashMap<>();
  private final Map<String, Job> jobs = new LinkedHashMap<>();
  private final Map<String, Instance> instances = new LinkedHashMap<>();
  private final Map<String, LaunchTemplate> launchTemplates = new LinkedHashMap<>();
  private final Map<String, ObjectNode> launchConfigurationTemplates = new LinkedHashMap<>();
  private final Map<String, VolumeSnapshot> volumeSnapshots = new LinkedHashMap<>();
  private final HostedZones hostedZones;
  private @Nullable ObjectNode replicationTemplate;
  private boolean initialized;
  private long sequence;

  private final Map<String, Job> activeJobs = new LinkedHashMap<>();
  private final Map<String, Job> busyServers = new HashMap<>();
  private final Queue<Settling> settling = new PriorityQueue<>(Comparator.comparing(Settling::at));
  private final Set<Instance> moving = new HashSet<>();
  private final Set<String> up = new HashSet<>();
  private final Addresses addresses = new Addresses();
  private final Estate estate;
  private final VcpuQuota vcpus;

  /**
   * @param vcpuLimit vCPUs of standard instances that may run, asked whenever one is to
   * @param targets told of instances that have come up or gone down; must not block
   */
  Region(State state, SimulatedTime time, Ids ids, Network network, DoubleSupplier vcpuLimit,
      Consumer<TargetEvent> targets) {
    this.account = state.account();
    this.name = state.name();
    this.time = time;
    this.ids = ids;
    this.network = network;
    this.targets = targets;
    this.runner = new JobRunner(this, new InstanceLauncher(this));
    this.estate = Objects.requireNonNullElseGet(state.estate(), Estate::new);
    this.vcpus = new VcpuQuota(this, vcpuLimit);
    this.initialized = state.initialized();
    this.sequence = state.sequence();
    this.replicationTemplate = state.replicationTemplate();
    this.hostedZones = new HostedZones(time, state.hostedZones());
    state.servers().forEach(this::add);
    state.jobs().forEach(this::add);
    state.instances().forEach(this::add);
    state.launchTemplates().forEach(this::add);
    state.launchConfigurationTemplates().forEach(this::addLaunchConfigurationTemplate);
    if (state.volumeSnapshots() != null) {
      state.volumeSnapshots().forEach(this::add);
    }
  }

  /** Does something with the state, brought up to now. */
  public <T> T locked(Function<Instant, T> action) {
    lock.lock();
    try {
      var now = time.now();
      advance(now);
      return action.apply(now);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Does something with the state from inside another region's lock; empty if this one is held for longer than that, as two
   * regions that wait for one another would.
   */
  public <T> Optional<T> lockedWithin(Duration patience, Function<Instant, T> action) {
    try {
      if (!lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        return Optional.empty();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
    try {
      return Optional.of(locked(action));
    } finally {
      lock.unlock();
    }
  }

  private void advance(Instant now) {
    List.copyOf(activeJobs.values()).forEach(job -> runner.advance(job, now));
    settle(now);
    moving.removeIf(instance -> {
      instance.advance(now, time);
      report(instance);
      return !instance.moving();
    });
  }

  private void settle(Instant now) {
    while (!settling.isEmpty() && !settling.element().at().isAfter(now)) {
      var server = settling.remove().server();
      server.settle(now);
      settle(server);
    }
  }

  private void report(Instance instance) {
    if (!instance.holdsAddress()) {
      addresses.release(instance.launch().privateIp());
    }
    var changed = instance.booted() ? up.add(instance.id()) : up.remove(instance.id());
    if (changed) {
      targets.accept(new TargetEvent(account, name, instance.launch(), instance.booted()));
    }
  }

  State state() {
    return new State(account, name, initialized, sequence, List.copyOf(servers.values()), List.copyOf(jobs.values()),
        List.copyOf(instances.values()), List.copyOf(launchTemplates.values()), replicationTemplate,
        List.copyOf(launchConfigurationTemplates.values()), List.copyOf(volumeSnapshots.values()),
        estate, hostedZones.state());
  }

  public String account() {
    return account;
  }

  public String name() {
    return name;
  }

  public SimulatedTime time() {
    return time;
  }

  public Ids ids() {
    return ids;
  }

  public Network network() {
    return network;
  }

  /** Empty but in the region of Route 53. */
  public HostedZones hostedZones() {
    return hostedZones;
  }

  /** ARN of a resource of MGN here. */
  public String arn(String kind, String id) {
    return "arn:aws:mgn:" + name + ":" + account + ":" + kind + "/" + id;
  }

  /** InitializeService was called. */
  public boolean initialized() {
    return initialized;
  }

  public void initialize() {
    initialized = true;
  }

  public long nextSequence() {
    return ++sequence;
  }

  /** In order of registration. */
  public Collection<SourceServer> servers() {
    return Collections.unmodifiableCollection(servers.values());
  }

  /** Null if there is none. */
  public @Nullable SourceServer server(String id) {
    return servers.get(id);
  }

  void add(SourceServer server) {
    servers.put(server.id(), server);
    settle(server);
  }

  /** Has it watched until its first snapshot, if it replicates; to be called whenever replication goes on. */
  public void settle(SourceServer server) {
    var at = server.replication().launchableAt();
    if (at != null && server.lifeCycle().state() == LifeCycleState.NOT_READY) {
      settling.add(new Settling(at, server));
    }
  }

  /** Servers that count against the quota of replicating ones. */
  public long replicating() {
    return servers.values().stream().filter(s -> s.replication().active()).count();
  }

  /** DeleteSourceServer. */
  public void delete(SourceServer server) {
    servers.remove(server.id());
    launchTemplates.remove(server.launchTemplateId());
  }

  /** What the lifecycle rules look at. */
  public LifeCycleRules.Standing standing(SourceServer server, Instant now) {
    return new LifeCycleRules.Standing(server.lifeCycle().state(), server.replicationAt(now).launchable(),
        busyServers.containsKey(server.id()), server.archived(), launchedInstance(server) != null);
  }

  /** In order of creation. */
  public Collection<Job> jobs() {
    return Collections.unmodifiableCollection(jobs.values());
  }

  /** Null if there is none. */
  public @Nullable Job job(String id) {
    return jobs.get(id);
  }

  /** Jobs that have not ended. */
  public Collection<Job> activeJobs() {
    return Collections.unmodifiableCollection(activeJobs.values());
  }

  /** How many servers they hold. */
  public int busyServers() {
    return busyServers.size();
  }

  /** The job that holds a server; null if none does. */
  public @Nullable Job holder(String serverId) {
    return busyServers.get(serverId);
  }

  public void add(Job job) {
    jobs.put(job.id(), job);
    if (job.active()) {
      activeJobs.put(job.id(), job);
      job.participants().forEach(p -> busyServers.put(p.serverId(), job));
    }
  }

  void ended(Job job) {
    activeJobs.remove(job.id());
    job.participants().forEach(p -> busyServers.remove(p.serverId()));
  }

  /** DeleteJob. */
  public void delete(Job job) {
    jobs.remove(job.id());
  }

  /** In order of launch. */
  public Collection<Instance> instances() {
    return Collections.unmodifiableCollection(instances.values());
  }

  /** Null if there is none. */
  public @Nullable Instance instance(String id) {
    return instances.get(id);
  }

  /** The server's launched instance unless it is terminated; null if there is none. */
  public @Nullable Instance launchedInstance(SourceServer server) {
    var id = server.launchedInstanceId();
    var instance = id == null ? null : instances.get(id);
    return instance == null || !instance.holdsAddress() ? null : instance;
  }

  void add(Instance instance) {
    instances.put(instance.id(), instance);
    if (instance.holdsAddress()) {
      addresses.take(instance.launch().privateIp());
    }
    moved(instance);
  }

  /** To be called after an instance was started, stopped or terminated. */
  public void moved(Instance instance) {
    report(instance);
    if (instance.moving()) {
      moving.add(instance);
    }
  }

  /** What may run. */
  public VcpuQuota vcpus() {
    return vcpus;
  }

  /** What addresses are held. */
  public Addresses addresses() {
    return addresses;
  }

  /** Groups of servers, and their connectors. */
  public Estate estate() {
    return estate;
  }

  public Collection<LaunchTemplate> launchTemplates() {
    return Collections.unmodifiableCollection(launchTemplates.values());
  }

  /** Null if there is none. */
  public @Nullable LaunchTemplate launchTemplate(String id) {
    return launchTemplates.get(id);
  }

  /** CreateLaunchTemplate, with its first version. */
  public LaunchTemplate createLaunchTemplate(String by, String token, String templateName, Instant now, String description,
      ObjectNode data) {
    var template = LaunchTemplate.createdBy(by, token, nextSequence(), ids.next("lt-"), templateName);
    template.setDefault(template.add(now, description, data).number());
    add(template);
    return template;
  }

  /** DeleteLaunchTemplate. What MGN has made for a source server is missing then. */
  public void delete(LaunchTemplate template) {
    launchTemplates.remove(template.id());
  }

  void add(LaunchTemplate template) {
    launchTemplates.put(template.id(), template);
  }

  /** In the order in which they were taken. */
  public Collection<VolumeSnapshot> volumeSnapshots() {
    return Collections.unmodifiableCollection(volumeSnapshots.values());
  }

  /** Null if there is none. */
  public @Nullable VolumeSnapshot volumeSnapshot(String id) {
    return volumeSnapshots.get(id);
  }

  public void add(VolumeSnapshot snapshot) {
    volumeSnapshots.put(snapshot.id(), snapshot);
  }

  public void deleteVolumeSnapshot(String id) {
    volumeSnapshots.remove(id);
  }

  /** Null if there is none. */
  public @Nullable ObjectNode replicationTemplate() {
    return replicationTemplate;
  }

  /** Null deletes it. */
  public void replicationTemplate(@Nullable ObjectNode template) {
    replicationTemplate = template;
  }

  /** By id; what is removed is deleted. */
  public Map<String, ObjectNode> launchConfigurationTemplates() {
    return launchConfigurationTemplates;
  }

  public void addLaunchConfigurationTemplate(ObjectNode template) {
    launchConfigurationTemplates.put(template.path("launchConfigurationTemplateID").asString(""), template);
  }
}
