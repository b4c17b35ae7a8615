package dev.convoy.agent.remote;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Secrets in memory. */
public final class FakeSecretStore implements SecretStore {

  private final Map<StoredSecret, String> texts = new ConcurrentHashMap<>();
  private final AtomicInteger asked = new AtomicInteger();
  private volatile boolean out;

  /** What it gives out from now on; empty = bytes, no text. */
  public FakeSecretStore holding(StoredSecret secret, String text) {
    texts.put(secret, text);
    return this;
  }

  /** Whether it can be asked. */
  public FakeSecretStore out(boolean now) {
    out = now;
    return this;
  }

  /** How often it was asked. */
  public int asked() {
    return asked.get();
  }

  @Override
  public String text(StoredSecret secret) throws SecretFailure {
    asked.incrementAndGet();
    var trouble = out ? PushFailure.Kind.SECRET_UNREACHABLE
        : texts.containsKey(secret) ? PushFailure.Kind.SECRET_UNUSABLE : PushFailure.Kind.SECRET_REFUSED;
    var text = texts.getOrDefault(secret, "");
    if (out || text.isEmpty()) {
      throw new SecretFailure(trouble, "refers to the secret " + secret.id() + ", which is not to be had", trouble.remedy());
    }
    return text;
  }
}
