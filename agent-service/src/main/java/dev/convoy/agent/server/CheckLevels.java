package dev.convoy.agent.server;

import dev.convoy.agent.server.AgentOutcome.Checked;
import dev.convoy.events.common.FailedCheck;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What follows when a check does not hold, by environment.
 *
 * @param everywhere level by check
 * @param environments level by check, by environment; goes before {@code everywhere}
 */
public record CheckLevels(Map<String, Level> everywhere, Map<String, Map<String, Level>> environments) {

  /** Whatever is found counts as it is. */
  public static final CheckLevels AS_FOUND = new CheckLevels(Map.of(), Map.of());

  /** What follows. */
  public enum Level {
    /** The server is parked. */
    FAIL,
    /** It is told, and holds up nothing. */
    WARN,
    /** It is not even told. */
    OFF
  }

  /** What was found, after the levels: what stops the server, what a person decides, what is only told. */
  record Judged(List<FailedCheck> failures, List<FailedCheck> decisions, List<FailedCheck> warnings) {}

  /** Copies the maps. */
  public CheckLevels {
    everywhere = Map.copyOf(everywhere);
    environments = Map.copyOf(environments);
  }

  /**
   * Refuses levels of checks that do not exist: they are misspelt.
   *
   * @throws IllegalArgumentException naming the property
   */
  public CheckLevels requireKnown(Set<String> checks) {
    require("convoy.agent.checks.levels", everywhere.keySet(), checks);
    environments.forEach((name, levels) -> require("convoy.agent.checks.environments." + name, levels.keySet(), checks));
    return this;
  }

  private static void require(String property, Collection<String> named, Set<String> checks) {
    for (var name : named) {
      if (!checks.contains(name)) {
        throw new IllegalArgumentException("[CVY-2302] agent-service: " + property + "." + name
            + " is the level of no check; use one of " + String.join(", ", new TreeSet<>(checks)));
      }
    }
  }

  Judged judge(String environment, Checked checked) {
    var failures = new ArrayList<FailedCheck>();
    var decisions = new ArrayList<FailedCheck>();
    var warnings = new ArrayList<FailedCheck>();
    sort(environment, checked.failures(), failures, warnings);
    sort(environment, Objects.requireNonNullElse(checked.decisions(), List.of()), decisions, warnings);
    sort(environment, checked.warnings(), warnings, warnings);
    return new Judged(failures, decisions, warnings);
  }

  private void sort(
      String environment, List<FailedCheck> found, List<FailedCheck> failing, List<FailedCheck> warning) {
    for (var each : found) {
      switch (level(environment, each.getCheck())) {
        case FAIL -> failing.add(each);
        case WARN -> warning.add(each);
        case OFF -> { }
      }
    }
  }

  private Level level(String environment, String check) {
    var here = environments.getOrDefault(environment, Map.of()).get(check);
    return here != null ? here : everywhere.getOrDefault(check, Level.FAIL);
  }
}
