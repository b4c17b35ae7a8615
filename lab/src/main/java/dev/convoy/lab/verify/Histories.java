package dev.convoy.lab.verify;

import dev.convoy.lab.events.EventLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Events sorted by what they are about, and which MGN source server is which server. */
final class Histories {
  private static final String WAVE_TOPIC = ".wave.events";
  private static final Comparator<EventLine> BY_TIME =
      Comparator.comparing(EventLine::occurredAt).thenComparing(EventLine::topic).thenComparing(EventLine::offset);

  private final Map<String, ServerHistory> servers = new TreeMap<>();
  private final Map<String, String> bound = new HashMap<>();
  private final Map<String, Instant> startedWaves = new HashMap<>();
  private final Set<String> completedWaves = new HashSet<>();
  private final Set<String> lateWaves = new HashSet<>();
  private final Map<String, List<EventLine>> plans = new HashMap<>();

  Histories(Collection<EventLine> events) {
    Map<String, List<EventLine>> byServer = new TreeMap<>();
    for (EventLine event : events.stream().sorted(BY_TIME).toList()) {
      if (event.topic().endsWith(WAVE_TOPIC)) {
        wave(event);
      } else {
        byServer.computeIfAbsent(event.key(), key -> new ArrayList<>()).add(event);
        bind(event);
      }
    }
    byServer.forEach((id, lines) -> servers.put(id, new ServerHistory(id, List.copyOf(lines))));
  }

  private void wave(EventLine event) {
    switch (event.type()) {
      case "WaveStarted" -> startedWaves.putIfAbsent(event.key(), event.occurredAt());
      case "WaveCompleted" -> completedWaves.add(event.key());
      case "WaveProgressed" -> reopened(event);
      case "WaveDeadlinePassed" -> lateWaves.add(event.key());
      case "WavePlanned" -> {
        lateWaves.remove(event.key());
        plans.computeIfAbsent(event.key(), id -> new ArrayList<>()).add(event);
      }
      default -> { }
    }
  }

  /** A server has joined a completed wave. */
  private void reopened(EventLine progress) {
    if (progress.fields().get("ended") instanceof Integer ended
        && progress.fields().get("servers") instanceof Integer servers && ended < servers) {
      completedWaves.remove(progress.key());
    }
  }

  private void bind(EventLine event) {
    if (event.type().equals("AgentInstalled")) {
      event.text("sourceServerId").ifPresent(id -> bound.put(id, event.key()));
    }
  }

  Collection<ServerHistory> servers() {
    return servers.values();
  }

  Optional<ServerHistory> server(String id) {
    return Optional.ofNullable(servers.get(id));
  }

  /** The server that was bound to this MGN source server. */
  Optional<ServerHistory> boundTo(String sourceServer) {
    return Optional.ofNullable(bound.get(sourceServer)).flatMap(this::server);
  }

  boolean started(String wave) {
    return startedWaves.containsKey(wave);
  }

  boolean startedBy(String wave, Instant moment) {
    Instant started = startedWaves.get(wave);
    return started != null && !started.isAfter(moment);
  }

  /** The plan of a wave that held at a moment. */
  Optional<EventLine> plan(String wave, Instant moment) {
    return plans.getOrDefault(wave, List.of()).reversed().stream()
        .filter(plan -> !plan.occurredAt().isAfter(moment)).findFirst();
  }

  /** Deadline of a started wave as it was last planned. */
  Optional<Instant> deadline(String wave) {
    return started(wave) ? plan(wave, Instant.MAX).flatMap(plan -> plan.time("deadline")) : Optional.empty();
  }

  boolean ended(String wave) {
    return completedWaves.contains(wave) || lateWaves.contains(wave);
  }
}
