package dev.convoy.kit.core;

/**
 * Identity of one attempt of one effect on one server. The same attempt keeps its id over restarts, so that evidence
 * left on a host or in AWS can be matched to it.
 */
public record OperationId(String value) {

  public static OperationId of(String serverId, String kind, int round, int attempt) {
    return new OperationId(serverId + ":" + kind + ":" + round + ":" + attempt);
  }

  @Override
  public String toString() {
    return value;
  }
}
