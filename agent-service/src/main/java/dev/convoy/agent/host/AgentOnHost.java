package dev.convoy.agent.host;

import java.util.List;

/**
 * The replication agent that a host has already.
 *
 * @param product whose agent it is
 * @param running true while its service runs
 * @param sourceServers ids that its settings and log speak of
 * @param hostname name of the host, as it says itself
 */
public record AgentOnHost(Product product, boolean running, List<String> sourceServers, String hostname) {

  /** Whose agent it is. */
  public enum Product {
    /** There is none. */
    NONE,
    /** Application Migration Service. */
    MGN,
    /** Elastic Disaster Recovery, whose agent has the same folder. */
    DRS,
    /** CloudEndure. */
    CLOUDENDURE
  }

  /** Copies the ids. */
  public AgentOnHost {
    sourceServers = List.copyOf(sourceServers);
  }
}
