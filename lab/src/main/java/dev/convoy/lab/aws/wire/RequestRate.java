package dev.convoy.lab.aws.wire;

import dev.convoy.lab.aws.cloud.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** How many requests Route 53 takes of an account, whatever they are: "five requests per second per AWS account". */
final class RequestRate {

  private static final int MOST = 5;
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final SimulatedTime time;
  private final Map<String, Deque<Instant>> taken = new HashMap<>();

  RequestRate(SimulatedTime time) {
    this.time = time;
  }

  /** Whether another request is taken now; one that is not counts for nothing. */
  synchronized boolean takes(String account) {
    var now = time.now();
    var lately = taken.computeIfAbsent(account, id -> new ArrayDeque<>());
    var since = now.minus(time.onWall(SECOND));
    while (!lately.isEmpty() && !lately.getFirst().isAfter(since)) {
      lately.removeFirst();
    }
    return lately.size() < MOST && lately.add(now);
  }
}
