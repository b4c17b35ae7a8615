package dev.convoy.lab.verify;

import dev.convoy.lab.events.EventLine;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A test instance that is kept is there until its time is over, unless somebody has said before that it is needed no longer, and
 * is not left behind: it is terminated, replaced by that of another round, or stopped with its server's withdrawal. It may wait
 * for an image of it that somebody has asked for.
 */
final class KeptTests implements Rule {
  private static final String RULE = "6 kept";
  private static final String TERMINATE = "TerminateTargetInstances";
  /** How long its end may take. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Set<String> NEEDLESS = Set.of("TestAccepted", "CutoverAuthorized", "RetestRequested", "RollbackRequested",
      "WithdrawalRequested", "ServerWithdrawn");

  @Override
  public Stream<Finding> check(ServerCase server) {
    return server.history().all("TestKept").stream()
        .flatMap(kept -> Stream.concat(early(server, kept), left(server, kept)));
  }

  private static Instant endsBy(EventLine kept) {
    return kept.time("endsBy").orElse(kept.occurredAt());
  }

  private static Stream<Finding> early(ServerCase server, EventLine kept) {
    return server.calls(TERMINATE).filter(call -> call.wall().isAfter(kept.occurredAt()) && call.wall().isBefore(endsBy(kept))
        && !isReplaced(server, kept, call.wall()) && !isNeedless(server, kept, call.wall()))
        .map(call -> server.forbidden(RULE, call, "its test instance was to be kept until " + endsBy(kept), Optional.of(kept)));
  }

  /** What was said while it was kept, or before it had passed. */
  private static boolean isNeedless(ServerCase server, EventLine kept, Instant by) {
    return server.history().events().stream().anyMatch(each -> NEEDLESS.contains(each.type()) && each.round() >= kept.round()
        && !each.occurredAt().isAfter(by));
  }

  private static boolean isReplaced(ServerCase server, EventLine kept, Instant by) {
    return server.history().events().stream().anyMatch(each -> each.type().equals("TestLaunched") && each.round() > kept.round()
        && !each.occurredAt().isAfter(by));
  }

  /** Nobody has said yet what came of an image of it. */
  private static boolean isImaged(ServerCase server, EventLine kept) {
    return told(server, kept, "ImageRequested") > told(server, kept, "ImageCreated") + told(server, kept, "ImageFailed");
  }

  private static long told(ServerCase server, EventLine kept, String type) {
    return server.history().all(type).stream().filter(each -> each.round() == kept.round()).count();
  }

  private static Stream<Finding> left(ServerCase server, EventLine kept) {
    Instant readAt = server.trial().evidence().readAt();
    boolean over = server.history().finalized() || server.history().restored() || readAt.isAfter(endsBy(kept).plus(PATIENCE));
    boolean ended = server.history().all("TestEnded").stream().anyMatch(each -> each.round() >= kept.round())
        || isReplaced(server, kept, readAt)
        || isImaged(server, kept)
        || server.calls("StopInstances").anyMatch(stop -> stop.wall().isAfter(kept.occurredAt()));
    return !server.trial().evidence().finished() || !over || ended ? Stream.empty()
        : Stream.of(server.forbidden(RULE, kept, "its test instance is left behind", Stream.empty()));
  }
}
