package dev.convoy.validation.verdict;

/**
 * A launched instance.
 *
 * @param attempt of its launch
 */
public record Instance(
    Purpose purpose, int round, int attempt, String account, String region, String instanceId, String privateIp) {

  /** True when this instance was launched after the other. */
  boolean isLaterThan(Instance other) {
    if (round != other.round) {
      return round > other.round;
    }
    return purpose == other.purpose ? attempt > other.attempt : purpose.compareTo(other.purpose) > 0;
  }
}
