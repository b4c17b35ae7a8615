package dev.convoy.lab.aftercare;

import dev.convoy.lab.fleetplan.PlantedOddity;
import java.util.Map;

/** The sources of a lab, as far as something odd is played on them. */
public interface Sources {

  /** Servers that something is odd about, by id. */
  Map<String, PlantedOddity> oddities();

  /** A source that is off boots by itself. */
  void wake(String serverId);

  /** A person shuts a source down by hand. */
  void switchOff(String serverId);
}
