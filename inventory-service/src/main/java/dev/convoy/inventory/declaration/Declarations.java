package dev.convoy.inventory.declaration;

import dev.convoy.events.cmdb.ServerDeclared;
import org.jspecify.annotations.Nullable;

/** Turns records of the CMDB topic into private declarations. Checks nothing: that is the decider's part. */
public final class Declarations {

  private Declarations() {}

  /**
   * The declaration with its place.
   *
   * @param origin topic, partition and offset
   */
  public static DeclarationMessage fromCmdb(ServerDeclared declared, String origin) {
    return new DeclarationMessage.Declared(ServerDeclared.newBuilder(declared).setOrigin(origin).build());
  }

  /** What a tombstone of the CMDB topic asks for. */
  public static DeclarationMessage withdrawal(String serverId, String origin) {
    return new DeclarationMessage.Withdrawn(serverId, origin);
  }

  /** Key of the message on the private topic: the server id as declared, or its place when it has none. */
  public static String keyOf(DeclarationMessage message) {
    return switch (message) {
      case DeclarationMessage.Declared(var declared) -> key(declared.getServerId(), declared.getOrigin());
      case DeclarationMessage.Withdrawn(var serverId, var origin) -> key(serverId, origin);
    };
  }

  private static String key(@Nullable String serverId, @Nullable String origin) {
    if (serverId != null && !serverId.isBlank()) {
      return serverId;
    }
    return origin == null ? "unnamed" : origin;
  }
}
