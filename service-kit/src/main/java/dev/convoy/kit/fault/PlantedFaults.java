package dev.convoy.kit.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fault points with rules. Each time that one strikes leaves a file {@code POINT.KIND.n} behind before it does, so that
 * it does not strike again when the process has come back, and so that everybody can see what was visited.
 */
public final class PlantedFaults implements FaultPoints {

  private static final Logger log = LoggerFactory.getLogger(PlantedFaults.class);

  private final List<FaultRule> rules;
  private final Path struck;
  private final Crash crash;
  private final Map<FaultRule, AtomicInteger> occurrences = new ConcurrentHashMap<>();

  /**
   * @param struck folder of the files that strikes leave behind
   * @param crash carries the actions out
   */
  public PlantedFaults(List<FaultRule> rules, Path struck, Crash crash) {
    this.rules = List.copyOf(rules);
    this.struck = struck;
    this.crash = crash;
    try {
      Files.createDirectories(struck);
    } catch (IOException e) {
      throw new UncheckedIOException("[CVY-9022] fault points: " + struck + " cannot be made; name a writable folder", e);
    }
  }

  @Override
  public void reached(FaultPoint point, String kind) {
    for (var rule : rules) {
      if (rule.at(point, kind) && due(rule) && strikes(rule, kind)) {
        log.warn("{} of {}: {}", point, kind, rule.action());
        crash.happen(rule, point + " of " + kind);
      }
    }
  }

  private boolean due(FaultRule rule) {
    return occurrences.computeIfAbsent(rule, r -> new AtomicInteger()).incrementAndGet() >= rule.from();
  }

  /** Takes one of the rule's turns, if any is left; only one of many processes and threads gets it. */
  private boolean strikes(FaultRule rule, String kind) {
    for (int turn = 1; turn <= rule.times(); turn++) {
      try {
        Files.createFile(struck.resolve(rule.point() + "." + kind + "." + turn));
        return true;
      } catch (FileAlreadyExistsException e) {
        continue;
      } catch (IOException e) {
        throw new UncheckedIOException("[CVY-9022] fault points: " + struck + " cannot be written to", e);
      }
    }
    return false;
  }
}
