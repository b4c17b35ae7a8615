package dev.convoy.kit.worker;

import dev.convoy.kit.core.OperationHeader;
import dev.convoy.kit.core.OperationId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The operations that stand, and which of them wait for workers that are not there. Every instance keeps one: what one
 * says after another, the decider knows already. Groups are named as in {@link OperationHeader#workers}, the rest
 * {@link #REST}.
 */
public final class UnservedOperations {

  /** The rest, among the names of groups. */
  public static final String REST = "";
  /** What was said may have got lost, or come before the entry that it is about was there. */
  private static final Duration SAY_AGAIN = Duration.ofMinutes(1);

  private final Duration after;
  private final Map<String, OperationHeader> standing = new ConcurrentHashMap<>();
  private final Map<String, Instant> missingSince = new ConcurrentHashMap<>();
  private final Map<OperationId, Instant> said = new HashMap<>();

  /** @param after how long nobody of a group must have been there */
  public UnservedOperations(Duration after) {
    this.after = after;
  }

  /**
   * What is to be said.
   *
   * @param served false = no worker is there for it, true = one is there again
   */
  public record Report(OperationHeader operation, boolean served) {}

  /** An entry of the table. */
  public void put(String key, OperationHeader operation) {
    standing.put(key, operation);
  }

  /** An entry of the table is gone. */
  public void remove(String key) {
    standing.remove(key);
  }

  /** The given groups and those that entries name. */
  public Set<String> groups(Collection<String> known) {
    var all = new TreeSet<>(known);
    all.add(REST);
    standing.values().forEach(operation -> all.add(group(operation)));
    return all;
  }

  /** How many operations stand of whose group nobody is there now. */
  public long waiting(String group) {
    return missingSince.containsKey(group)
        ? standing.values().stream().filter(operation -> group(operation).equals(group)).count() : 0;
  }

  /**
   * What is to be said now.
   *
   * @param members how many workers each group has now; of a group that is missing here it is not known, and the time for which
   *     nobody was there begins anew
   */
  public List<Report> look(Map<String, Integer> members, Instant now) {
    missingSince.keySet().removeIf(group -> members.getOrDefault(group, 1) > 0);
    members.forEach((group, count) -> {
      if (count == 0) {
        missingSince.putIfAbsent(group, now);
      }
    });
    var reports = new ArrayList<Report>();
    for (var operation : standing.values()) {
      var served = members.getOrDefault(group(operation), 0) > 0;
      if (isNews(operation, served, now) && isDue(operation.id(), now)) {
        said.put(operation.id(), now);
        reports.add(new Report(operation, served));
      }
    }
    said.values().removeIf(at -> !now.isBefore(at.plus(SAY_AGAIN)));
    return reports;
  }

  private boolean isNews(OperationHeader operation, boolean served, Instant now) {
    if (served) {
      return operation.unservedSince() != null;
    }
    var since = missingSince.get(group(operation));
    return operation.act() && operation.unservedSince() == null && since != null && !now.isBefore(since.plus(after));
  }

  private boolean isDue(OperationId id, Instant now) {
    var last = said.get(id);
    return last == null || !now.isBefore(last.plus(SAY_AGAIN));
  }

  private static String group(OperationHeader operation) {
    var workers = operation.workers();
    return workers == null ? REST : workers;
  }
}
