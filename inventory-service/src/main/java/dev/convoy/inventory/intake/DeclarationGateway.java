package dev.convoy.inventory.intake;

import dev.convoy.events.cmdb.ServerDeclared;
import java.util.List;

/** Hands declarations over to the deciders. */
public interface DeclarationGateway {

  /**
   * Returns once all are safe.
   *
   * @param cause id under which their registrations can be found
   * @throws dev.convoy.inventory.command.CommandGateway.UnavailableException when some may not be; they may be sent again
   */
  void send(List<ServerDeclared> declarations, String cause);
}
