package dev.convoy.validation.checks;

import dev.convoy.kit.aws.AccountKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One read of EC2 for all instances of an account and region that are being checked, however many ask. An instance that
 * comes new between two reads has to wait for the next.
 */
final class SharedStatuses {

  private final InstanceStatuses statuses;
  private final Duration lifetime;
  private final Clock clock;
  private final Map<AccountKey, Account> accounts = new ConcurrentHashMap<>();

  /** @param lifetime how long a read serves; an instance that nobody asked for in four lifetimes is forgotten */
  SharedStatuses(InstanceStatuses statuses, Duration lifetime, Clock clock) {
    this.statuses = statuses;
    this.lifetime = lifetime;
    this.clock = clock;
  }

  /** Empty = not read yet; ask again. */
  Optional<InstanceStatus> of(AccountKey account, String instanceId) throws InterruptedException {
    return accounts.computeIfAbsent(account, Account::new).of(instanceId);
  }

  private final class Account {
    private final AccountKey key;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Instant> asked = new HashMap<>();
    private Map<String, InstanceStatus> read = Map.of();
    private Instant readAt = Instant.MIN;

    Account(AccountKey key) {
      this.key = key;
    }

    Optional<InstanceStatus> of(String instanceId) throws InterruptedException {
      lock.lockInterruptibly();
      try {
        var now = clock.instant();
        asked.put(instanceId, now);
        if (readAt.isBefore(now.minus(lifetime))) {
          asked.values().removeIf(at -> at.isBefore(now.minus(lifetime.multipliedBy(4))));
          read = readAll();
          readAt = now;
        }
        return Optional.ofNullable(read.get(instanceId));
      } finally {
        lock.unlock();
      }
    }

    private Map<String, InstanceStatus> readAll() {
      var all = new HashMap<>(statuses.read(key, asked.keySet()));
      asked.keySet().forEach(id -> all.putIfAbsent(id, InstanceStatus.absent()));
      return all;
    }
  }
}
