package dev.convoy.lab.verify;

import dev.convoy.lab.events.EventLine;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Rule 4: a launched target is stopped before the source is resumed; the source was resumed, and that was seen, before
 * the lifecycle is reverted and the server counts as rolled back. What lies between, {@link Snapshots} looks at.
 */
final class RollbackOrder implements Rule {
  private static final String RULE = "4 rollback order";

  @Override
  public Stream<Finding> check(ServerCase server) {
    return server.history().all("RollbackStarted").stream().flatMap(start ->
        Stream.of(resumed(server, start), reverted(server, start), ended(server, start)).flatMap(each -> each));
  }

  /** What the resume needs before it. */
  private static Stream<Finding> resumed(ServerCase server, EventLine start) {
    int round = start.round();
    return server.deeds("resume").filter(each -> server.round(each, "RollbackStarted") == round).flatMap(resume -> {
      Optional<EventLine> launched = server.history().before(resume.wall(), "CutoverLaunched", round);
      return launched.isPresent()
          ? launched.filter(each -> !done(server, "StopInstances", each.occurredAt(), resume.wall())).stream()
              .map(each -> server.forbidden(RULE, resume, "the source was resumed while the target was not stopped", launched))
          : launchedUntold(server, start, resume);
    });
  }

  /** A launch that has failed, but whose instance runs: AWS shows it, no event does. */
  private static Stream<Finding> launchedUntold(ServerCase server, EventLine start, Deed resume) {
    return Launched.by(server).filter(each -> each.call().operation().equals("StartCutover"))
        .filter(each -> server.round(each.call(), "CutoverAuthorized") == start.round())
        .filter(each -> each.job().ended().filter(end -> end.isBefore(resume.wall())).isPresent())
        .filter(each -> !done(server, "StopInstances", each.call().wall(), resume.wall()))
        .map(each -> server.forbidden(RULE, resume, "the source was resumed while " + each.instanceId()
            + ", which a launch that failed has left, was not stopped", Optional.of(start)));
  }

  private static Stream<Finding> reverted(ServerCase server, EventLine start) {
    Instant end = server.history().after(start.occurredAt(), Set.of("RolledBack")).map(EventLine::occurredAt)
        .orElse(Instant.MAX);
    return server.calls("ChangeServerLifeCycleState")
        .filter(call -> call.wall().isAfter(start.occurredAt()) && call.wall().isBefore(end))
        .filter(call -> !seenResumed(server, start, call.wall()))
        .map(call -> server.forbidden(RULE, call, "the lifecycle was reverted before the source was seen resumed",
            Optional.of(start)));
  }

  private static Stream<Finding> ended(ServerCase server, EventLine start) {
    return server.history().all("RolledBack").stream().filter(each -> each.round() == start.round())
        .filter(back -> Boolean.TRUE.equals(start.fields().get("sourceQuiesced")))
        .filter(back -> !seenResumed(server, start, back.occurredAt()))
        .map(back -> server.forbidden(RULE, back, "rolled back, but the source was not seen resumed",
            Stream.of(start)));
  }

  private static boolean seenResumed(ServerCase server, EventLine start, Instant by) {
    return server.history().before(by, "SourceResumed", start.round())
        .filter(each -> !each.occurredAt().isBefore(start.occurredAt())).isPresent();
  }

  private static boolean done(ServerCase server, String operation, Instant from, Instant to) {
    return server.calls(operation).anyMatch(call -> !call.wall().isBefore(from) && !call.wall().isAfter(to));
  }
}
