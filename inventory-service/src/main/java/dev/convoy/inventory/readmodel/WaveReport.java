package dev.convoy.inventory.readmodel;

import dev.convoy.events.common.PersonDecision;
import dev.convoy.events.common.Stage;
import dev.convoy.events.common.WaitsFor;
import dev.convoy.events.status.ServerStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A wave with what its servers are at.
 *
 * @param stages servers by stage, in the order of the line
 * @param waiting what servers wait for, the most frequent first, at most 20
 * @param decided what people have decided about its servers, a line for each, at most 20
 */
public record WaveReport(WaveStatus wave, Map<String, Integer> stages, List<Waiting> waiting, List<String> decided) {

  private static final int MOST_REASONS = 20;
  private static final int MOST_EXAMPLES = 5;

  /** Servers that wait for the same. */
  public record Waiting(WaitsFor waitsFor, String detail, int servers, List<String> examples) {}

  /** Counts the servers of a wave. */
  public static WaveReport of(WaveStatus wave, Collection<ServerStatus> servers) {
    var stages = new TreeMap<Stage, Integer>();
    var reasons = new LinkedHashMap<String, Waiting>();
    var companions = Companions.of(servers);
    for (var server : servers) {
      if (Objects.equals(server.getWaveId(), wave.waveId())) {
        stages.merge(server.getStage(), 1, Integer::sum);
        if (server.getWaitsFor() != WaitsFor.NOTHING) {
          var detail = companions.detail(server);
          reasons.merge(server.getWaitsFor() + detail, new Waiting(server.getWaitsFor(), detail, 1,
              List.of(server.getServerId())), WaveReport::together);
        }
      }
    }
    var byName = new LinkedHashMap<String, Integer>();
    stages.forEach((stage, count) -> byName.put(stage.name(), count));
    return new WaveReport(wave, byName, reasons.values().stream()
        .sorted(Comparator.comparingInt(Waiting::servers).reversed()).limit(MOST_REASONS).toList(), decided(wave, servers));
  }

  private static List<String> decided(WaveStatus wave, Collection<ServerStatus> servers) {
    return servers.stream().filter(server -> Objects.equals(server.getWaveId(), wave.waveId()))
        .flatMap(server -> Stream.of(line(server, "test waived", server.getWithoutTest()),
            line(server, "without rollback, decided", server.getWithoutRollback())))
        .flatMap(Optional::stream).sorted().limit(MOST_REASONS).toList();
  }

  private static Optional<String> line(ServerStatus server, String what, @Nullable PersonDecision decision) {
    return Optional.ofNullable(decision).map(made ->
        server.getServerId() + ": " + what + " by " + made.getDecidedBy() + ": " + made.getReason());
  }

  private static Waiting together(Waiting known, Waiting more) {
    var examples = new ArrayList<>(known.examples());
    if (examples.size() < MOST_EXAMPLES) {
      examples.addAll(more.examples());
    }
    return new Waiting(known.waitsFor(), known.detail(), known.servers() + more.servers(), examples);
  }
}
