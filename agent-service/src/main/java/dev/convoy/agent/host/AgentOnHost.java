package dev.convoy.agent.host;

import java.util.List;

/**
 * The replication agent that a host has already.
 *
 * @param product whose agent it is
 * @param running true while its service runs
 * @param sourceServers ids that its settings and log speak of
 * @param hostname name of the host, as it says itself
 * @param windows version of its Windows, such as {@code 10.0}; empty = it is none, or does not say
 */
public record AgentOnHost(Product product, boolean running, List<String> sourceServers, String hostname, String windows) {

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

  /** On a host that does not speak of Windows. */
  public AgentOnHost(Product product, boolean running, List<String> sourceServers, String hostname) {
    this(product, running, sourceServers, hostname, "");
  }

  /** Copies the ids. */
  public AgentOnHost {
    sourceServers = List.copyOf(sourceServers);
  }
}
