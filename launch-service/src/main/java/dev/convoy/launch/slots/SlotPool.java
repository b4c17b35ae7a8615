package dev.convoy.launch.slots;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counters of the slots of an account and region.
 *
 * @param account account and region
 * @param waiting requests that wait
 * @param sequence requests that ever came
 * @param batches grants that were ever made
 * @param heldByWave slots held now by wave; absent = 0
 * @param heldByBatch slots held now by grant; each stands for a job that may be active; absent = 0
 * @param grantAt when waiting requests are looked at; null = at the next release
 */
public record SlotPool(
    String account,
    int waiting,
    long sequence,
    long batches,
    Map<String, Integer> heldByWave,
    Map<String, Integer> heldByBatch,
    @Nullable Instant grantAt) {

  static SlotPool empty(String account) {
    return new SlotPool(account, 0, 0, 0, Map.of(), Map.of(), null);
  }

  /** Slots held now. */
  public int held() {
    return heldByBatch.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Jobs that may be active now. */
  public int jobs() {
    return heldByBatch.size();
  }

  int heldBy(String waveId) {
    return heldByWave.getOrDefault(waveId, 0);
  }

  SlotPool arrived(Instant lookAt) {
    return new SlotPool(account, waiting + 1, sequence + 1, batches, heldByWave, heldByBatch,
        grantAt == null ? lookAt : grantAt);
  }

  SlotPool left() {
    return new SlotPool(account, waiting - 1, sequence, batches, heldByWave, heldByBatch, grantAt);
  }

  SlotPool openedBatch() {
    return new SlotPool(account, waiting, sequence, batches + 1, heldByWave, heldByBatch, grantAt);
  }

  SlotPool lookedAt(@Nullable Instant next) {
    return new SlotPool(account, waiting, sequence, batches, heldByWave, heldByBatch, next);
  }

  /** Counts slots taken, or given back when negative. */
  SlotPool counting(int slots, String waveId, long batch) {
    return new SlotPool(account, waiting, sequence, batches, plus(heldByWave, waveId, slots),
        plus(heldByBatch, Long.toString(batch), slots), grantAt);
  }

  private static Map<String, Integer> plus(Map<String, Integer> counts, String key, int amount) {
    var changed = new TreeMap<>(counts);
    int sum = counts.getOrDefault(key, 0) + amount;
    if (sum == 0) {
      changed.remove(key);
    } else {
      changed.put(key, sum);
    }
    return Map.copyOf(changed);
  }
}
