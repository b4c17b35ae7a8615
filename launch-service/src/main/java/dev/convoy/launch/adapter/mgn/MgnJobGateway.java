package dev.convoy.launch.adapter.mgn;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsCalls;
import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.kit.aws.AwsClients;
import dev.convoy.launch.jobs.JobGateway;
import dev.convoy.launch.jobs.JobKind;
import dev.convoy.launch.jobs.MgnJob;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.mgn.model.Job;
import software.amazon.awssdk.services.mgn.model.JobLog;
import software.amazon.awssdk.services.mgn.model.JobPostLaunchActionsLaunchStatus;
import software.amazon.awssdk.services.mgn.model.JobStatus;
import software.amazon.awssdk.services.mgn.model.ParticipatingServer;
import software.amazon.awssdk.services.mgn.model.PostLaunchActionsStatus;

/** MGN's jobs through the AWS SDK. */
public final class MgnJobGateway implements JobGateway {

  /** Tag by which our jobs are known. */
  public static final String BATCH = "convoy:batch";

  private static final int PAGE = 1000;

  private final AwsClients clients;

  public MgnJobGateway(AwsClients clients) {
    this.clients = clients;
  }

  @Override
  public List<MgnJob> since(AccountKey account, Instant from) {
    return AwsCalls.read(() -> clients.mgnReader(account)
        .describeJobsPaginator(request -> request.filters(f -> f.fromDate(from.toString())).maxResults(PAGE))
        .items().stream().map(MgnJobGateway::job).toList());
  }

  private static MgnJob job(Job job) {
    var participants = new HashMap<String, MgnJob.Participant>();
    for (ParticipatingServer server : job.participatingServers()) {
      participants.put(server.sourceServerID(),
          new MgnJob.Participant(server.launchStatusAsString() == null ? "PENDING" : server.launchStatusAsString(),
              server.launchedEc2InstanceID(), actions(server.postLaunchActionsStatus())));
    }
    var active = job.status() != JobStatus.COMPLETED;
    return new MgnJob(job.jobID(), String.valueOf(job.initiatedByAsString()), active,
        active ? null : time(job.endDateTime() == null ? job.creationDateTime() : job.endDateTime()),
        job.hasTags() ? job.tags().get(BATCH) : null, Map.copyOf(participants));
  }

  private static List<MgnJob.ActionRun> actions(@Nullable PostLaunchActionsStatus status) {
    return status == null ? List.of() : status.postLaunchActionsLaunchStatusList().stream()
        .filter(run -> run.ssmDocument() != null).map(MgnJobGateway::run).toList();
  }

  private static MgnJob.ActionRun run(JobPostLaunchActionsLaunchStatus run) {
    return new MgnJob.ActionRun(text(run.ssmDocument().actionName()), text(run.ssmDocument().ssmDocumentName()),
        text(run.executionStatusAsString()), text(run.executionID()), text(run.failureReason()));
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  /** MGN writes both {@code Z} and {@code +00:00}. */
  private static Instant time(@Nullable String text) {
    return text == null ? Instant.EPOCH : OffsetDateTime.parse(text).toInstant();
  }

  @Override
  public Answer<String> start(AccountKey account, JobKind kind, List<String> ids, String batch) {
    var mgn = clients.mgnWriter(account);
    var tags = Map.of(BATCH, batch);
    return AwsCalls.change(() -> switch (kind) {
      case START_TEST -> mgn.startTest(r -> r.sourceServerIDs(ids).tags(tags)).job().jobID();
      case START_CUTOVER -> mgn.startCutover(r -> r.sourceServerIDs(ids).tags(tags)).job().jobID();
      case TERMINATE -> mgn.terminateTargetInstances(r -> r.sourceServerIDs(ids).tags(tags)).job().jobID();
    });
  }

  @Override
  public String reason(AccountKey account, String jobId, String sourceServerId) {
    return AwsCalls.read(() -> clients.mgnReader(account)
        .describeJobLogItemsPaginator(request -> request.jobID(jobId).maxResults(PAGE))
        .items().stream().filter(item -> isFailureOf(item, sourceServerId))
        .map(item -> item.eventAsString() + ": " + item.eventData().rawError())
        .distinct().collect(Collectors.joining("; ")));
  }

  private static boolean isFailureOf(JobLog item, String sourceServerId) {
    var data = item.eventData();
    return data != null && data.rawError() != null && sourceServerId.equals(data.sourceServerID());
  }
}
