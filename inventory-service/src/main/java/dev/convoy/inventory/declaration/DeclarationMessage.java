package dev.convoy.inventory.declaration;

import dev.convoy.events.cmdb.ServerDeclared;

/** What reaches the inventory about a server from the CMDB or an intake file; keyed by server id. */
public sealed interface DeclarationMessage {

  /** The server as it is to be. */
  record Declared(ServerDeclared declaration) implements DeclarationMessage {}

  /**
   * The server is to leave the migration.
   *
   * @param origin where it comes from, for messages
   */
  record Withdrawn(String serverId, String origin) implements DeclarationMessage {}
}
