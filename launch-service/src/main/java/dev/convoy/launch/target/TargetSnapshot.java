package dev.convoy.launch.target;

/**
 * A snapshot of a volume as EC2 sees it.
 *
 * @param state EC2's name: pending, completed, error and others that are no use to us
 * @param message why it failed; empty if it did not
 */
public record TargetSnapshot(String id, String volumeId, String state, String message) {

  public boolean isComplete() {
    return state.equals("completed");
  }

  /** It holds, or will hold, the volume as it was when it was taken. */
  public boolean isGood() {
    return isComplete() || state.equals("pending");
  }
}
