package dev.convoy.lab.world;

import dev.convoy.lab.fleetplan.PlantedFailure;
import dev.convoy.lab.run.LabOptions;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How long agent-service waits for hosts that are planted to let it wait: less than its defaults, which are the wall clock's of a
 * real installation, and more than a healthy host of the lab needs on a machine that all of them share.
 */
final class HostPatience {
  private static final Duration SESSION = Duration.ofSeconds(30);
  private static final Duration INSTALL = Duration.ofSeconds(60);
  private static final int SESSION_MILLIS_PER_SERVER = 10;
  private static final int INSTALL_MILLIS_PER_SERVER = 60;

  private HostPatience() {}

  /** Settings of agent-service, none where nobody lets it wait; in wall time, longer for more servers. */
  static Map<String, String> settings(LabOptions options, Collection<PlantedFailure> planted) {
    Map<String, String> settings = new LinkedHashMap<>();
    if (planted.contains(PlantedFailure.TOO_SLOW)) {
      settings.put("convoy.agent.session-within", millis(SESSION, SESSION_MILLIS_PER_SERVER, options));
    }
    if (planted.contains(PlantedFailure.INSTALLER_HANGS)) {
      settings.put("convoy.agent.install-within", millis(INSTALL, INSTALL_MILLIS_PER_SERVER, options));
    }
    return settings;
  }

  private static String millis(Duration least, int perServer, LabOptions options) {
    return least.plusMillis((long) perServer * options.servers()).toMillis() + "ms";
  }
}
