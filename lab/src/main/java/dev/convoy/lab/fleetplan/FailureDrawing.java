package dev.convoy.lab.fleetplan;

import dev.convoy.events.common.OsFamily;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Draws which servers fail for good and how: each kind once before one is drawn again, at most one server of an
 * application. Every other one stands alone from then on, so that it holds up nobody; the rest hold up their
 * application until somebody takes them out of their wave.
 */
final class FailureDrawing {
  private final Random random;
  private final Map<String, PlantedFailure> failures = new LinkedHashMap<>();
  private final Set<String> alone = new HashSet<>();

  FailureDrawing(long seed) {
    this.random = new Random(seed ^ 0x0fa11edL);
  }

  /** Draws so many, or as many as there are applications. @param drawable kinds that there are */
  FailureDrawing draw(List<PlannedServer> servers, int count, Predicate<PlantedFailure> drawable) {
    List<PlannedServer> left = new ArrayList<>(servers);
    Collections.shuffle(left, random);
    List<PlantedFailure> kinds = new ArrayList<>();
    boolean standsAlone = random.nextBoolean();
    while (failures.size() < count && !left.isEmpty()) {
      if (kinds.isEmpty()) {
        kinds.addAll(Arrays.stream(PlantedFailure.values()).filter(drawable).toList());
        Collections.shuffle(kinds, random);
      }
      PlantedFailure kind = kinds.removeFirst();
      Optional<PlannedServer> found = left.stream().filter(each -> kind.befalls(each.host().os()))
          .findFirst();
      if (found.isPresent()) {
        plant(found.get(), kind, standsAlone);
        standsAlone = !standsAlone;
        String application = found.get().application();
        left.removeIf(each -> each.application().equals(application));
      }
    }
    return this;
  }

  /**
   * Draws so many broken hosts, each way in its turn, that all stand alone; fewer where no host is left that can have its turn.
   */
  FailureDrawing drawBroken(List<PlannedServer> servers, int count) {
    List<PlannedServer> left = new ArrayList<>(servers);
    Collections.shuffle(left, random);
    for (int i = 0; i < count; i++) {
      PlantedFailure kind = BrokenHost.values()[i % BrokenHost.values().length].failure();
      left.stream().filter(each -> kind.befalls(each.host().os())).findFirst().ifPresent(found -> {
        plant(found, kind, true);
        left.remove(found);
      });
    }
    return this;
  }

  /** Sees to it that a host of each family has this failure, if there is one that has none yet; it stands alone. */
  FailureDrawing onEachFamily(List<PlannedServer> servers, PlantedFailure kind) {
    for (OsFamily family : List.of(OsFamily.LINUX, OsFamily.WINDOWS)) {
      List<PlannedServer> own = servers.stream().filter(each -> each.host().os() == family).toList();
      if (own.stream().noneMatch(each -> failures.get(each.host().serverId()) == kind)) {
        own.stream().filter(each -> !failures.containsKey(each.host().serverId())).findFirst()
            .ifPresent(found -> plant(found, kind, true));
      }
    }
    return this;
  }

  private void plant(PlannedServer server, PlantedFailure kind, boolean standsAlone) {
    failures.put(server.host().serverId(), kind);
    if (standsAlone) {
      alone.add(server.host().serverId());
    }
  }

  Map<String, PlantedFailure> failures() {
    return Collections.unmodifiableMap(failures);
  }

  PlannedServer planted(PlannedServer server) {
    PlantedFailure failure = failures.get(server.host().serverId());
    if (failure == null) {
      return server;
    }
    PlannedServer failing = server.with(server.host().with(failure.hostFault()));
    return alone.contains(server.host().serverId()) ? failing.standingAlone() : failing;
  }
}
