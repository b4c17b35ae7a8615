package dev.convoy.lab.verify;

import dev.convoy.lab.events.EventLine;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Rule 4, told by what AWS shows and not by what we said: of a server that was rolled back, no instance of a cutover launch of ours runs
 * beside its source; of one that was withdrawn, none of a test either. One that could not be stopped is not left where a person
 * was told.
 */
final class LeftRunning implements Rule {
  private static final String RULE = "4 left running";
  /** A withdrawal is answered at once; how long what follows from it may take. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Set<String> CUTOVERS = Set.of("StartCutover");
  private static final Set<String> LAUNCHES = Set.of("StartTest", "StartCutover");

  @Override
  public Stream<Finding> check(ServerCase server) {
    return server.trial().evidence().finished() ? ended(server).stream().flatMap(end -> left(server, end)) : Stream.empty();
  }

  /** What ended it with its source in service; empty while it goes on, or where its target took over. */
  private static Optional<EventLine> ended(ServerCase server) {
    return server.history().finalized() || !server.history().restored() ? Optional.empty()
        : server.history().before(server.trial().evidence().readAt().minus(PATIENCE), Set.of("ServerWithdrawn", "RolledBack"));
  }

  private static Stream<Finding> left(ServerCase server, EventLine end) {
    Set<String> launches = end.type().equals("ServerWithdrawn") ? LAUNCHES : CUTOVERS;
    return isTold(server) ? Stream.empty()
        : Launched.by(server).filter(each -> launches.contains(each.call().operation()))
            .flatMap(each -> running(server, each)
                .map(instance -> server.forbidden(RULE, each.call(), instance + ", which it launched, still runs", Optional.of(end))));
  }

  private static Stream<String> running(ServerCase server, Launched launched) {
    return server.trial().evidence().instances().stream()
        .filter(each -> each.instanceId().equals(launched.instanceId()) && each.runs()).map(AwsInstance::instanceId);
  }

  private static boolean isTold(ServerCase server) {
    return server.history().all("LaunchStepFailed").stream()
        .anyMatch(each -> each.text("step").filter("StopTarget"::equals).isPresent());
  }
}
