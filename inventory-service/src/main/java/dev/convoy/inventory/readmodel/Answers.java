package dev.convoy.inventory.readmodel;

import dev.convoy.events.inventory.BreakGlassRequested;
import dev.convoy.events.inventory.ImageRequested;
import dev.convoy.events.inventory.ReinstallRequested;
import dev.convoy.events.inventory.RetestRequested;
import dev.convoy.events.inventory.RetryRequested;
import dev.convoy.events.inventory.RollbackRequested;
import dev.convoy.events.inventory.ServerBound;
import dev.convoy.events.inventory.ServerDecided;
import dev.convoy.events.inventory.ServerWithdrawn;
import dev.convoy.events.inventory.SnapshotsWaived;
import dev.convoy.events.inventory.TestAccepted;
import dev.convoy.events.inventory.TestEndRequested;
import dev.convoy.events.wave.CommandRejected;
import dev.convoy.events.wave.GateApproved;
import dev.convoy.events.wave.TestsAccepted;
import dev.convoy.events.wave.WavePaused;
import dev.convoy.events.wave.WavePlanned;
import dev.convoy.events.wave.WaveResumed;
import dev.convoy.events.wave.WaveRollbackRequested;
import dev.convoy.events.wave.WaveStarted;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Events that answer commands, by command id. The newest 10,000 are kept; whoever asks for an older one learns that it
 * is not known.
 */
public final class Answers {

  private static final int MOST = 10_000;
  private static final Set<Class<? extends SpecificRecord>> ANSWERS = Set.of(
      CommandRejected.class, WavePlanned.class, WaveStarted.class, WavePaused.class, WaveResumed.class,
      GateApproved.class, TestsAccepted.class, TestAccepted.class, SnapshotsWaived.class, TestEndRequested.class, WaveRollbackRequested.class,
      RetryRequested.class, RetestRequested.class, BreakGlassRequested.class, ImageRequested.class, ReinstallRequested.class, RollbackRequested.class, ServerBound.class, ServerDecided.class,
      ServerWithdrawn.class);

  private final Map<Key, Seen> known = new LinkedHashMap<>() {
    @Override
    protected boolean removeEldestEntry(Map.Entry<Key, Seen> eldest) {
      return size() > MOST;
    }
  };
  private final Map<Key, CompletableFuture<Seen>> waiting = new HashMap<>();

  /** The command and its target: what a wave's command makes its servers say is no answer. */
  private record Key(String command, String target) {}

  synchronized void apply(Seen seen) {
    var command = seen.event() instanceof CommandRejected rejected ? rejected.getCommandId() : seen.causation();
    if (command == null || !ANSWERS.contains(seen.event().getClass())) {
      return;
    }
    var key = new Key(command, seen.subject());
    known.put(key, seen);
    var waiter = waiting.remove(key);
    if (waiter != null) {
      waiter.complete(seen);
    }
  }

  /** The answer to come; done at once when it is known. */
  public synchronized CompletableFuture<Seen> await(String command, String target) {
    var key = new Key(command, target);
    var answer = known.get(key);
    return answer != null ? CompletableFuture.completedFuture(answer)
        : waiting.computeIfAbsent(key, k -> new CompletableFuture<>());
  }

  /** Forgets that somebody waits. */
  public synchronized void giveUp(String command, String target) {
    waiting.remove(new Key(command, target));
  }

  /** The answer to a command; that of its wave before those of servers. */
  public synchronized Optional<Seen> find(String command) {
    @Nullable Seen found = null;
    for (var entry : known.entrySet()) {
      boolean ofWave = entry.getValue().event().getSchema().getField("waveId") != null
          && entry.getValue().event().getSchema().getField("serverId") == null;
      if (entry.getKey().command().equals(command) && (found == null || ofWave)) {
        found = entry.getValue();
      }
    }
    return Optional.ofNullable(found);
  }
}
