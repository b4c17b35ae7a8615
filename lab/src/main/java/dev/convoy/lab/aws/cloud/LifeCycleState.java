package dev.convoy.lab.aws.cloud;

/** {@code lifeCycle.state} of a source server, the values that agents and calls can lead to. */
public enum LifeCycleState {
  STOPPED, NOT_READY, READY_FOR_TEST, TESTING, READY_FOR_CUTOVER, CUTTING_OVER, CUTOVER, DISCONNECTED, PENDING_INSTALLATION
}
