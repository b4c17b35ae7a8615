package dev.convoy.kit.aws;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls that this instance has withheld, one for each operation and server. Kept in memory only: what is still wanted
 * is withheld again soon after a restart, by whichever instance then acts for the account.
 */
public final class PlannedCalls {

  /** After this a call that was not withheld again is not wanted any more. */
  static final Duration KEPT = Duration.ofHours(1);

  static final String OBSERVE_MODE = "observe mode";

  private static final Logger log = LoggerFactory.getLogger(PlannedCalls.class);
  private static final int MOST = 50_000;
  private static final int MOST_TEXT = 1000;

  private record Key(String account, String region, String service, String operation, String server) {}

  private final Clock clock;
  private final MeterRegistry meters;
  private final SequencedMap<Key, PlannedCall> calls = new LinkedHashMap<>(16, 0.75f, true);

  public PlannedCalls(Clock clock) {
    this(clock, new SimpleMeterRegistry());
  }

  /** @param meters counts them as {@code convoy_aws_withheld}, by service and operation */
  public PlannedCalls(Clock clock, MeterRegistry meters) {
    this.clock = clock;
    this.meters = meters;
  }

  /**
   * Keeps a call that was withheld.
   *
   * @param servers whom it is for; empty for a whole account
   */
  public void withheld(
      String account, String region, String service, String operation, List<String> servers, String parameters) {
    meters.counter("convoy.aws.withheld", "service", service, "operation", operation).increment();
    var text = shortened(parameters);
    (servers.isEmpty() ? List.of("") : servers).forEach(server -> keep(account, region, service, operation, server, text));
  }

  private void keep(
      String account, String region, String service, String operation, String server, String parameters) {
    var now = clock.instant();
    var call = new PlannedCall(account, region, service, operation, server, parameters, OBSERVE_MODE, now, now, 1);
    if (remember(new Key(account, region, service, operation, server), call)) {
      log.info("{}/{}: would call {} {} for {}: {}", account, region, service, operation,
          server.isEmpty() ? "the account" : server, parameters);
    }
  }

  /** True for a call that was not known. */
  private synchronized boolean remember(Key key, PlannedCall call) {
    var known = calls.get(key);
    calls.put(key, known == null ? call : known.again(call));
    if (calls.size() > MOST) {
      calls.pollFirstEntry();
    }
    return known == null;
  }

  /** What would be called now in an account and region, by server and time. */
  public synchronized List<PlannedCall> of(String account, String region) {
    var oldest = clock.instant().minus(KEPT);
    calls.values().removeIf(call -> call.lastAt().isBefore(oldest));
    return new ArrayList<>(calls.values()).stream()
        .filter(call -> call.account().equals(account) && call.region().equals(region))
        .sorted(Comparator.comparing(PlannedCall::server).thenComparing(PlannedCall::firstAt)
            .thenComparing(PlannedCall::operation))
        .toList();
  }

  private static String shortened(String parameters) {
    var line = parameters.replaceAll("\\s+", " ").strip();
    return line.length() > MOST_TEXT ? line.substring(0, MOST_TEXT).strip() + "…" : line;
  }
}
