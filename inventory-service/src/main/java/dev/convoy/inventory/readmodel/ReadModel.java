package dev.convoy.inventory.readmodel;

import dev.convoy.events.common.SourceHost;
import dev.convoy.events.common.TargetSettings;
import dev.convoy.events.inventory.ServerChanged;
import dev.convoy.events.inventory.ServerRegistered;
import dev.convoy.events.status.ServerStatus;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * A full copy in memory of what the inventory has published: the latest status of every server, the newest events of
 * each, the waves, the answers to commands. Filled by one thread, read by many.
 */
public final class ReadModel {

  private static final int LONGEST_TIMELINE = 200;

  private final Map<String, ServerStatus> servers = new ConcurrentSkipListMap<>();
  private final Map<String, ArrayDeque<Seen>> timelines = new ConcurrentHashMap<>();
  private final Map<String, TargetSettings> targets = new ConcurrentHashMap<>();
  private final Map<String, SourceHost> sources = new ConcurrentHashMap<>();
  private final Map<String, WaveStatus> waves = new ConcurrentSkipListMap<>();
  private final Answers answers = new Answers();
  private final DeadLetters deadLetters = new DeadLetters();
  private final KeptTests keptTests = new KeptTests();
  private volatile boolean caughtUp;

  /** Takes a status; null removes the server. */
  public void status(String serverId, @Nullable ServerStatus status) {
    keptTests.changed(serverId, status == null ? servers.remove(serverId) : servers.put(serverId, status), status);
  }

  /** Takes an event of a server. */
  public void event(Seen seen) {
    switch (seen.event()) {
      case ServerRegistered e -> declared(seen.subject(), e.getSource(), e.getTarget());
      case ServerChanged e -> declared(seen.subject(), e.getSource(), e.getTarget());
      default -> { }
    }
    timelines.compute(seen.subject(), (id, known) -> {
      var timeline = known == null ? new ArrayDeque<Seen>() : known;
      synchronized (timeline) {
        if (timeline.size() == LONGEST_TIMELINE) {
          timeline.removeFirst();
        }
        timeline.addLast(seen);
      }
      return timeline;
    });
    answers.apply(seen);
  }

  private void declared(String serverId, SourceHost source, TargetSettings target) {
    sources.put(serverId, source);
    targets.put(serverId, target);
  }

  /** Takes an event of a wave, or the refusal of a command. */
  public void waveEvent(Seen seen) {
    if (seen.event().getSchema().getField("waveId") != null) {
      waves.compute(seen.subject(), (id, known) -> (known == null ? WaveStatus.of(id) : known).after(seen.event()));
    }
    answers.apply(seen);
  }

  /** Says that everything that was published before the start has been taken. */
  public void caughtUp() {
    caughtUp = true;
  }

  public boolean isCaughtUp() {
    return caughtUp;
  }

  public Answers answers() {
    return answers;
  }

  /** What could not be read, here or elsewhere. */
  public DeadLetters deadLetters() {
    return deadLetters;
  }

  /** Test instances that are kept for people. */
  public KeptTests keptTests() {
    return keptTests;
  }

  /** Every server, by id. */
  public Collection<ServerStatus> servers() {
    return servers.values();
  }

  public Optional<ServerStatus> server(String serverId) {
    return Optional.ofNullable(servers.get(serverId));
  }

  /** Where a server is to go, by its newest declaration that was taken. */
  public Optional<TargetSettings> target(String serverId) {
    return Optional.ofNullable(targets.get(serverId));
  }

  /** How its host is reached, by its newest declaration that was taken. */
  public Optional<SourceHost> source(String serverId) {
    return Optional.ofNullable(sources.get(serverId));
  }

  /** The newest events of a server by the time they happened, newest last, at most 200. */
  public List<Seen> timeline(String serverId) {
    var timeline = timelines.get(serverId);
    if (timeline == null) {
      return List.of();
    }
    synchronized (timeline) {
      return timeline.stream().sorted(Comparator.comparing(Seen::at)).toList();
    }
  }

  /** Every wave, by id. */
  public Collection<WaveStatus> waves() {
    return waves.values();
  }

  public Optional<WaveStatus> wave(String waveId) {
    return Optional.ofNullable(waves.get(waveId));
  }
}
