package dev.convoy.validation.profile;

import dev.convoy.events.agent.SourceProfiled;
import dev.convoy.validation.profile.Comparison.ExpectedPort;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What of a source's profile a launched instance is compared with.
 *
 * @param enabled false = nothing is compared
 * @param leftOut ports that say nothing about what the server does for its users
 * @param blocking ports without which no instance passes
 * @param blockingOf ports without which no instance passes where the source ran the service
 * @param mostPorts most ports that are compared, the blocking ones first
 */
public record ProfilePolicy(
    boolean enabled, Ports leftOut, Ports blocking, Map<String, Ports> blockingOf, int mostPorts, Duration within) {

  /** Most ports that are kept of a source. */
  private static final int MOST_KEPT = 500;

  /** @param within how long an instance that has passed but for warnings is given to come up to its source */
  public ProfilePolicy {
    blockingOf = Map.copyOf(blockingOf);
  }

  /** What is kept of a look; null if it is one of an older build, which did not say all that ran. */
  public @Nullable SourceProfile kept(SourceProfiled look) {
    return look.getDisks().isEmpty() ? null : new SourceProfile(look.getRound(), look.getOccurredAt(),
        look.getListeningPorts().stream().distinct().sorted().limit(MOST_KEPT).toList(),
        look.getServices().stream().filter(blockingOf::containsKey).distinct().sorted().toList());
  }

  /** What an instance is compared with; null = with nothing. */
  public @Nullable Comparison comparison(@Nullable SourceProfile profile) {
    if (!enabled || profile == null) {
      return null;
    }
    var worth = profile.ports().stream().map(port -> new ExpectedPort(port, blocks(port, profile)))
        .filter(port -> port.blocking() || !leftOut.contains(port.port()))
        .sorted((a, b) -> Boolean.compare(b.blocking(), a.blocking())).toList();
    var compared = worth.stream().limit(mostPorts).toList();
    return new Comparison(profile.at(), compared, worth.size() - compared.size());
  }

  private boolean blocks(int port, SourceProfile profile) {
    return blocking.contains(port) || profile.services().stream()
        .anyMatch(service -> blockingOf.getOrDefault(service, new Ports(List.of())).contains(port));
  }
}
