package dev.convoy.lab.aftercare;

import dev.convoy.events.common.Serving;
import dev.convoy.events.common.Stage;
import dev.convoy.lab.fleetplan.PlantedOddity;
import dev.convoy.lab.run.InventoryClient;
import dev.convoy.lab.run.LabFailure;
import dev.convoy.lab.run.Refusal;
import dev.convoy.lab.run.ServerLine;
import java.io.PrintStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Has sources wake that were shut down, once the target serves the users, and does what an engineer does then: some are shut
 * down again by hand, the others stay parked. The finalization of their wave is approved when all that was seen, or after a
 * while; the judgement says then what was not.
 */
public final class Aftercare {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String OFF = "SourceShutDown";
  private static final String NOT_OFF = "SourceShutdownFailed";
  private static final String APPROVED_ALREADY = "[CVY-1204]";

  private final Sources sources;
  private final Function<String, Optional<String>> power;
  private final URI inventory;
  private final Clock clock;
  private final Supplier<Instant> disturbed;
  private final PrintStream out;
  private final Map<String, Resting> resting = new HashMap<>();
  private final Map<String, Instant> endedSince = new HashMap<>();
  private final Set<String> woken = new HashSet<>();
  private final Set<String> both = new HashSet<>();
  private final Set<String> shutDown = new HashSet<>();
  private final Set<String> approved = new HashSet<>();

  /**
   * @param power type of the last event about the power of a source, by server id
   * @param inventory {@code http://127.0.0.1:8080}
   * @param disturbed when the services were last made to crash: they are given their time from then on, and may say why they failed while they try again
   */
  public Aftercare(
      Sources sources, Function<String, Optional<String>> power, URI inventory, Clock clock, Supplier<Instant> disturbed, PrintStream out) {
    this.sources = sources;
    this.power = power;
    this.inventory = inventory;
    this.clock = clock;
    this.disturbed = disturbed;
    this.out = out;
  }

  /** Servers whose sources are going to wake. */
  public static Set<String> waking(Map<String, PlantedOddity> oddities) {
    return oddities.entrySet().stream().filter(each -> each.getValue().wakes()).map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Acts on what is seen now; what is not answered is asked again at the next look. */
  public void look(Collection<ServerLine> servers) {
    servers.forEach(each -> {
      if (oddity(each).isPresent() && each.ended()) {
        endedSince.putIfAbsent(each.serverId(), clock.instant());
      }
      if (oddity(each).filter(PlantedOddity::wakes).isPresent()) {
        attend(each);
      }
    });
    servers.stream().filter(each -> oddity(each).filter(PlantedOddity::wakes).isPresent())
        .collect(Collectors.groupingBy(ServerLine::wave)).forEach(this::approve);
  }

  private Optional<PlantedOddity> oddity(ServerLine server) {
    return Optional.ofNullable(sources.oddities().get(server.serverId()));
  }

  private void attend(ServerLine server) {
    var id = server.serverId();
    resting.compute(id, (_, before) -> Resting.of(before, server.stage(), clock.instant()));
    if (server.stage() == Stage.CUTOVER_DONE && power.apply(id).filter(OFF::equals).isPresent() && woken.add(id)) {
      out.println(id + " wakes by itself");
      sources.wake(id);
    }
    if (isParked(server) && server.serving().equals(Serving.BOTH.name())) {
      both.add(id);
      if (oddity(server).filter(PlantedOddity.WAKES_AND_IS_SHUT_DOWN::equals).isPresent() && shutDown.add(id)) {
        out.println(id + " is parked: " + server.parked().orElse("") + "; shut down by hand");
        sources.switchOff(id);
      }
    }
  }

  private static boolean isParked(ServerLine server) {
    return server.parked().filter(PlantedOddity::isWoken).isPresent();
  }

  private void approve(String wave, List<ServerLine> waking) {
    if (approved.contains(wave) || !waking.stream().allMatch(this::isAttendedTo)) {
      return;
    }
    try (InventoryClient client = new InventoryClient(inventory)) {
      client.post("/api/waves/" + InventoryClient.segment(wave) + "/approve", Map.of("by", "lab", "gate", "FINALIZE"));
      approved.add(wave);
    } catch (LabFailure | Refusal e) {
      if (String.valueOf(e.getMessage()).startsWith(APPROVED_ALREADY)) {
        approved.add(wave);
      } else {
        out.println(wave + ": its finalization was not approved yet: " + e.getMessage());
      }
    }
  }

  private boolean isAttendedTo(ServerLine server) {
    var id = server.serverId();
    var rests = resting.get(id);
    if (isLong(rests == null ? null : rests.since())) {
      return true;
    }
    if (server.stage() == Stage.ROLLED_BACK) {
      return false;
    }
    return server.ended() || server.parked().isPresent() && !isParked(server) && !isDisturbed()
        || (sources.oddities().get(id) == PlantedOddity.WAKES ? both.contains(id)
            : shutDown.contains(id) && server.parked().isEmpty());
  }

  private boolean isLong(@Nullable Instant since) {
    return since != null && since.plus(PATIENCE).isBefore(clock.instant()) && !isDisturbed();
  }

  private boolean isDisturbed() {
    return !disturbed.get().plus(PATIENCE).isBefore(clock.instant());
  }

  /** True when nothing more is awaited: whoever stays on may be known to do so only after its server is finalized. */
  public boolean over(Collection<ServerLine> servers) {
    return servers.stream().filter(each -> oddity(each).filter(PlantedOddity.STAYS_ON::equals).isPresent() && each.ended())
        .allMatch(each -> power.apply(each.serverId()).filter(NOT_OFF::equals).isPresent()
            || isLong(endedSince.get(each.serverId())));
  }

  /**
   * A server where it may wait for a person: done, or rolled back until somebody begins a new round.
   *
   * @param since of this stay only: a later round has the same time
   */
  private record Resting(Stage stage, Instant since) {
    static @Nullable Resting of(@Nullable Resting before, Stage stage, Instant now) {
      if (stage != Stage.CUTOVER_DONE && stage != Stage.ROLLED_BACK) {
        return null;
      }
      return before != null && before.stage() == stage ? before : new Resting(stage, now);
    }
  }

  /** Servers that were seen to be parked because their source woke, while source and target served users. */
  public Set<String> both() {
    return Collections.unmodifiableSet(both);
  }
}
