package dev.convoy.inventory.declaration;

import dev.convoy.events.common.FieldError;
import java.util.List;

/** What comes of checking a declaration. */
public sealed interface Verdict {

  /** It holds. */
  record Accepted(AcceptedServer server) implements Verdict {}

  /** It does not; every fault at once. */
  record Refused(List<FieldError> errors) implements Verdict {}
}
