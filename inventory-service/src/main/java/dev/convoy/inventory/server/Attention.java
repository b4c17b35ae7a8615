package dev.convoy.inventory.server;

import org.jspecify.annotations.Nullable;

/**
 * What keeps a server from going on by itself.
 *
 * @param hold reason of a hold; null when it is not held
 * @param holds how often it was held: tells the holds of a round apart
 * @param parked null when it needs nobody
 * @param retries how often a retry, another installation, an adoption, a break-glass account or an image was asked for
 */
public record Attention(@Nullable String hold, int holds, @Nullable Parked parked, int retries) {

  static final Attention NONE = new Attention(null, 0, null, 0);

  Attention held(String reason) {
    return new Attention(reason, holds + 1, parked, retries);
  }

  /** Held once more, for another reason than {@link #hold}. */
  Attention counted() {
    return new Attention(hold, holds + 1, parked, retries);
  }

  Attention released() {
    return new Attention(null, holds, parked, retries);
  }

  Attention parked(@Nullable Parked why) {
    return new Attention(hold, holds, why, retries);
  }

  /** Something was asked for that gets over nothing by itself. */
  Attention asked() {
    return new Attention(hold, holds, parked, retries + 1);
  }

  Attention retried() {
    return new Attention(hold, holds, null, retries + 1);
  }
}
