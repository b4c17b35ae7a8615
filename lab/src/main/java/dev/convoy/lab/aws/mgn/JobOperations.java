package dev.convoy.lab.aws.mgn;

import dev.convoy.lab.aws.cloud.Job;
import dev.convoy.lab.aws.wire.AwsError;
import dev.convoy.lab.aws.wire.Call;
import dev.convoy.lab.aws.wire.Operation;
import dev.convoy.lab.aws.wire.Shape;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reading and deleting jobs. */
public final class JobOperations {

  private static final Shape FILTERS = Shape.empty()
      .optional("jobIDs", Shape.list(0, 1000, Shape.id("mgnjob-")))
      .optional("fromDate", Shape.text(19, 32, ".*"))
      .optional("toDate", Shape.text(19, 32, ".*"));

  /** Entries of the dispatch table. */
  public Stream<Operation> operations() {
    return Stream.of(
        Operation.read("DescribeJobs", MgnJson.paged().optional("filters", Shape.structure(FILTERS)), this::describe),
        Operation.read("DescribeJobLogItems", MgnJson.paged().required("jobID", Shape.id("mgnjob-")), this::log),
        Operation.silent("DeleteJob", 204, Shape.empty().required("jobID", Shape.id("mgnjob-")), this::delete));
  }

  /** Newest first, as the API reference says. */
  private ObjectNode describe(Call call) {
    var filters = call.json().path("filters");
    var ids = new HashSet<String>();
    filters.path("jobIDs").forEach(id -> ids.add(id.asString()));
    var from = dateTime(filters, "fromDate");
    var to = dateTime(filters, "toDate");
    var jobs = call.region().jobs().stream().filter(j -> matches(j, ids, from, to)).toList().reversed();
    return MgnJson.page(call, jobs.stream(), job -> -job.sequence(), job -> view(call, job));
  }

  private static boolean matches(Job job, Set<String> ids, @Nullable Instant from, @Nullable Instant to) {
    return (ids.isEmpty() || ids.contains(job.id()))
        && (from == null || !job.createdAt().isBefore(from))
        && (to == null || !job.createdAt().isAfter(to));
  }

  private static @Nullable Instant dateTime(JsonNode filters, String name) {
    var text = filters.path(name).asString("");
    try {
      return text.isEmpty() ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw AwsError.validation("filters." + name, "Value at 'filters." + name + "' is not an ISO 8601 date-time");
    }
  }

  private ObjectNode log(Call call) {
    var job = call.region().job(call.text("jobID"));
    if (job == null) {
      throw AwsError.validation("jobID", "Job " + call.text("jobID") + " does not exist");
    }
    var count = new AtomicLong();
    record Numbered(long number, Job.LogItem item) {}
    return MgnJson.page(call, job.log().stream().map(i -> new Numbered(count.incrementAndGet(), i)), Numbered::number,
        numbered -> logItem(numbered.item()));
  }

  private static ObjectNode logItem(Job.LogItem item) {
    var view = MgnJson.object().put("event", item.event());
    MgnJson.putDateTime(view, "logDateTime", item.at());
    var data = view.putObject("eventData");
    if (item.serverId() != null) {
      data.put("sourceServerID", item.serverId());
    }
    if (item.instanceId() != null) {
      data.put("targetInstanceID", item.instanceId());
    }
    if (item.error() != null) {
      data.put("rawError", item.error());
    }
    return view;
  }

  private void delete(Call call) {
    var job = call.region().job(call.text("jobID"));
    if (job == null) {
      throw AwsError.notFound("Job", call.text("jobID"));
    }
    if (job.active()) {
      throw AwsError.conflict("Job " + job.id() + " is not completed");
    }
    call.region().delete(job);
  }

  /** A job as MGN answers it. */
  static ObjectNode view(Call call, Job job) {
    var view = MgnJson.object().put("jobID", job.id()).put("arn", call.region().arn("job", job.id()))
        .put("type", job.initiator() == Job.Initiator.TERMINATE ? "TERMINATE" : "LAUNCH")
        .put("initiatedBy", job.initiator().name()).put("status", job.status().name());
    MgnJson.putDateTime(view, "creationDateTime", job.createdAt());
    MgnJson.putDateTime(view, "endDateTime", job.endedAt());
    MgnJson.putTags(view, job.tags());
    var servers = view.putArray("participatingServers");
    for (var participant : job.participants()) {
      var server = servers.addObject().put("sourceServerID", participant.serverId())
          .put("launchStatus", participant.launchStatus());
      if (participant.launchStatus().equals("LAUNCHED")) {
        server.put("launchedEc2InstanceID", participant.instanceId());
        acted(call.now(), participant, server);
      }
    }
    return view;
  }

  /** The SSM agent is discovered when the first action starts. */
  private static void acted(Instant now, Job.Participant participant, ObjectNode server) {
    var started = participant.actions().stream().filter(run -> !run.startsAt().isAfter(now)).toList();
    if (started.isEmpty()) {
      return;
    }
    var status = server.putObject("postLaunchActionsStatus");
    if (started.getFirst().isAgentFound()) {
      MgnJson.putDateTime(status, "ssmAgentDiscoveryDatetime", started.getFirst().startsAt());
    }
    var list = status.putArray("postLaunchActionsLaunchStatusList");
    for (var run : started) {
      var view = list.addObject().put("ssmDocumentType", run.type()).put("executionID", run.executionId())
          .put("executionStatus", run.status(now));
      view.set("ssmDocument", run.document().deepCopy());
      if (run.failure(now) != null) {
        view.put("failureReason", run.failure(now));
      }
    }
  }
}
