package dev.convoy.inventory.readmodel;

import dev.convoy.events.common.Stage;
import dev.convoy.events.common.WaitsFor;
import dev.convoy.events.status.ServerStatus;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Servers that are cut over together, so that one that waits for its group can be told for whom. */
public final class Companions {

  private static final int MOST_NAMED = 5;

  private final Map<List<String>, List<ServerStatus>> groups;

  private Companions(Map<List<String>, List<ServerStatus>> groups) {
    this.groups = groups;
  }

  public static Companions of(Collection<ServerStatus> servers) {
    return new Companions(servers.stream().filter(Companions::isMember)
        .collect(Collectors.groupingBy(Companions::group)));
  }

  private static boolean isMember(ServerStatus server) {
    return server.getWaveId() != null && server.getApplication() != null;
  }

  private static List<String> group(ServerStatus server) {
    return List.of(String.valueOf(server.getWaveId()), String.valueOf(server.getApplication()), server.getAccount(),
        server.getRegion());
  }

  /** Members that are not as far as this one, or parked: ids, those that are parked first. */
  public List<String> awaitedBy(ServerStatus server) {
    return waiting(server).map(ServerStatus::getServerId).toList();
  }

  /** What the server waits for, with the members that it waits for. */
  public String detail(ServerStatus server) {
    var detail = server.getWaitsForDetail();
    var missing = waiting(server).toList();
    if (missing.isEmpty()) {
      return detail;
    }
    var named = missing.stream().limit(MOST_NAMED).map(Companions::named).collect(Collectors.joining(", "));
    return detail + "; not yet: " + named + (missing.size() > MOST_NAMED ? " and " + (missing.size() - MOST_NAMED)
        + " more"
        : "");
  }

  private Stream<ServerStatus> waiting(ServerStatus server) {
    if (server.getWaitsFor() != WaitsFor.GROUP || !isMember(server)) {
      return Stream.empty();
    }
    return groups.getOrDefault(group(server), List.of()).stream()
        .filter(other -> !other.getServerId().equals(server.getServerId()) && !other.getEnded())
        .filter(other -> other.getParked() != null || reached(other).compareTo(reached(server)) < 0
            || !other.getTestCounts() && other.getWithoutTest() == null && reached(server) == Stage.TEST_PASSED)
        .sorted(Comparator.comparing((ServerStatus other) -> other.getParked() == null)
            .thenComparing(ServerStatus::getServerId));
  }

  /** A waived test stands for a passed one. */
  private static Stage reached(ServerStatus server) {
    return server.getStage() == Stage.TEST_WAIVED ? Stage.TEST_PASSED : server.getStage();
  }

  private static String named(ServerStatus server) {
    return server.getServerId() + (server.getParked() == null ? " (" + server.getStage() + ")"
        : " (parked: " + server.getParked().getCode() + ")");
  }
}
