package dev.convoy.kit.core;

import java.time.Duration;

/**
 * How often an effect is tried and how long lies between attempts: doubling from {@code first} up to {@code most}.
 * Without jitter, because deciders are deterministic; attempts of many servers are spread by their own pace.
 */
public record Backoff(int attempts, Duration first, Duration most) {

  /** True when another attempt may follow the given one. */
  public boolean allowsAfter(int attempt) {
    return attempt < attempts;
  }

  /** Wait after the given attempt, from 1. */
  public Duration after(int attempt) {
    long factor = 1L << Math.min(20, Math.max(0, attempt - 1));
    var wait = first.multipliedBy(factor);
    return wait.compareTo(most) > 0 ? most : wait;
  }
}
