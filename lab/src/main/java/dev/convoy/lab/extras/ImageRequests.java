package dev.convoy.lab.extras;

import dev.convoy.events.common.Stage;
import dev.convoy.lab.run.InventoryClient;
import dev.convoy.lab.run.LabFailure;
import dev.convoy.lab.run.Refusal;
import dev.convoy.lab.run.ServerLine;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a machine image in each wave, as a person would who builds a stack of it: of the first server whose instance is
 * validated, and of the next that may be asked when that came to nothing.
 */
public final class ImageRequests {
  /** The target is validated, and handed on. */
  private static final Set<Stage> ON_TARGET = EnumSet.of(
      Stage.CUTOVER_VERIFIED, Stage.DNS_SWITCHED, Stage.CUTOVER_DONE, Stage.CUTOVER_FINALIZED, Stage.ARCHIVED);
  /** From the first moment at which an image could be asked for to its being there, also while AWS or a service misbehaves. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  /** From a request that was taken to its event. */
  private static final Duration TOLD_WITHIN = Duration.ofSeconds(20);
  private static final int MOST = 10;

  private final Predicate<String> keepsTest;
  private final ImageTalk talk;
  private final URI inventory;
  private final InstantSource clock;
  private final PrintStream out;
  private final Map<String, Instant> possibleSince = new HashMap<>();
  private final Map<String, Asked> asked = new HashMap<>();

  /**
   * The last request in a wave.
   *
   * @param requested requests about the server that were told before
   * @param times how often it was asked in the wave
   */
  private record Asked(String serverId, int requested, Instant at, int times) {}

  /**
   * @param keepsTest whether a server keeps its test instance, by its id
   * @param talk what became of requests
   * @param inventory {@code http://127.0.0.1:8080}
   */
  public ImageRequests(Predicate<String> keepsTest, ImageTalk talk, URI inventory, InstantSource clock, PrintStream out) {
    this.keepsTest = keepsTest;
    this.talk = talk;
    this.inventory = inventory;
    this.clock = clock;
    this.out = out;
  }

  /** Acts on what is seen now; what is not taken is asked again at the next look. */
  public void look(Collection<ServerLine> servers) {
    waves(servers).forEach((wave, members) -> {
      if (!isImaged(members)) {
        attend(wave, members);
      }
    });
  }

  private static Map<String, List<ServerLine>> waves(Collection<ServerLine> servers) {
    return servers.stream().filter(ServerLine::moves).sorted(Comparator.comparing(ServerLine::serverId))
        .collect(Collectors.groupingBy(ServerLine::wave, TreeMap::new, Collectors.toList()));
  }

  private boolean isImaged(List<ServerLine> servers) {
    return servers.stream().map(ServerLine::serverId).anyMatch(talk::isImaged);
  }

  private void attend(String wave, List<ServerLine> servers) {
    var possible = servers.stream().filter(each -> mayBeImaged(each, keepsTest)).toList();
    if (!possible.isEmpty()) {
      possibleSince.putIfAbsent(wave, clock.instant());
    }
    var last = asked.get(wave);
    var times = last == null ? 0 : last.times();
    if (!possible.isEmpty() && times < MOST && !isAwaited(last == null ? possible.getFirst().serverId() : last.serverId(), wave)) {
      ask(wave, possible.get(times % possible.size()).serverId(), times + 1);
    }
  }

  /** A request that was taken is told a moment later. */
  private boolean isAwaited(String serverId, String wave) {
    var last = asked.get(wave);
    return talk.isOpen(serverId)
        || last != null && talk.requested(serverId) == last.requested() && clock.instant().isBefore(last.at().plus(TOLD_WITHIN));
  }

  /** Whether inventory-service takes a request for an image of it. @param keepsTest whether a server keeps its test instance */
  public static boolean mayBeImaged(ServerLine server, Predicate<String> keepsTest) {
    return server.parked().isEmpty() && (ON_TARGET.contains(server.stage())
        || server.stage() == Stage.TEST_PASSED && keepsTest.test(server.serverId()));
  }

  private void ask(String wave, String serverId, int times) {
    var told = talk.requested(serverId);
    try (InventoryClient client = new InventoryClient(inventory)) {
      client.post("/api/servers/" + InventoryClient.segment(serverId) + "/image", Map.of("by", "lab", "reason", "a stack is built of it"));
      asked.put(wave, new Asked(serverId, told, clock.instant(), times));
    } catch (LabFailure | Refusal e) {
      out.println(serverId + ": its image was not asked for yet: " + e.getMessage());
    }
  }

  /** True when each wave has its image, or none can be asked for, or it was waited for long enough. */
  public boolean over(Collection<ServerLine> servers) {
    return waves(servers).entrySet().stream().allMatch(wave -> isImaged(wave.getValue())
        || wave.getValue().stream().noneMatch(each -> mayBeImaged(each, keepsTest) || talk.isOpen(each.serverId()))
        || isLong(possibleSince.get(wave.getKey())));
  }

  private boolean isLong(@Nullable Instant since) {
    return since != null && since.plus(PATIENCE).isBefore(clock.instant());
  }
}
