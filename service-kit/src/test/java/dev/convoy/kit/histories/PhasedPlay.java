package dev.convoy.kit.histories;

import java.util.Set;

/** A history that says where it stands and which transitions it has taken, for {@link Pairs}. */
interface PhasedPlay extends Play {

  Enum<?> phase();

  /** Steps so far. */
  int length();

  /** Names of the transitions taken so far. */
  Set<String> taken();
}
