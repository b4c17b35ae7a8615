package dev.convoy.agent.remote;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A store that is asked for a secret once in a while, however many hosts are entered with it: whoever comes while it is
 * asked waits for that answer. A failure is kept too, but shortly.
 */
public final class KeptSecrets implements SecretStore {

  /** Of no store. */
  static final KeptSecrets NONE = new KeptSecrets(secret -> {
    throw new SecretFailure(PushFailure.Kind.SECRET_REFUSED, "is in a store that is not used here",
        PushFailure.Kind.SECRET_REFUSED.remedy());
  }, Duration.ZERO);

  /** How long a failure stands for the next who ask, and a text cannot be renewed. */
  static final Duration SHORTLY = Duration.ofSeconds(5);

  private final SecretStore store;
  private final Duration keep;
  private final LongSupplier nanoTime;
  private final Map<StoredSecret, Kept> kept = new ConcurrentHashMap<>();

  /** @param keep how long a text is given out before the store is asked again */
  public KeptSecrets(SecretStore store, Duration keep) {
    this(store, keep, System::nanoTime);
  }

  KeptSecrets(SecretStore store, Duration keep, LongSupplier nanoTime) {
    this.store = store;
    this.keep = keep;
    this.nanoTime = nanoTime;
  }

  @Override
  public String text(StoredSecret secret) throws SecretFailure {
    return kept.computeIfAbsent(secret, any -> new Kept()).text(secret);
  }

  /** Has it asked for anew by the next who want it; one that was asked for just now stays. */
  void renew(StoredSecret secret) {
    var there = kept.get(secret);
    if (there != null) {
      there.renew();
    }
  }

  /** One secret, or why there is none. */
  private final class Kept {
    private @Nullable String text;
    private @Nullable SecretFailure failure;
    private long askedAt;

    synchronized String text(StoredSecret secret) throws SecretFailure {
      if (text != null && age() < keep.toNanos()) {
        return text;
      }
      if (failure != null && age() < SHORTLY.toNanos()) {
        throw failure;
      }
      text = null;
      failure = null;
      try {
        text = store.text(secret);
        return text;
      } catch (SecretFailure e) {
        failure = e;
        throw e;
      } finally {
        askedAt = nanoTime.getAsLong();
      }
    }

    synchronized void renew() {
      if (age() >= SHORTLY.toNanos()) {
        text = null;
      }
    }

    private long age() {
      return nanoTime.getAsLong() - askedAt;
    }
  }
}
