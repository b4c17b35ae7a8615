package dev.convoy.kit.histories;

import java.util.Random;

/** One history while it is played: draws inputs that make sense where it stands, and holds the rules after each. */
public interface Play {

  /** The next input; changes nothing. */
  Step draw(Random random);

  /**
   * Gives an input and looks at what follows.
   *
   * @throws AssertionError if a rule is broken; any other exception is a fault of the decider as well
   */
  void apply(Step step);
}
