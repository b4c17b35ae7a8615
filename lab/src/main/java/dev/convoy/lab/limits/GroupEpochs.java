package dev.convoy.lab.limits;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Counts how often groups changed after each had come to rest. The epoch of a group rises when a member joins, leaves or
 * is expelled (KIP-848, KIP-1071).
 */
final class GroupEpochs {
  private final Map<String, Integer> latest = new HashMap<>();
  private final Set<String> atRest = new HashSet<>();
  private int changes;

  /** A group's epoch as it was just read; the group is at rest from the first epoch that is read twice. */
  void add(String group, int epoch) {
    Integer before = latest.put(group, epoch);
    if (before == null) {
      return;
    }
    if (before == epoch) {
      atRest.add(group);
    } else if (atRest.contains(group)) {
      changes++;
    }
  }

  /** {@code groups=10 group-changes=0}. */
  String line() {
    return "groups=" + atRest.size() + " group-changes=" + changes;
  }
}
