package dev.convoy.lab.aws.cloud;

import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Carries out the steps of jobs whose time has come. */
final class JobRunner {

  private final Region region;
  private final InstanceLauncher launcher;

  JobRunner(Region region, InstanceLauncher launcher) {
    this.region = region;
    this.launcher = launcher;
  }

  /** Brings a job up to a moment. */
  void advance(Job job, Instant now) {
    for (var step = job.due(now); step != null; step = job.due(now)) {
      take(job, step.kind(), step.at());
    }
  }

  private void take(Job job, JobTimeline.Kind kind, Instant at) {
    switch (kind) {
      case START -> start(job, at);
      case CLEANUP_START -> each(job, p -> cleanUp(job, p, at));
      case CLEANUP_END -> each(job, p -> cleanedUp(job, p, at));
      case SNAPSHOT_START, CONVERSION_START -> each(job, p -> job.note(at, kind.name(), p, null));
      case SNAPSHOT_END -> each(job, p -> end(job, p, at, Job.Failure.SNAPSHOT));
      case CONVERSION_END -> each(job, p -> end(job, p, at, Job.Failure.CONVERSION));
      case LAUNCH_START -> each(job, p -> launch(job, p, at));
      case LAUNCHED -> each(job, p -> launched(job, p, at));
      case END -> end(job, at);
    }
  }

  private void start(Job job, Instant at) {
    job.started();
    job.note(at, "JOB_START");
    each(job, p -> p.becomes("IN_PROGRESS"));
  }

  private void cleanUp(Job job, Job.Participant participant, Instant at) {
    var instance = earlierInstance(participant);
    if (instance != null) {
      job.note(at, "CLEANUP_START", participant, null);
      instance.terminate(at, region.time());
      region.moved(instance);
    } else if (job.initiator() == Job.Initiator.TERMINATE) {
      job.note(at, "SERVER_SKIPPED", participant, null);
    }
  }

  private void cleanedUp(Job job, Job.Participant participant, Instant at) {
    var server = region.server(participant.serverId());
    if (server != null && server.launchedInstanceId() != null) {
      job.note(at, "CLEANUP_END", participant, null);
      server.launched(null);
    }
    if (job.initiator() == Job.Initiator.TERMINATE) {
      participant.becomes("TERMINATED");
    }
  }

  private @Nullable Instance earlierInstance(Job.Participant participant) {
    var server = region.server(participant.serverId());
    return server == null ? null : region.launchedInstance(server);
  }

  private void end(Job job, Job.Participant participant, Instant at, Job.Failure phase) {
    if (participant.planned() == phase) {
      fail(job, participant, at, phase + "_FAIL", "planted failure of the " + phase.name().toLowerCase(
          java.util.Locale.ROOT) + " step");
    } else {
      job.note(at, phase + "_END", participant, null);
    }
  }

  private static void fail(Job job, Job.Participant participant, Instant at, String event, String error) {
    participant.becomes("FAILED");
    job.note(at, event, participant, error);
  }

  private void launch(Job job, Job.Participant participant, Instant at) {
    job.note(at, "LAUNCH_START", participant, null);
    var server = region.server(participant.serverId());
    if (server == null) {
      fail(job, participant, at, "LAUNCH_FAILED", "the Source Server does not exist any more");
      return;
    }
    if (participant.planned() == Job.Failure.LAUNCH) {
      fail(job, participant, at, "LAUNCH_FAILED",
          "InsufficientInstanceCapacity: We currently do not have sufficient capacity in the Availability Zone");
      return;
    }
    switch (launcher.launch(server, job, participant.planned() == Job.Failure.BOOT, at)) {
      case InstanceLauncher.Refused refused -> fail(job, participant, at, "LAUNCH_FAILED", refused.error());
      case InstanceLauncher.Launched started -> participant.starts(started.instance().id());
    }
  }

  private void launched(Job job, Job.Participant participant, Instant at) {
    var server = region.server(participant.serverId());
    var instanceId = participant.instanceId();
    if (server == null || instanceId == null) {
      return;
    }
    participant.becomes("LAUNCHED");
    server.launched(instanceId);
    participant.acts(ActionRun.of(server, job.initiator(), participant.planned(), region.time(), at));
  }

  private void end(Job job, Instant at) {
    job.completed(at);
    job.note(at, "JOB_END");
    region.ended(job);
  }

  private static void each(Job job, Consumer<Job.Participant> action) {
    job.participants().stream().filter(p -> !p.failed()).forEach(action);
  }
}
