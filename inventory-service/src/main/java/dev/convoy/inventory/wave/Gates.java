package dev.convoy.inventory.wave;

import dev.convoy.events.common.Gate;

/** Which gates are open for a server in its round. */
public record Gates(boolean build, boolean test, boolean cutover, boolean finalization) {

  public static final Gates NONE = new Gates(false, false, false, false);

  /** What a built server has in a new round. */
  public static final Gates BUILT = new Gates(true, false, false, false);

  public boolean isOpen(Gate gate) {
    return switch (gate) {
      case BUILD -> build;
      case TEST -> test;
      case CUTOVER -> cutover;
      case FINALIZE -> finalization;
      case UNKNOWN -> false;
    };
  }

  /** The same before the cutover was authorized. */
  public Gates withoutCutover() {
    return new Gates(build, test, false, false);
  }

  /** The same with one more gate open. */
  public Gates open(Gate gate) {
    return new Gates(build || gate == Gate.BUILD, test || gate == Gate.TEST, cutover || gate == Gate.CUTOVER,
        finalization || gate == Gate.FINALIZE);
  }
}
