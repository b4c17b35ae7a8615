package dev.convoy.lab.fleetplan;

import dev.convoy.events.common.Stage;

/** How a server must end that is made to need a person: parked at one stage for one reason. */
public interface PlannedPark {

  /** For a person: {@code sudo is refused}. */
  String what();

  /** Stage that the server has reached when it is parked. */
  Stage stage();

  /** Reason with which it is parked. */
  String code();
}
