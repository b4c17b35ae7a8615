package dev.convoy.launch.slots;

import dev.convoy.kit.core.Emitter;
import dev.convoy.kit.core.GroupDecider;
import dev.convoy.kit.core.Rows;
import dev.convoy.launch.slots.SlotMessage.ReleaseSlots;
import dev.convoy.launch.slots.SlotMessage.RequestSlots;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hands out the slots of an account and region: never more than its settings allow, first come first served within a
 * wave, and between waves to the one that holds fewest. A request that does not fit holds the next ones up, so that a
 * large application is not passed for ever by single servers.
 */
public final class SlotPoolDecider implements GroupDecider<SlotPool, SlotRow> {

  private final SlotSettings settings;
  private final SlotAnswers answers;

  public SlotPoolDecider(SlotSettings settings, SlotAnswers answers) {
    this.settings = settings;
    this.answers = answers;
  }

  @Override
  public SlotPool initial(String group) {
    return SlotPool.empty(group);
  }

  @Override
  public SlotPool decide(SlotPool pool, Rows<SlotRow> rows, @Nullable Record message, Emitter out, Instant now) {
    var told = message instanceof SlotMessage m ? tell(pool, rows, m, out, now) : pool;
    var due = told.grantAt();
    return due == null || due.isAfter(now) ? told : grant(told, rows, out);
  }

  @Override
  public @Nullable Instant wakeAt(SlotPool pool) {
    return pool.grantAt();
  }

  private SlotPool tell(SlotPool pool, Rows<SlotRow> rows, SlotMessage message, Emitter out, Instant now) {
    return switch (message) {
      case RequestSlots request -> request(pool, rows, request, out, now);
      case ReleaseSlots release -> release(pool, rows, release, now);
    };
  }

  private SlotPool request(SlotPool pool, Rows<SlotRow> rows, RequestSlots request, Emitter out, Instant now) {
    var known = rows.get(key(request));
    if (known != null && known.comparedTo(request) >= 0) {
      if (known.comparedTo(request) == 0 && !known.isWaiting()) {
        answers.granted(request, out);
      }
      return pool;
    }
    var before = known == null ? pool : drop(pool, rows, known);
    if (request.count() > settings.servers()) {
      answers.refused(request, settings.servers(), out);
      return before;
    }
    rows.put(key(request), SlotRow.waiting(request, before.sequence() + 1));
    return before.arrived(now.plus(settings.linger()));
  }

  private SlotPool release(SlotPool pool, Rows<SlotRow> rows, ReleaseSlots release, Instant now) {
    var known = rows.get(key(release));
    if (known == null || known.comparedTo(release) != 0) {
      return pool;
    }
    if (release.keep() <= 0) {
      return again(drop(pool, rows, known), now);
    }
    return known.isWaiting() || known.held() <= release.keep() ? pool : again(shrink(pool, rows, known, release.keep()), now);
  }

  private SlotPool shrink(SlotPool pool, Rows<SlotRow> rows, SlotRow row, int keep) {
    int kept = Math.min(row.held(), keep);
    rows.put(key(row.request()), row.keeping(kept));
    return pool.counting(kept - row.held(), row.request().waveId(), row.batch());
  }

  private static SlotPool drop(SlotPool pool, Rows<SlotRow> rows, SlotRow row) {
    rows.remove(key(row.request()));
    return row.isWaiting() ? pool.left() : pool.counting(-row.held(), row.request().waveId(), row.batch());
  }

  private SlotPool again(SlotPool pool, Instant now) {
    return pool.waiting() > 0 && pool.grantAt() == null ? pool.lookedAt(now.plus(settings.linger())) : pool;
  }

  private SlotPool grant(SlotPool pool, Rows<SlotRow> rows, Emitter out) {
    var waiting = waiting(rows);
    var batches = new EnumMap<Purpose, Long>(Purpose.class);
    var current = pool.lookedAt(null);
    for (var next = next(current, waiting); next != null; next = next(current, waiting)) {
      var purpose = next.request().purpose();
      if (current.held() + next.request().count() > settings.servers()
          || (!batches.containsKey(purpose) && current.jobs() >= settings.jobs())) {
        return current;
      }
      if (!batches.containsKey(purpose)) {
        current = current.openedBatch();
        batches.put(purpose, current.batches());
      }
      current = take(current, rows, next.granted(batches.getOrDefault(purpose, 0L)), out);
      waiting.remove(next);
    }
    return current;
  }

  private SlotPool take(SlotPool pool, Rows<SlotRow> rows, SlotRow row, Emitter out) {
    rows.put(key(row.request()), row);
    answers.granted(row.request(), out);
    return pool.left().counting(row.held(), row.request().waveId(), row.batch());
  }

  /** The first request of the wave that holds fewest slots; of two such waves the one that came first. */
  private static @Nullable SlotRow next(SlotPool pool, List<SlotRow> waiting) {
    return waiting.stream()
        .min(Comparator.comparingInt((SlotRow row) -> pool.heldBy(row.request().waveId()))
            .thenComparingLong(SlotRow::sequence))
        .orElse(null);
  }

  private static List<SlotRow> waiting(Rows<SlotRow> rows) {
    try (var all = rows.all()) {
      return new ArrayList<>(all.map(Map.Entry::getValue).filter(SlotRow::isWaiting).toList());
    }
  }

  private static String key(SlotMessage message) {
    return message.holder() + "|" + message.purpose();
  }
}
