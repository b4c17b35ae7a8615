package dev.convoy.agent.config;

import dev.convoy.agent.host.CheckRequest;
import dev.convoy.agent.prerequisites.OwnChecks;
import dev.convoy.agent.server.CheckLevels;
import dev.convoy.agent.server.CheckLevels.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is asked of hosts before the agent is installed, {@code convoy.agent.checks.*}.
 *
 * @param levels {@code fail}, {@code warn} or {@code off} by check, in every environment
 * @param environments the same by environment, which goes before
 * @param linuxSystems distributions that MGN takes, {@code <id> <first> <last version>}; empty = those of the user guide
 * @param own checks of your own by name
 */
public record CheckSettings(
    @DefaultValue Map<String, Level> levels,
    @DefaultValue Map<String, Map<String, Level>> environments,
    @DefaultValue List<String> linuxSystems,
    @DefaultValue Map<String, OwnChecks.OwnCheck> own) {

  private static final String SYSTEM = "[a-z0-9._-]+ [0-9.]+ [0-9.]+";

  /** @throws IllegalArgumentException naming the property that is wrong */
  OwnChecks ownChecks() {
    return new OwnChecks(own);
  }

  /**
   * Levels of the checks.
   *
   * @param warnings checks that warn in every environment where nothing else is said
   * @throws IllegalArgumentException naming the property that is wrong
   */
  CheckLevels checkLevels(Set<String> warnings) {
    var everywhere = new HashMap<String, Level>();
    warnings.forEach(check -> everywhere.put(check, Level.WARN));
    everywhere.putAll(levels);
    return new CheckLevels(everywhere, environments).requireKnown(ownChecks().allNames());
  }

  /** @throws IllegalArgumentException naming the property that is wrong */
  List<String> systems() {
    for (var system : linuxSystems) {
      if (!system.matches(SYSTEM)) {
        throw new IllegalArgumentException("[CVY-2304] agent-service: convoy.agent.checks.linux-systems has '" + system
            + "'; write an id and the first and the last version, such as 'ubuntu 18.04 24.04'");
      }
    }
    return linuxSystems.isEmpty() ? CheckRequest.LINUX_SYSTEMS : linuxSystems;
  }
}
