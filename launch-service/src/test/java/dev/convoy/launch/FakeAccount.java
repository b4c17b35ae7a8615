package dev.convoy.launch;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.kit.core.OperationId;
import dev.convoy.kit.worker.UnreachableException;
import dev.convoy.launch.jobs.JobGateway;
import dev.convoy.launch.jobs.JobKind;
import dev.convoy.launch.jobs.MgnJob;
import dev.convoy.launch.server.LaunchAction;
import dev.convoy.launch.server.Placement;
import dev.convoy.launch.settings.ActionGateway;
import dev.convoy.launch.settings.FoundAction;
import dev.convoy.launch.settings.LaunchConfiguration;
import dev.convoy.launch.settings.LaunchConfigurationGateway;
import dev.convoy.launch.settings.TemplateGateway;
import dev.convoy.launch.settings.TemplateVersion;
import dev.convoy.launch.settings.TemplateVersions;
import dev.convoy.launch.source.SourceServer;
import dev.convoy.launch.source.SourceServerGateway;
import dev.convoy.launch.target.HiddenException;
import dev.convoy.launch.target.TargetGateway;
import dev.convoy.launch.target.TargetInstance;
import dev.convoy.launch.target.TargetSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** An account and region in memory, as strict as MGN: a batch with one server at fault is refused as a whole. */
@NullMarked
public final class FakeAccount implements JobGateway, TemplateGateway, LaunchConfigurationGateway, ActionGateway {

  public static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  public final Map<String, SourceServer> servers = new TreeMap<>();
  public final Map<String, MgnJob> jobs = new TreeMap<>();
  public final Map<String, TargetInstance> instances = new TreeMap<>();
  /** Subnet that a new version of a template gets, whatever was asked for; null = that. */
  public @Nullable String stored;
  /** Whether MGN stores that instances are launched stopped, whatever was asked for. */
  public boolean stopped;
  /** Looks at launch settings, in order. */
  public final List<String> reads = Collections.synchronizedList(new ArrayList<>());
  public final Map<String, TemplateVersion> templates = new TreeMap<>();
  public final Map<String, LaunchConfiguration> configurations = new TreeMap<>();
  public final List<String> calls = new ArrayList<>();
  /** Answer of the next call that changes something, instead of the true one; the call then has no effect. */
  public @Nullable Answer<?> next;
  /** Operation whose next call is throttled; null = none. */
  public @Nullable String throttled;
  /** Operation on launch settings whose next call is carried out, while its answer is lost; null = none. */
  public @Nullable String lost;
  private final Map<String, TemplateVersion> written = new TreeMap<>();
  /** Source servers whose launch configuration cannot be read now. */
  public final Set<String> unreadable = new HashSet<>();
  /** Calls that it takes to list all templates. */
  public int pages = 1;
  /** Templates cannot be listed now. */
  public boolean unlistable;
  private int sequence;
  public final Map<OperationId, List<TargetSnapshot>> snapshots = new HashMap<>();
  /** Post-launch actions by their ids, of one server. */
  public final Map<String, FoundAction> actions = new TreeMap<>();
  /** Whether MGN stores actions otherwise than was asked for. */
  public boolean altered;
  /** Snapshots and post-launch actions may not be looked at. */
  public boolean hidden;

  public SourceServer server(String id, String lifecycle) {
    var server = new SourceServer(id, lifecycle, false, true, null, "");
    servers.put(id, server);
    configurations.put(id, new LaunchConfiguration("lt-" + id, true, false, true));
    templates.put("lt-" + id, new TemplateVersion(
        1, "", Set.of(), "t3.small", null, null, "default", Map.of("instance", Map.of("Name", id))));
    return server;
  }

  /** Ends a job; every participant gets the status, and an instance if it is LAUNCHED. */
  public void end(String jobId, String status, Instant at) {
    var job = jobs.getOrDefault(jobId, new MgnJob(jobId, "", true, null, null, Map.of()));
    var participants = new HashMap<String, MgnJob.Participant>();
    job.participants().keySet().forEach(server -> {
      var instance = status.equals("LAUNCHED") ? "i-" + server + "-" + jobId : null;
      participants.put(server, new MgnJob.Participant(status, instance));
      if (instance != null) {
        instances.put(instance, new TargetInstance(instance, "running", "127.61.0.1", "subnet-test", Set.of("sg-test"),
            Set.of("vol-" + server)));
        servers.computeIfPresent(server, (id, s) ->
            new SourceServer(id, s.lifecycle(), s.archived(), s.launchable(), instance, "SUCCEEDED"));
      }
    });
    jobs.put(jobId, new MgnJob(jobId, job.initiatedBy(), false, at, job.batch(), participants));
  }

  public void foreignJob(String id, String initiatedBy, String server) {
    jobs.put(id, new MgnJob(id, initiatedBy, true, null, null,
        Map.of(server, new MgnJob.Participant("PENDING", null))));
  }

  public void boot(String server, String firstBoot) {
    servers.computeIfPresent(server, (id, s) ->
        new SourceServer(id, s.lifecycle(), s.archived(), s.launchable(), s.instanceId(), firstBoot));
  }

  public static <T> Answer<T> refusal(String code, String message) {
    return new Answer.Refused<>(code, message, AwsServiceException.builder().message(message).build());
  }

  @Override
  public List<MgnJob> since(AccountKey account, Instant from) {
    calls.add("DescribeJobs");
    return List.copyOf(jobs.values());
  }

  @Override
  public Answer<String> start(AccountKey account, JobKind kind, List<String> ids, String batch) {
    calls.add(kind + " " + String.join(",", ids));
    if (next != null) {
      return given();
    }
    var busy = new HashSet<String>();
    jobs.values().stream().filter(MgnJob::active).forEach(job -> busy.addAll(job.participants().keySet()));
    if (ids.stream().anyMatch(busy::contains)) {
      return refusal("ConflictException", "ConflictException: One or more are currently being processed by a Job");
    }
    if (ids.stream().anyMatch(id -> !servers.containsKey(id) || servers.get(id).lifecycle().equals("NOT_READY"))) {
      return refusal("ConflictException", "ConflictException: not in the right state");
    }
    var id = "mgnjob-" + ++sequence;
    var participants = new HashMap<String, MgnJob.Participant>();
    ids.forEach(server -> participants.put(server, new MgnJob.Participant("PENDING", null)));
    jobs.put(id, new MgnJob(id, kind.name(), true, null, batch, participants));
    return new Answer.Ok<>(id);
  }

  @Override
  public String reason(AccountKey account, String jobId, String sourceServerId) {
    return "LAUNCH_FAILED: InsufficientInstanceCapacity";
  }

  @Override
  public Map<String, Long> defaultVersions(AccountKey account, Collection<String> templateIds) {
    calls.add("DescribeLaunchTemplates");
    var found = new HashMap<String, Long>();
    templateIds.forEach(id -> templates.computeIfPresent(id, (key, version) -> {
      found.put(key, version.number());
      return version;
    }));
    return found;
  }

  @Override
  public TemplateVersions versions(AccountKey account, String templateId) {
    reads.add("DescribeLaunchTemplateVersions " + templateId);
    var present = templates.getOrDefault(templateId,
        new TemplateVersion(1, "", Set.of(), null, null, null, "default", Map.of()));
    return new TemplateVersions(present, written.getOrDefault(templateId, present));
  }

  @Override
  public Map<String, TemplateVersions> all(AccountKey account, int most) {
    if (pages >= most) {
      return Map.of();
    }
    reads.add("DescribeLaunchTemplateVersions");
    if (unlistable) {
      throw new UnreachableException("ThrottlingException", null, new IllegalStateException());
    }
    var all = new HashMap<String, TemplateVersions>();
    templates.forEach((id, present) -> all.put(id, new TemplateVersions(present, written.getOrDefault(id, present))));
    return all;
  }

  @Override
  public Answer<TemplateVersion> write(AccountKey account, String templateId, TemplateVersion over, Placement placement) {
    calls.add("CreateLaunchTemplateVersion " + templateId);
    if (held("CreateLaunchTemplateVersion")) {
      return given();
    }
    var tags = new HashMap<>(over.tags().getOrDefault("instance", Map.of()));
    tags.putAll(placement.tags());
    var version = new TemplateVersion(over.number() + 1, stored == null ? placement.subnetId() : stored,
        Set.copyOf(placement.securityGroupIds()), placement.instanceType(), placement.instanceProfile(), placement.privateIp(),
        placement.tenancy(), Map.of("instance", tags));
    written.put(templateId, version);
    return answer("CreateLaunchTemplateVersion", version);
  }

  @Override
  public Answer<Long> makeDefault(AccountKey account, String templateId, long version) {
    calls.add("ModifyLaunchTemplate " + templateId + " " + version);
    if (held("ModifyLaunchTemplate")) {
      return given();
    }
    written.computeIfPresent(templateId, (id, latest) -> {
      templates.put(id, latest);
      return latest;
    });
    return answer("ModifyLaunchTemplate", version);
  }

  @Override
  public Optional<LaunchConfiguration> read(AccountKey account, String sourceServerId) {
    if (unreadable.contains(sourceServerId)) {
      throw new UnreachableException("ThrottlingException", null, new IllegalStateException());
    }
    reads.add("GetLaunchConfiguration " + sourceServerId);
    return Optional.ofNullable(configurations.get(sourceServerId));
  }

  @Override
  public Answer<LaunchConfiguration> write(AccountKey account, String sourceServerId, LaunchConfiguration wanted) {
    calls.add("UpdateLaunchConfiguration " + sourceServerId);
    if (held("UpdateLaunchConfiguration")) {
      return given();
    }
    configurations.put(sourceServerId, stopped ? new LaunchConfiguration(wanted.templateId(), wanted.rightSizing(), false, false)
        : wanted);
    return answer("UpdateLaunchConfiguration", configurations.getOrDefault(sourceServerId, wanted));
  }

  @Override
  public List<FoundAction> list(AccountKey account, String sourceServerId) {
    if (hidden) {
      throw new HiddenException("ListSourceServerActions was refused: AccessDeniedException", new IllegalStateException());
    }
    reads.add("ListSourceServerActions " + sourceServerId);
    return List.copyOf(actions.values());
  }

  @Override
  public Answer<FoundAction> put(AccountKey account, String sourceServerId, LaunchAction action) {
    calls.add("PutSourceServerAction " + action.name());
    if (held("PutSourceServerAction")) {
      return given();
    }
    var stored = new FoundAction(action.id(), !altered, action);
    actions.put(action.id(), stored);
    return answer("PutSourceServerAction", stored);
  }

  @Override
  public Answer<String> remove(AccountKey account, String sourceServerId, String actionId) {
    calls.add("RemoveSourceServerAction " + actionId);
    if (next != null) {
      return given();
    }
    return actions.remove(actionId) == null ? refusal("ResourceNotFoundException", "no such action") : new Answer.Ok<>(actionId);
  }

  /** What MGN tells of the actions of a server whose job has ended. */
  public void acted(String jobId, String server, MgnJob.ActionRun... runs) {
    jobs.computeIfPresent(jobId, (id, job) -> {
      var participants = new HashMap<>(job.participants());
      participants.computeIfPresent(server, (key, p) ->
          new MgnJob.Participant(p.launchStatus(), p.instanceId(), List.of(runs)));
      return new MgnJob(id, job.initiatedBy(), job.active(), job.endedAt(), job.batch(), participants);
    });
  }

  private boolean held(String operation) {
    if (operation.equals(throttled)) {
      throttled = null;
      next = new Answer.Throttled<>(Duration.ofSeconds(3));
    }
    return next != null;
  }

  private <T> Answer<T> answer(String operation, T done) {
    if (operation.equals(lost)) {
      lost = null;
      return new Answer.Unknown<>("time-out");
    }
    return new Answer.Ok<>(done);
  }

  @SuppressWarnings("unchecked")
  private <T> Answer<T> given() {
    var answer = (Answer<T>) Objects.requireNonNull(next);
    next = null;
    return answer;
  }

  /** The port of source servers on this account. */
  public SourceServerGateway sources() {
    return new Sources();
  }

  /** The port of instances on this account. */
  public TargetGateway targets() {
    return new Targets();
  }

  private final class Sources implements SourceServerGateway {
    @Override
    public Map<String, SourceServer> describe(AccountKey account, Collection<String> ids) {
      calls.add("DescribeSourceServers");
      var found = new HashMap<>(servers);
      found.keySet().retainAll(ids);
      return found;
    }

    @Override
    public Answer<String> changeLifecycle(AccountKey account, String id, String state) {
      calls.add("ChangeServerLifeCycleState " + id + " " + state);
      return changed(id, state, false);
    }

    @Override
    public Answer<String> finalizeCutover(AccountKey account, String id) {
      calls.add("FinalizeCutover " + id);
      return changed(id, "CUTOVER", false);
    }

    @Override
    public Answer<String> archive(AccountKey account, String id) {
      calls.add("MarkAsArchived " + id);
      return changed(id, "CUTOVER", true);
    }

    private Answer<String> changed(String id, String state, boolean archived) {
      if (next != null) {
        return given();
      }
      servers.computeIfPresent(id, (key, s) ->
          new SourceServer(key, state, archived, s.launchable(), s.instanceId(), s.firstBoot()));
      return new Answer.Ok<>(id);
    }
  }

  private final class Targets implements TargetGateway {
    @Override
    public Map<String, TargetInstance> describe(AccountKey account, Collection<String> ids) {
      calls.add("DescribeInstances");
      var found = new HashMap<>(instances);
      found.keySet().retainAll(ids);
      return found;
    }

    @Override
    public Answer<String> stop(AccountKey account, Collection<String> ids) {
      calls.add("StopInstances " + String.join(",", ids));
      if (next != null) {
        return given();
      }
      ids.forEach(id -> instances.computeIfPresent(id, (key, i) ->
          new TargetInstance(key, "stopped", i.privateIp(), i.subnetId(), i.securityGroupIds(),
              i.volumeIds())));
      return new Answer.Ok<>("stopped");
    }

    @Override
    public Answer<List<String>> snapshot(
        AccountKey account, String instanceId, String serverId, OperationId operation) {
      calls.add("CreateSnapshots " + instanceId);
      if (next != null) {
        return given();
      }
      var taken = Objects.requireNonNull(instances.get(instanceId)).volumeIds().stream()
          .map(volume -> new TargetSnapshot("snap-" + ++sequence, volume, "pending", "")).toList();
      snapshots.put(operation, taken);
      return new Answer.Ok<>(taken.stream().map(TargetSnapshot::id).toList());
    }

    @Override
    public Map<OperationId, List<TargetSnapshot>> snapshots(AccountKey account, Collection<OperationId> operations) {
      if (hidden) {
        throw new HiddenException("DescribeSnapshots was refused: UnauthorizedOperation", new IllegalStateException());
      }
      var found = new HashMap<>(snapshots);
      found.keySet().retainAll(operations);
      return found;
    }
  }
}
