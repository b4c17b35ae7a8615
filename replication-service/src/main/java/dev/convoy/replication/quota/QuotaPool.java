package dev.convoy.replication.quota;

/**
 * Header of a pool of places.
 *
 * @param group account and region, {@code 111122223333/eu-central-1}
 * @param max places, as the last server that asked had read them
 * @param nextTicket number of the next server that has to wait
 */
public record QuotaPool(String group, int max, int taken, int waiting, long nextTicket) {

  QuotaPool withMax(int places) {
    return new QuotaPool(group, places, taken, waiting, nextTicket);
  }

  QuotaPool granted() {
    return new QuotaPool(group, max, taken + 1, waiting, nextTicket);
  }

  QuotaPool returned() {
    return new QuotaPool(group, max, taken - 1, waiting, nextTicket);
  }

  QuotaPool queued() {
    return new QuotaPool(group, max, taken, waiting + 1, nextTicket + 1);
  }

  QuotaPool unqueued() {
    return new QuotaPool(group, max, taken, waiting - 1, nextTicket);
  }
}
