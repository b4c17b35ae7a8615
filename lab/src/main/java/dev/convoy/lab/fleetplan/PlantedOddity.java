package dev.convoy.lab.fleetplan;

import dev.convoy.events.common.Stage;
import dev.convoy.lab.hosts.PlantedFault;
import java.util.Optional;

/**
 * Something odd about a server that goes the whole way, as the seed plants it. It keeps nobody from being cut over; what must
 * hold is that people are told of it.
 */
public enum PlantedOddity {
  /** Its source takes the order to shut down and stays on: people are told, and it is finalized. */
  STAYS_ON("its source stays on though it was told to shut down", PlantedFault.STAYS_ON, true),
  /** Its source wakes once its users are served by the target: it is parked. */
  WAKES("its source wakes after it was shut down", PlantedFault.NONE, true),
  /** The same, and a person shuts it down again by hand: it is finalized then. */
  WAKES_AND_IS_SHUT_DOWN("its source wakes after it was shut down, and a person shuts it down again", PlantedFault.NONE, true),
  /** Its source listens on a port that its target does not: people are told which, and it is finalized. */
  PORT_UNSERVED("its target does not listen on a port of its source", PlantedFault.PORT_UNSERVED, false);

  private static final String WOKE = "CVY-1305";

  private final String what;
  private final PlantedFault hostFault;
  private final boolean ofShutdowns;

  PlantedOddity(String what, PlantedFault hostFault, boolean ofShutdowns) {
    this.what = what;
    this.hostFault = hostFault;
    this.ofShutdowns = ofShutdowns;
  }

  /** For a person. */
  public String what() {
    return what;
  }

  /** What is odd about the host; {@code NONE} when it is the lab that plays it. */
  PlantedFault hostFault() {
    return hostFault;
  }

  /** True when it shows only where sources are shut down. */
  public boolean ofShutdowns() {
    return ofShutdowns;
  }

  /** True when its source wakes. */
  public boolean wakes() {
    return this == WAKES || this == WAKES_AND_IS_SHUT_DOWN;
  }

  /** How its server must end when that is parked. */
  public Optional<PlannedPark> park() {
    return this == WAKES ? Optional.of(new Park(what, Stage.CUTOVER_DONE, WOKE)) : Optional.empty();
  }

  /** True of the words of a server that is parked because its source woke. */
  public static boolean isWoken(String parked) {
    return parked.startsWith("[" + WOKE + "]");
  }

  private record Park(String what, Stage stage, String code) implements PlannedPark {}
}
