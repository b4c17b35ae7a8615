package dev.convoy.launch.image;

import java.util.List;

/**
 * A machine image as EC2 sees it.
 *
 * @param state EC2's name: pending, available, failed and others that are no use to us
 * @param message why it failed; empty if it did not
 * @param snapshotIds in the order of its block devices; those that are known yet
 * @param encrypted true if all its snapshots are
 */
public record MachineImage(
    String id, String name, String state, String message, List<String> snapshotIds, boolean encrypted) {

  public boolean isAvailable() {
    return state.equals("available");
  }

  public boolean isPending() {
    return state.equals("pending");
  }
}
