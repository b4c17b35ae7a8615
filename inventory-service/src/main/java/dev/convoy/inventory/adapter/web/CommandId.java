package dev.convoy.inventory.adapter.web;

import dev.convoy.inventory.environments.Patterns;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Ids that come from outside. */
final class CommandId {

  private CommandId() {}

  /** The idempotency key, or a new id. */
  static String of(@Nullable String key) {
    if (key == null || key.isBlank()) {
      return UUID.randomUUID().toString();
    }
    if (!Patterns.ID.matcher(key).matches()) {
      throw ApiException.invalid("Idempotency-Key does not have the form of an id",
          "letters, digits, dot, dash, underscore; at most 128");
    }
    return key;
  }

  /** The id of a server or wave in a path. */
  static String target(String what, String id) {
    if (!Patterns.ID.matcher(id).matches()) {
      throw ApiException.unknown(what + " '" + id + "'");
    }
    return id;
  }
}
