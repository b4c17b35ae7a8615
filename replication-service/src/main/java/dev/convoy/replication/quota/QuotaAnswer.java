package dev.convoy.replication.quota;

/** What the pool says to a server. */
public sealed interface QuotaAnswer {

  /** The place is the server's until it returns it. */
  record PlaceTaken(String serverId, int registration) implements QuotaAnswer {}
}
