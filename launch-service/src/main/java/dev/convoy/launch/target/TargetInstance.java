package dev.convoy.launch.target;

import java.util.Set;

/**
 * A launched instance as EC2 sees it.
 *
 * @param state EC2's name: pending, running, stopping, stopped, shutting-down, terminated
 * @param privateIp empty while it has none
 * @param volumeIds EBS volumes attached to it
 */
public record TargetInstance(
    String id, String state, String privateIp, String subnetId, Set<String> securityGroupIds, Set<String> volumeIds) {

  public boolean isRunning() {
    return state.equals("running");
  }

  public boolean isStopped() {
    return state.equals("stopped") || isGone();
  }

  public boolean isGone() {
    return state.equals("shutting-down") || state.equals("terminated");
  }
}
